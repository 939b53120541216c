package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.config.Block;
import org.jspecify.annotations.Nullable;

/**
 * A {@code virtual_server_group}: addresses, ranges of them and firewall marks that one virtual server serves.
 *
 * @param name its name
 * @param entries never empty
 */
record ServerGroup(String name, List<Entry> entries) {
    private static final int MOST_PORT = 65_535;
    private static final long MOST_MARK = 0xffff_ffffL;

    /**
     * One line.
     *
     * @param first address of the range; null for a firewall mark
     * @param port 0 for all
     */
    record Entry(@Nullable IpAddress first, int port) {}

    static @Nullable ServerGroup read(String name, Block block, Diagnostics diagnostics) {
        List<Entry> entries = new ArrayList<>();
        for (Block line : block.body()) {
            Entry entry = entry(new Words(line, diagnostics), name);
            if (entry != null) {
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            diagnostics.fault(block.statement(), "virtual server group " + name + " has no entries - removing");
            return null;
        }
        return new ServerGroup(name, List.copyOf(entries));
    }

    boolean hasMarks() {
        return entries.stream().anyMatch(each -> each.first() == null);
    }

    boolean hasAddresses() {
        return entries.stream().anyMatch(each -> each.first() != null);
    }

    boolean hasAddressWithoutPort() {
        return entries.stream().anyMatch(each -> each.first() != null && each.port() == 0);
    }

    /** 4 or 6; 0 when it has no addresses. */
    int family() {
        for (Entry each : entries) {
            IpAddress first = each.first();
            if (first != null) {
                return first.version();
            }
        }
        return 0;
    }

    private static @Nullable Entry entry(Words words, String group) {
        if (words.statement().name().equals("fwmark")) {
            return mark(words, group);
        }
        IpAddress first = range(words, words.statement().name());
        if (first == null) {
            return null;
        }
        return new Entry(first, words.count() == 0 ? 0 : words.integer(1, 0, MOST_PORT, 0));
    }

    private static @Nullable Entry mark(Words words, String group) {
        String text = words.required(1);
        if (text == null) {
            return null;
        }
        if (!isMark(text)) {
            words.fault("(" + group + "): fwmark '" + text + "' must be in [0, " + MOST_MARK + "] - ignoring");
            return null;
        }
        String family = words.optional(2);
        if (family != null && !family.equals("inet") && !family.equals("inet6")) {
            words.fault("(" + group + "): fwmark '" + text + "' family " + family + " unknown - ignoring");
            return null;
        }
        return new Entry(null, 0);
    }

    /** Whether a firewall mark can be this. */
    static boolean isMark(String text) {
        return text.matches("\\d{1,10}") && Long.parseLong(text) <= MOST_MARK;
    }

    private static @Nullable IpAddress range(Words words, String text) {
        int dash = text.indexOf('-');
        Numbers.Network begin = Numbers.Network.parse(dash < 0 ? text : text.substring(0, dash));
        if (begin == null || (dash >= 0 && begin.prefix() < begin.address().length() * Byte.SIZE)) {
            words.fault("Invalid virtual server group IP address " + text + " - skipping");
            return null;
        }
        if (dash < 0) {
            return begin.address();
        }
        IpAddress end = end(begin.address(), text.substring(dash + 1));
        if (end == null) {
            words.fault("Invalid range end " + text + " - skipping");
            return null;
        }
        if (end.compareTo(begin.address()) < 0) {
            words.fault("Address range end is less than address range start - " + text + " - skipping");
            return null;
        }
        return begin.address();
    }

    /** A whole address of the same family, or what stands in the place of the last part of the first one. */
    private static @Nullable IpAddress end(IpAddress begin, String text) {
        IpAddress whole = IpAddress.parse(text);
        if (whole != null) {
            return whole.version() == begin.version() ? whole : null;
        }
        boolean four = begin.version() == 4;
        if (!text.matches(four ? "\\d{1,3}" : "[0-9a-fA-F]{1,4}")) {
            return null;
        }
        int last = Integer.parseInt(text, four ? 10 : 16);
        long mask = four ? 0xff : 0xffff;
        return last > mask ? null : new IpAddress(begin.version(), begin.high(), (begin.low() & ~mask) | last);
    }
}
