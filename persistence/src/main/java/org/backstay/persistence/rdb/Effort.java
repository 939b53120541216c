package org.backstay.persistence.rdb;

/**
 * How much may be written before the loop must do something else, in bytes of elements plus a toll for each. Counted rather than timed, so
 * that the same work always pauses in the same places. Owned by the loop.
 */
public final class Effort {
    /** What an element costs beside its bytes: it has to be found in memory. */
    private static final int TOLL = 32;

    private long left;

    /** An effort without end, for what must be written at once. */
    public static Effort unlimited() {
        Effort effort = new Effort();
        effort.refill(Long.MAX_VALUE);
        return effort;
    }

    /** Sets what may be spent from now on. */
    public void refill(long bytes) {
        left = bytes;
    }

    /** Whether nothing is left. */
    public boolean isSpent() {
        return left <= 0;
    }

    /** Pays for an element; false when nothing is left then. */
    boolean spend(long bytes) {
        left -= bytes + TOLL;
        return left > 0;
    }
}
