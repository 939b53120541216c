package org.backstay.redis.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first thing in which the accounts of two servers differ.
 *
 * @param kind what was looked at: reply, state, notification, monitor, stream, count
 * @param subject the command, or what else it is about
 */
record Difference(String kind, String subject, String stock, String ours) {
    private static final String NOTHING = "(nothing)";

    /** The first difference between two accounts; null when there is none. */
    static @Nullable Difference between(Account stock, Account ours) {
        Difference found = replies(stock.replies(), ours.replies());
        if (found == null) {
            found = state(stock.state(), ours.state());
        }
        if (found == null) {
            found = lines("notification", stock.notified(), ours.notified());
        }
        if (found == null) {
            found = lines("stream", stock.propagated(), ours.propagated());
        }
        if (found == null) {
            found = lines("monitor", stock.monitored(), ours.monitored());
        }
        return found == null ? lines("count", stock.counted(), ours.counted()) : found;
    }

    /** The same commands were sent to both; those of a transaction are answered by EXEC. */
    private static @Nullable Difference replies(List<Observed> stock, List<Observed> ours) {
        Map<Integer, List<Step>> transactions = new HashMap<>();
        for (int i = 0; i < stock.size(); i++) {
            Step step = stock.get(i).step();
            Reply theirs = stock.get(i).reply();
            if (i >= ours.size() || !ours.get(i).step().equals(step)) {
                return new Difference("reply", step.toString(), theirs.toString(), NOTHING);
            }
            Reply mine = ours.get(i).reply();
            List<Step> queued = transactions.computeIfAbsent(step.client(), client -> new ArrayList<>());
            boolean executed = step.name().equals("exec") && theirs.sign() == '*';
            if (executed
                    ? !sameResults(queued, theirs, mine)
                    : !Freedom.of(step).allows(theirs, mine)) {
                return new Difference("reply", step.toString(), theirs.toString(), mine.toString());
            }
            if (theirs.text().equals("QUEUED")) {
                queued.add(step);
            } else if (!theirs.isError() || step.name().equals("exec")) {
                queued.clear();
            }
        }
        return null;
    }

    private static boolean sameResults(List<Step> queued, Reply stock, Reply ours) {
        if (ours.elements().size() != stock.elements().size()
                || queued.size() != stock.elements().size()) {
            return stock.equals(ours);
        }
        for (int i = 0; i < queued.size(); i++) {
            if (!Freedom.of(queued.get(i))
                    .allows(stock.elements().get(i), ours.elements().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Difference state(List<Observed> stock, List<Observed> ours) {
        for (int i = 0; i < stock.size(); i++) {
            Step step = stock.get(i).step();
            if (i >= ours.size() || !ours.get(i).step().equals(step)) {
                return new Difference(
                        "state", step.toString(), stock.get(i).reply().toString(), NOTHING);
            }
            Reply theirs = stock.get(i).reply();
            Reply mine = ours.get(i).reply();
            if (!Freedom.of(step).allows(theirs, mine)) {
                return new Difference("state", step.toString(), theirs.toString(), mine.toString());
            }
        }
        return null;
    }

    private static @Nullable Difference lines(String kind, List<String> stock, List<String> ours) {
        for (int i = 0; i < Math.max(stock.size(), ours.size()); i++) {
            String theirs = i < stock.size() ? stock.get(i) : NOTHING;
            String mine = i < ours.size() ? ours.get(i) : NOTHING;
            if (!Clocked.sameLine(theirs, mine)) {
                return new Difference(kind, "line " + i, theirs, mine);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return kind + ": " + subject + "\n  stock: " + shown(stock) + "\n  ours:  " + shown(ours);
    }

    private static String shown(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "..." : text;
    }
}
