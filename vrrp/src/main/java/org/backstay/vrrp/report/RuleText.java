package org.backstay.vrrp.report;

import org.backstay.node.linux.RuleSpec;
import org.backstay.vrrp.config.VirtualRule;

/** A rule as the original's reports show it. */
final class RuleText {
    private static final int TO_TABLE = 1;
    private static final int WHOLE = -1;

    private RuleText() {}

    /** As {@code from 10.9.0.0/24 priority 1234 tos 0x0 protocol 18 lookup 77}. */
    static String of(VirtualRule rule) {
        RuleSpec spec = rule.spec();
        StringBuilder text = new StringBuilder();
        if (spec.from() == null && spec.to() == null && spec.family() == 6) {
            text.append("inet6 ");
        }
        text.append("from ").append(spec.from() == null ? "all" : RouteText.network(spec.from(), spec.fromPrefix()));
        if (spec.to() != null) {
            text.append(" to ").append(RouteText.network(spec.to(), spec.toPrefix()));
        }
        if (spec.preference() != 0) {
            text.append(" priority ").append(spec.preference());
        }
        text.append(" tos 0x0");
        if (spec.mark() != 0) {
            text.append(" fwmark 0x").append(Integer.toHexString(spec.mark()));
            text.append(spec.mask() == WHOLE ? "" : "/0x" + Integer.toHexString(spec.mask()));
        }
        if (spec.incoming() != null) {
            text.append(" iif ").append(spec.incoming());
        }
        if (spec.outgoing() != null) {
            text.append(" oif ").append(spec.outgoing());
        }
        text.append(" protocol ").append(RouteText.MADE_BY);
        return text.append(
                        spec.action() == TO_TABLE
                                ? " lookup " + spec.table()
                                : " type " + RouteText.TYPES.getOrDefault(spec.action(), "" + spec.action()))
                .toString();
    }
}
