package org.backstay.redis.differential;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What clocks have a share in. */
final class Clocked {
    /** As far apart as two servers' seconds may be. */
    static final long SECONDS = 10;

    /** As far apart as two servers' milliseconds may be. */
    static final long MILLIS = 10_000;

    private static final Pattern TIME = Pattern.compile("\\d{13,19}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final int PENDING_WORDS = 4;
    private static final int PENDING_IDLE = 2;

    /** Fields whose values depend on a clock, on the connection, or on how nodes are kept. */
    private static final Set<String> FIELDS =
            Set.of("idle", "seen-time", "radix-tree-nodes", "radix-tree-keys", "age-seconds", "client-info");

    private Clocked() {}

    /** Whether both are numbers of which neither is 0 and that are near each other. */
    static boolean near(String one, String other, long tolerance) {
        return NUMBER.matcher(one).matches()
                && NUMBER.matcher(other).matches()
                && Math.abs(Long.parseUnsignedLong(one) - Long.parseUnsignedLong(other)) <= tolerance;
    }

    /** Whether lines are the same but for times of about now. */
    static boolean sameLine(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        String[] ones = one.split(" ", -1);
        String[] others = other.split(" ", -1);
        if (ones.length != others.length) {
            return false;
        }
        for (int i = 0; i < ones.length; i++) {
            boolean times = TIME.matcher(ones[i]).matches() && near(ones[i], others[i], MILLIS);
            if (!times && !ones[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }

    /** An answer about consumers without what depends on the clock. */
    static String withoutIdle(Reply reply) {
        if (!reply.isAggregate()) {
            return TIME.matcher(reply.text()).matches() ? "time" : reply.toString();
        }
        List<Reply> elements = reply.elements();
        boolean pending = elements.size() == PENDING_WORDS
                && elements.get(PENDING_IDLE).sign() == ':'
                && elements.getFirst().text().contains("-");
        StringBuilder view =
                new StringBuilder().append(reply.sign()).append(reply.text()).append('[');
        for (int i = 0; i < elements.size(); i++) {
            boolean idle = i > 0 && FIELDS.contains(elements.get(i - 1).text());
            view.append(idle || (pending && i == PENDING_IDLE) ? "idle" : withoutIdle(elements.get(i)))
                    .append(", ");
        }
        return view.append(']').toString();
    }
}
