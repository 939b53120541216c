package org.backstay.vrrp.config;

import java.util.Map;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.RuleSpec;
import org.backstay.vrrp.config.Numbers.Network;
import org.jspecify.annotations.Nullable;

/** One line of {@code virtual_rules} or {@code static_rules}: as {@code ip rule add} takes it. */
final class RuleLine {
    private static final int TO_TABLE = 1;
    private static final Map<String, Integer> ACTIONS = Map.of("blackhole", 6, "unreachable", 7, "prohibit", 8);

    /** Options without effect that a value follows. */
    private static final Set<String> VALUED = Set.of(
            "tos",
            "dsfield",
            "realms",
            "goto",
            "uidrange",
            "ip_proto",
            "ipproto",
            "sport",
            "dport",
            "protocol",
            "tunnel-id",
            "suppress_prefixlength",
            "suppress_prefixlen",
            "suppress_ifgroup");

    private final Words words;
    private @Nullable Network from;
    private @Nullable Network to;
    private @Nullable String incoming;
    private @Nullable String outgoing;
    private int mark;
    private int mask = -1;
    private int preference;
    private int action = TO_TABLE;
    private int table;
    private int family;

    private boolean tracked = true;
    private @Nullable String trackGroup;

    private RuleLine(Words words) {
        this.words = words;
    }

    /** Reads one; reported and null when it makes no sense. */
    static @Nullable VirtualRule read(Words words) {
        return new RuleLine(words).read();
    }

    /** Reads one that is there while the program runs. */
    static @Nullable VirtualRule read(Words words, TrackGroups groups) {
        RuleLine line = new RuleLine(words);
        VirtualRule rule = line.read();
        if (rule != null && line.trackGroup != null && line.incoming == null) {
            words.fault("a rule needs an interface for a track_group");
        } else if (rule != null && line.trackGroup != null) {
            groups.name(words, line.trackGroup, rule);
        }
        return rule;
    }

    private @Nullable VirtualRule read() {
        for (int i = 0; i <= words.count(); i++) {
            i += option(words.statement().words().get(i), i);
        }
        if (action == TO_TABLE && table == 0) {
            words.fault("a rule needs a table or an action");
            return null;
        }
        Network source = from;
        Network destination = to;
        if (source != null && destination != null && version(source) != version(destination)) {
            words.fault("a rule's addresses must be of one family");
            return null;
        }
        int known = source != null ? version(source) : destination != null ? version(destination) : family;
        RuleSpec spec = new RuleSpec(
                known == 6 ? 6 : 4,
                address(source),
                source == null ? 0 : source.prefix(),
                address(destination),
                destination == null ? 0 : destination.prefix(),
                incoming,
                outgoing,
                mark,
                mask,
                preference,
                action,
                table);
        return new VirtualRule(spec, tracked);
    }

    private static int version(Network network) {
        return network.address().version();
    }

    private static @Nullable IpAddress address(@Nullable Network network) {
        return network == null ? null : network.address();
    }

    /** Reads the option at a word; returns how many words more it takes. */
    private int option(String name, int i) {
        Integer other = ACTIONS.get(name);
        if (other != null) {
            action = other;
            return 0;
        }
        switch (name) {
            case "from" -> from = network(i + 1);
            case "to", "dst" -> to = network(i + 1);
            case "table", "lookup" -> table = Numbers.table(words, i + 1);
            case "iif", "dev" -> incoming = words.required(i + 1);
            case "oif" -> outgoing = words.required(i + 1);
            case "fwmark" -> mark(words.required(i + 1));
            case "priority", "preference", "pref", "order" ->
                preference = words.integer(i + 1, 0, Integer.MAX_VALUE, 0);
            case "inet", "inet6" -> {
                family = name.equals("inet") ? 4 : 6;
                return 0;
            }
            case "no_track" -> {
                tracked = false;
                return 0;
            }
            case "track_group" -> trackGroup = words.required(i + 1);
            default -> {
                words.diagnostics().remark(words.statement(), "rule option '" + name + "' has no effect here");
                return VALUED.contains(name) ? 1 : 0;
            }
        }
        return 1;
    }

    private @Nullable Network network(int i) {
        String text = words.required(i);
        if (text == null || text.equals("all") || text.equals("any") || text.equals("default")) {
            return null;
        }
        Network network = Network.parse(text);
        if (network == null) {
            words.fault("invalid IP address '" + text + "'");
        }
        return network;
    }

    private void mark(@Nullable String text) {
        if (text == null) {
            return;
        }
        String[] parts = text.split("/", 2);
        try {
            mark = (int) Long.decode(parts[0]).longValue();
            mask = parts.length == 1 ? -1 : (int) Long.decode(parts[1]).longValue();
        } catch (NumberFormatException notANumber) {
            words.fault("invalid number '" + text + "'");
        }
    }
}
