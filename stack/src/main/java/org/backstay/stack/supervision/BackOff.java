package org.backstay.stack.supervision;

/**
 * How long a crashed node waits before it is started again: doubled with each crash in a row, up to a limit.
 *
 * @param firstMillis the wait after the first crash
 */
public record BackOff(long firstMillis) {
    /** The longest wait after a crash, unless the first is longer. */
    static final long LONGEST_MILLIS = 30_000;

    private static final int MOST_DOUBLINGS = Long.SIZE - Long.numberOfLeadingZeros(LONGEST_MILLIS);

    /**
     * Waits longer than the sentinels need to notice a crash: a master that came back sooner would serve what its log had kept, which may be a
     * second less than its replica has.
     *
     * @param downAfterMillis how long a master must be silent before a sentinel takes it for down
     */
    public static BackOff beyond(long downAfterMillis) {
        return new BackOff(2 * downAfterMillis);
    }

    /** The wait after a crash that so many came before, without a long run between them. */
    long millis(int crashesInARow) {
        return Math.min(firstMillis << Math.min(crashesInARow, MOST_DOUBLINGS), Math.max(firstMillis, LONGEST_MILLIS));
    }
}
