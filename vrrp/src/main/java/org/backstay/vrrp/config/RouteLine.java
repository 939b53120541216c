package org.backstay.vrrp.config;

import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.RouteSpec;
import org.backstay.vrrp.config.Numbers.Network;
import org.jspecify.annotations.Nullable;

/** One line of {@code virtual_routes} or {@code static_routes}: as {@code ip route add} takes it, without several next hops. */
final class RouteLine {
    private static final int LINK_SCOPE = 253;
    private static final Map<String, Integer> TYPES =
            Map.of("unicast", RouteSpec.UNICAST, "blackhole", 6, "unreachable", 7, "prohibit", 8);

    private final Words words;
    private @Nullable Network destination;
    private @Nullable IpAddress gateway;
    private @Nullable IpAddress source;
    private @Nullable String interfaceName;
    private int table = RouteSpec.MAIN_TABLE;
    private int scope = -1;
    private int metric;
    private int type = RouteSpec.UNICAST;

    private RouteLine(Words words) {
        this.words = words;
    }

    /** Reads one; reported and null when it makes no sense. */
    static @Nullable VirtualRoute read(Words words) {
        return new RouteLine(words).read();
    }

    private @Nullable VirtualRoute read() {
        for (int i = 0; i <= words.count(); i++) {
            i += option(words.statement().words().get(i), i);
        }
        Network to = destination;
        if (to == null) {
            words.fault("a route needs a destination");
            return null;
        }
        int given = scope >= 0 ? scope : gateway == null && type == RouteSpec.UNICAST ? LINK_SCOPE : 0;
        boolean six = to.address().version() == 6;
        return new VirtualRoute(
                to.address(), to.prefix(), gateway, interfaceName, source, table, six ? 0 : given, metric, type);
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
            case "no_track", "inet", "inet6" -> {
                return 0;
            }
            case "track_group", "protocol", "proto" -> words.required(i + 1);
            default -> {
                Network network = network(name);
                if (network == null || destination != null) {
                    words.diagnostics().remark(words.statement(), "route option '" + name + "' has no effect here");
                } else {
                    destination = network;
                }
                return 0;
            }
        }
        return 1;
    }

    private static @Nullable Network network(String text) {
        return text.equals("default") ? new Network(new IpAddress(4, 0, 0), 0) : Network.parse(text);
    }
}
