package org.backstay.vrrp.report;

import org.backstay.vrrp.config.VirtualRoute;

/** A route as the original's reports show it. */
final class RouteText {
    private static final int MADE_BY = 18;

    private RouteText() {}

    /** As {@code prepend 10.0.1.0/24 via inet 10.0.0.3 dev eth0 proto 18}. */
    static String of(VirtualRoute route) {
        StringBuilder text = new StringBuilder("prepend ").append(route);
        if (route.gateway() != null) {
            text.append(route.gateway().version() == 4 ? " via inet " : " via inet6 ")
                    .append(route.gateway());
        }
        if (route.interfaceName() != null) {
            text.append(" dev ").append(route.interfaceName());
        }
        return text.append(" proto ").append(MADE_BY).toString();
    }
}
