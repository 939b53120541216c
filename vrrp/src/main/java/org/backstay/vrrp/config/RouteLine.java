package org.backstay.vrrp.config;

import java.util.Map;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.RouteSpec;
import org.backstay.vrrp.config.Numbers.Network;
import org.jspecify.annotations.Nullable;

/** One line of {@code virtual_routes} or {@code static_routes}: as {@code ip route add} takes it, without several next hops. */
final class RouteLine {
    private static final int LINK_SCOPE = 253;
    private static final Map<String, Integer> TYPES =
            Map.of("unicast", RouteSpec.UNICAST, "blackhole", 6, "unreachable", 7, "prohibit", 8);

    /** Options without effect that a value follows. */
    private static final Set<String> VALUED = Set.of(
            "tos",
            "dsfield",
            "mtu",
            "hoplimit",
            "advmss",
            "rtt",
            "rttvar",
            "reordering",
            "window",
            "cwnd",
            "ssthresh",
            "realms",
            "rto_min",
            "initcwnd",
            "initrwnd",
            "quickack",
            "congctl",
            "features",
            "pref",
            "expires",
            "vrf",
            "fastopen_no_cookie",
            "ttl-propagate");

    private final Words words;
    private @Nullable Network destination;
    private @Nullable IpAddress gateway;
    private @Nullable IpAddress source;
    private @Nullable String interfaceName;
    private int table = RouteSpec.MAIN_TABLE;
    private int scope = -1;
    private int metric;
    private int type = RouteSpec.UNICAST;

    private boolean tracked = true;
    private boolean several;
    private @Nullable String trackGroup;

    private RouteLine(Words words) {
        this.words = words;
    }

    /** Reads one; reported and null when it makes no sense. */
    static @Nullable VirtualRoute read(Words words) {
        return new RouteLine(words).read();
    }

    /** Reads one that is there while the program runs. */
    static @Nullable VirtualRoute read(Words words, TrackGroups groups) {
        RouteLine line = new RouteLine(words);
        VirtualRoute route = line.read();
        if (route != null && line.trackGroup != null && line.interfaceName == null) {
            words.fault("a route needs an interface for a track_group");
        } else if (route != null && line.trackGroup != null) {
            groups.name(words, line.trackGroup, route);
        }
        return route;
    }

    private @Nullable VirtualRoute read() {
        for (int i = 0; i <= words.count(); i++) {
            i += option(words.statement().words().get(i), i);
        }
        Network to = destination;
        if (to == null || several) {
            words.fault(several ? "a route with several next hops has no effect here" : "a route needs a destination");
            return null;
        }
        int given = scope >= 0 ? scope : gateway == null && type == RouteSpec.UNICAST ? LINK_SCOPE : 0;
        boolean six = to.address().version() == 6;
        return new VirtualRoute(
                to.address(),
                to.prefix(),
                gateway,
                interfaceName,
                source,
                table,
                six ? 0 : given,
                metric,
                type,
                tracked);
    }

    private int option(String name, int i) {
        Integer kind = TYPES.get(name);
        if (kind != null) {
            type = kind;
            return 0;
        }
        switch (name) {
            case "to" -> {
                String text = words.required(i + 1);
                destination = text == null ? null : network(text);
            }
            case "via", "gw" -> gateway = words.address(i + 1);
            case "src" -> source = words.address(i + 1);
            case "dev", "oif" -> interfaceName = words.required(i + 1);
            case "table" -> table = Numbers.table(words, i + 1);
            case "scope" -> scope = Numbers.scope(words, i + 1);
            case "metric", "priority", "preference" -> metric = words.integer(i + 1, 0, Integer.MAX_VALUE, 0);
            case "no_track" -> {
                tracked = false;
                return 0;
            }
            case "inet", "inet6" -> {
                return 0;
            }
            case "track_group" -> trackGroup = words.required(i + 1);
            case "protocol", "proto" -> words.required(i + 1);
            case "nexthop" -> {
                several = true;
                return words.count() - i;
            }
            default -> {
                Network network = network(name);
                if (network != null && destination == null) {
                    destination = network;
                    return 0;
                }
                words.diagnostics().remark(words.statement(), "route option '" + name + "' has no effect here");
                return VALUED.contains(name) ? 1 : 0;
            }
        }
        return 1;
    }

    private static @Nullable Network network(String text) {
        return text.equals("default") ? new Network(new IpAddress(4, 0, 0), 0) : Network.parse(text);
    }
}
