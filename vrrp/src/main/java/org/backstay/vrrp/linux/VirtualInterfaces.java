package org.backstay.vrrp.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Log;
import org.backstay.node.linux.AddressSpec;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.RouteNetlink;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.link.LinkDetail;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces with a virtual router's hardware address, and what the interface below must not do while they are there: answer for their
 * addresses. Owned by the router's loop.
 */
final class VirtualInterfaces {
    /** {@code IPV4_DEVCONF_*}. */
    private static final int RETURN_PATH_FILTER = 8;

    private static final int LINK_PREFIX = 64;
    private static final int LINK_SCOPE = 253;
    private static final int ARP_FILTER = 13;
    private static final int ARP_IGNORE = 19;
    private static final int PROMOTE_SECONDARIES = 20;
    private static final int ACCEPT_LOCAL = 23;
    private static final Map<Integer, Integer> OWN =
            Map.of(ARP_IGNORE, 1, ACCEPT_LOCAL, 1, RETURN_PATH_FILTER, 0, PROMOTE_SECONDARIES, 1);
    private static final Map<Integer, Integer> BELOW = Map.of(ARP_IGNORE, 1, ARP_FILTER, 1);

    private final RouteNetlink netlink;
    private final Interfaces interfaces;
    private final PacketFilter filter;
    private final Log log;
    private boolean withoutFilter;
    /** Which of ours stands on which interface. */
    private final Map<String, String> bases = new HashMap<>();
    /** What interfaces were set to before ours were there. */
    private final Map<String, Map<Integer, Integer>> before = new HashMap<>();

    VirtualInterfaces(RouteNetlink netlink, Interfaces interfaces, PacketFilter filter, Log log) {
        this.netlink = netlink;
        this.interfaces = interfaces;
        this.filter = filter;
        this.log = log;
    }

    /**
     * Makes one; one that is there already and is the same stays.
     *
     * @param own the link-local address that it speaks from; null for none
     * @return whether it is a new one
     */
    boolean add(Vmac vmac, LinuxLink base, @Nullable IpAddress own) throws IOException {
        LinuxLink there = interfaces.named(vmac.name());
        boolean same = there != null && Arrays.equals(there.hardwareAddress(), vmac.bytes());
        if (same && base.name().equals(bases.get(vmac.name()))) {
            return false;
        }
        if (there != null && !same) {
            throw new IOException("VMAC " + vmac.name() + " conflicts with existing interface");
        }
        if (there != null) {
            netlink.removeLink(there.index()); // of a life before: nobody knows on what it stands
        }
        netlink.addMacvlan(base.index(), vmac.name(), vmac.bytes());
        interfaces.read();
        LinuxLink made = interfaces.named(vmac.name());
        if (made == null) {
            throw new IOException("VMAC " + vmac.name() + " was made and is not there");
        }
        bases.put(vmac.name(), base.name());
        if (vmac.family() == 4) {
            before.computeIfAbsent(base.name(), VirtualInterfaces::present);
            netlink.setIpv4(base.index(), BELOW);
            netlink.setIpv4(made.index(), OWN);
        }
        filter(() -> filter.moveReports(made.index(), base.index()));
        netlink.withoutAddresses(made.index());
        netlink.up(made.index());
        if (own != null) {
            netlink.add(new AddressSpec(
                    made.index(),
                    own,
                    LINK_PREFIX,
                    LINK_SCOPE,
                    null,
                    null,
                    null,
                    AddressSpec.NO_DUPLICATE_DETECTION,
                    false));
        }
        return true;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Without a packet filter, switches hear of groups from two hardware addresses; the rest works. */
    private void filter(Step step) {
        try {
            step.run();
        } catch (IOException refused) {
            if (!withoutFilter) {
                log.warning("reports of groups by VMACs are not moved: " + refused.getMessage());
            }
            withoutFilter = true;
        }
    }

    /** The interface that one of ours stands on; null for others. */
    @Nullable
    String below(String interfaceName) {
        return bases.get(interfaceName);
    }

    /** How an interface answered for addresses before ours stood on it. */
    LinkDetail.Arp arp(String interfaceName) {
        Map<Integer, Integer> old = before.get(interfaceName);
        int standing =
                (int) bases.values().stream().filter(interfaceName::equals).count();
        return old == null
                ? LinkDetail.Arp.UNTOUCHED
                : new LinkDetail.Arp(standing, old.getOrDefault(ARP_IGNORE, 0), old.getOrDefault(ARP_FILTER, 0));
    }

    private static Map<Integer, Integer> present(String interfaceName) {
        Path folder = Path.of("/proc/sys/net/ipv4/conf", interfaceName);
        return Map.of(
                ARP_IGNORE, number(folder.resolve("arp_ignore")), ARP_FILTER, number(folder.resolve("arp_filter")));
    }

    private static int number(Path file) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    /** Removes one of ours; the last of an interface gives back what it was set to. */
    void remove(Vmac vmac) throws IOException {
        String base = bases.remove(vmac.name());
        LinuxLink there = interfaces.named(vmac.name());
        if (base != null && there != null) {
            filter(() -> filter.leaveReports(there.index()));
            netlink.removeLink(there.index());
        }
        Map<Integer, Integer> old = base == null || bases.containsValue(base) ? null : before.remove(base);
        LinuxLink below = base == null ? null : interfaces.named(base);
        if (old != null && below != null) {
            netlink.setIpv4(below.index(), old);
        }
    }
}
