package org.backstay.vrrp.check;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param kind how
 * @param why it failed, in the original's words; empty for a good one
 * @param weight what it says of the server's weight; null when it says nothing
 */
record Outcome(Kind kind, String why, @Nullable Weighing weight) {
    /** All is well. */
    static final Outcome PASSED = new Outcome(Kind.PASSED, "", null);
    /** What was looked at is well, and there is more to look at. */
    static final Outcome PARTLY = new Outcome(Kind.PARTLY, "", null);

    enum Kind {
        PASSED,
        PARTLY,
        FAILED
    }

    static Outcome failed(String why) {
        return new Outcome(Kind.FAILED, why, null);
    }

    /** All is well, and something is said of the weight. */
    static Outcome weighing(Weighing weight) {
        return new Outcome(Kind.PASSED, "", weight);
    }
}
