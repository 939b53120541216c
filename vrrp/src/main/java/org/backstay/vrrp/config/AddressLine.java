package org.backstay.vrrp.config;

import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.AddressSpec;
import org.backstay.vrrp.config.Numbers.Network;
import org.jspecify.annotations.Nullable;

/** One line of {@code virtual_ipaddress} or {@code static_ipaddress}: as {@code ip address add} takes it. */
final class AddressLine {
    private static final Map<String, Integer> FLAGS = Map.of(
            "home", AddressSpec.HOME,
            "mngtmpaddr", AddressSpec.MANAGE_TEMPORARY,
            "noprefixroute", AddressSpec.NO_PREFIX_ROUTE,
            "autojoin", AddressSpec.AUTO_JOIN);

    private final Words words;
    private @Nullable String interfaceName;
    private int scope;
    private @Nullable IpAddress broadcast;
    private @Nullable String label;
    private @Nullable IpAddress peer;
    private int flags;
    private @Nullable Boolean deprecated;
    private boolean tracked = true;
    private int peerPrefix;
    private boolean detectsDuplicates;

    private boolean wantsVmac;
    private final boolean moves;
    private @Nullable String trackGroup;

    private AddressLine(Words words, boolean moves) {
        this.words = words;
        this.moves = moves;
    }

    /** Reads one that moves; reported and null when it makes no sense. */
    static @Nullable VirtualAddress read(Words words) {
        return new AddressLine(words, true).read();
    }

    /** Reads one that is there while the program runs. */
    static @Nullable VirtualAddress read(Words words, TrackGroups groups) {
        AddressLine line = new AddressLine(words, false);
        VirtualAddress address = line.read();
        if (address != null && line.trackGroup != null) {
            groups.name(words, line.trackGroup, address);
        }
        return address;
    }

    private @Nullable VirtualAddress read() {
        Network network = Network.parse(words.statement().name());
        if (network == null) {
            words.fault("invalid IP address '" + words.statement().name() + "'");
            return null;
        }
        for (int i = 1; i <= words.count(); i++) {
            i += option(i, network);
        }
        boolean four = network.address().version() == 4;
        flags |= four || detectsDuplicates ? 0 : AddressSpec.NO_DUPLICATE_DETECTION;
        boolean single = !four && network.prefix() == 128;
        return new VirtualAddress(
                network.address(),
                peer == null ? network.prefix() : peerPrefix,
                interfaceName,
                scope,
                broadcast,
                label,
                peer,
                flags,
                deprecated == null ? single : deprecated,
                tracked,
                wantsVmac);
    }

    /** Reads the option at a word; returns how many words more it takes. */
    private int option(int i, Network network) {
        String name = words.statement().argument(i);
        Integer flag = FLAGS.get(name);
        if (flag != null) {
            flags |= flag;
            return 0;
        }
        switch (name) {
            case "dev" -> interfaceName = words.required(i + 1);
            case "label" -> label = words.required(i + 1);
            case "scope" -> scope = Numbers.scope(words, i + 1);
            case "peer" -> {
                String text = words.required(i + 1);
                Network other = text == null ? null : Network.parse(text);
                peer = other == null ? null : other.address();
                peerPrefix = other == null ? 0 : other.prefix();
            }
            case "brd", "broadcast" -> broadcast = broadcast(i + 1, network);
            case "preferred_lft" -> deprecated = "0".equals(words.required(i + 1));
            case "no_track" -> {
                tracked = false;
                return 0;
            }
            case "-nodad" -> {
                detectsDuplicates = true;
                return 0;
            }
            default -> {
                return special(i, name, network);
            }
        }
        return 1;
    }

    /** What only those have that move, or only those that do not. */
    private int special(int i, String name, Network network) {
        if (moves && name.equals("use_vmac")) {
            wantsVmac = true;
            return 0;
        }
        if (!moves && name.equals("track_group")) {
            trackGroup = words.required(i + 1);
            return 1;
        }
        words.fault("Unknown option '" + name + "' of address " + network.address());
        return 0;
    }

    private @Nullable IpAddress broadcast(int i, Network network) {
        String text = words.required(i);
        long hostBits = network.prefix() >= 32 ? 0 : 0xffff_ffffL >>> network.prefix();
        if ("+".equals(text)) {
            return new IpAddress(4, 0, network.address().low() | hostBits);
        }
        if ("-".equals(text)) {
            return new IpAddress(4, 0, network.address().low() & ~hostBits);
        }
        return text == null ? null : words.address(i);
    }
}
