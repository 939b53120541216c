package org.backstay.vrrp.report;

import java.util.List;
import org.backstay.vrrp.instance.Counters;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.packet.Refusal;

/** {@code keepalived.stats}: what each instance has counted. */
public final class StatsReport {
    private StatsReport() {}

    /** The text of the file. */
    public static String text(List<Instance> instances) {
        StringBuilder text = new StringBuilder();
        for (Instance each : instances) {
            Counters counters = each.counters();
            text.append("VRRP Instance: ").append(each.config().name()).append('\n');
            text.append("  Advertisements:\n");
            line(text, 4, "Received", counters.received);
            line(text, 4, "Sent", counters.sent);
            line(text, 2, "Became master", counters.becameMaster);
            line(text, 2, "Released master", counters.releasedMaster);
            text.append("  Packet Errors:\n");
            line(text, 4, "Length", counters.refusedFor(Refusal.LENGTH));
            line(text, 4, "TTL", counters.refusedFor(Refusal.HOP_LIMIT));
            line(text, 4, "Invalid Type", counters.refusedFor(Refusal.TYPE));
            line(text, 4, "Advertisement Interval", counters.refusedFor(Refusal.INTERVAL));
            line(text, 4, "Address List", addressErrors(counters));
            text.append("  Authentication Errors:\n");
            line(text, 4, "Invalid Type", counters.refusedFor(Refusal.AUTHENTICATION_UNKNOWN));
            line(text, 4, "Type Mismatch", counters.refusedFor(Refusal.AUTHENTICATION_OTHER));
            line(text, 4, "Failure", authenticationFailures(counters));
            text.append("  Priority Zero:\n");
            line(text, 4, "Received", counters.priorityZeroReceived);
            line(text, 4, "Sent", counters.priorityZeroSent);
        }
        return text.toString();
    }

    /** The original counts unicast for multicast here too. */
    static long addressErrors(Counters counters) {
        return counters.refusedFor(Refusal.ADDRESSES) + counters.refusedFor(Refusal.CAST);
    }

    static long authenticationFailures(Counters counters) {
        return counters.refusedFor(Refusal.PASSWORD)
                + counters.refusedFor(Refusal.AUTHENTICATION_VALUE)
                + counters.refusedFor(Refusal.AUTHENTICATION_INDEX)
                + counters.refusedFor(Refusal.AUTHENTICATION_REPLAYED);
    }

    private static void line(StringBuilder text, int indent, String name, long value) {
        text.append(" ".repeat(indent)).append(name).append(": ").append(value).append('\n');
    }
}
