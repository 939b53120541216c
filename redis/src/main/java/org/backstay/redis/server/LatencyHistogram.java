package org.backstay.redis.server;

/**
 * How often a command took how long: a count for each doubling of a microsecond, with the limits that the original's histogram shows
 * (1, 2, 4, 8, 16, 33, 66 ... microseconds). Recording allocates nothing after the first time. Owned by the server's loop.
 */
public final class LatencyHistogram {
    /** Shown one after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** So many calls took at most so long. */
        void accept(long micros, long calls);
    }

    /** Nanoseconds below which the first count is for: a microsecond of 1,024 and what the original rounds up. */
    private static final long FIRST_LIMIT = 1_032;

    private static final int COUNTS = 32;
    private static final int NANOS_IN_MICRO = 1_000;

    private long[] counts = {};
    private long calls;

    void record(long nanos) {
        if (counts.length == 0) {
            counts = new long[COUNTS];
        }
        int doublings = Long.SIZE - Long.numberOfLeadingZeros(Math.max(nanos, 0) / FIRST_LIMIT);
        counts[Math.min(doublings, COUNTS - 1)]++;
        calls++;
    }

    /** How many calls were recorded. */
    public long calls() {
        return calls;
    }

    /** Shows, for each limit below which there are more calls than below the one before it, how many there are in all; returns how many limits. */
    public int forEach(Visitor visitor) {
        long total = 0;
        int shown = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                total += counts[i];
                visitor.accept(((FIRST_LIMIT << i) - 1) / NANOS_IN_MICRO, total);
                shown++;
            }
        }
        return shown;
    }

    void reset() {
        counts = new long[0];
        calls = 0;
    }
}
