package org.backstay.vrrp.report;

import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.RouteSpec;
import org.backstay.vrrp.config.VirtualRoute;

/** A route as the original's reports show it. */
final class RouteText {
    static final int MADE_BY = 18;
    static final Map<Integer, String> TYPES = Map.of(6, "blackhole", 7, "unreachable", 8, "prohibit");

    private RouteText() {}

    /** As {@code prepend 10.0.1.0/24 via inet 10.0.0.3 dev eth0 proto 18}. */
    static String of(VirtualRoute route) {
        boolean leadsSomewhere = route.type() == RouteSpec.UNICAST;
        StringBuilder text = new StringBuilder(leadsSomewhere ? "prepend " : "add ");
        if (!leadsSomewhere) {
            text.append(TYPES.getOrDefault(route.type(), String.valueOf(route.type())))
                    .append(' ');
        }
        text.append(route.prefix() == 0 ? "default" : network(route.destination(), route.prefix()));
        if (route.source() != null) {
            text.append(" src ").append(route.source());
        }
        if (route.gateway() != null) {
            text.append(route.gateway().version() == 4 ? " via inet " : " via inet6 ")
                    .append(route.gateway());
        }
        if (route.interfaceName() != null) {
            text.append(" dev ").append(route.interfaceName());
        }
        if (route.table() != RouteSpec.MAIN_TABLE) {
            text.append(" table ").append(route.table());
        }
        text.append(" proto ").append(MADE_BY);
        return text.append(route.metric() == 0 ? "" : " metric " + route.metric())
                .append(leadsSomewhere && route.tracked() ? "" : " no_track")
                .toString();
    }

    /** A network that is one address stands without its length. */
    static String network(IpAddress address, int prefix) {
        return prefix == address.length() * Byte.SIZE ? address.toString() : address + "/" + prefix;
    }
}
