package org.backstay.vrrp.check;

/**
 * How an attempt ended.
 *
 * @param kind how
 * @param why it failed, in the original's words; empty for a good one
 * @param weight that the server says it has; {@link #UNSAID} when it says nothing
 */
record Outcome(Kind kind, String why, int weight) {
    static final int UNSAID = -1;

    /** All is well. */
    static final Outcome PASSED = new Outcome(Kind.PASSED, "", UNSAID);
    /** What was looked at is well, and there is more to look at. */
    static final Outcome PARTLY = new Outcome(Kind.PARTLY, "", UNSAID);

    enum Kind {
        PASSED,
        PARTLY,
        FAILED
    }

    static Outcome failed(String why) {
        return new Outcome(Kind.FAILED, why, UNSAID);
    }

    /** All is well, and the server names its weight. */
    static Outcome weighing(int weight) {
        return new Outcome(Kind.PASSED, "", weight);
    }
}
