package org.backstay.redis.server;

/**
 * How often a command took how long: 64 counts for each doubling of a microsecond, so that a percentile is known to less than two
 * percent. The doublings have the limits that the original's histogram shows (1, 2, 4, 8, 16, 33, 66 ... microseconds). Recording allocates
 * nothing after the first time. Owned by the server's loop.
 */
public final class LatencyHistogram {
    /** Shown one after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** So many calls took at most so long. */
        void accept(long micros, long calls);
    }

    /** Nanoseconds below which the first doubling lies: a microsecond of 1,024 and what the original rounds up. */
    private static final long FIRST_LIMIT = 1_032;

    private static final int DOUBLINGS = 32;
    private static final int STEPS = 64;
    private static final int NANOS_IN_MICRO = 1_000;
    private static final double HUNDRED = 100;

    private long[] counts = {};
    private long calls;

    void record(long nanos) {
        if (counts.length == 0) {
            counts = new long[DOUBLINGS * STEPS];
        }
        counts[Math.min(index(Math.max(nanos, 0)), counts.length - 1)]++;
        calls++;
    }

    private static int index(long nanos) {
        int doubling = Long.SIZE - Long.numberOfLeadingZeros(nanos / FIRST_LIMIT);
        long begin = begin(doubling);
        long length = limit(doubling) - begin;
        return doubling * STEPS + (int) ((nanos - begin) * STEPS / length);
    }

    private static long begin(int doubling) {
        return doubling == 0 ? 0 : limit(doubling - 1);
    }

    private static long limit(int doubling) {
        return FIRST_LIMIT << doubling;
    }

    /** How many calls were recorded. */
    public long calls() {
        return calls;
    }

    /**
     * The time within which so many of a hundred calls ended. Microseconds, to less than two percent; 0 before the first call.
     *
     * @param percentile 0 to 100
     */
    public double micros(double percentile) {
        long wanted = Math.max(1, (long) (percentile / HUNDRED * calls + 0.5));
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            if (total >= wanted) {
                return (double) end(i) / NANOS_IN_MICRO;
            }
        }
        return 0;
    }

    /** The longest time, in nanoseconds, that is counted there. */
    private static long end(int index) {
        int doubling = index / STEPS;
        long length = limit(doubling) - begin(doubling);
        return begin(doubling) + (index % STEPS + 1) * length / STEPS - 1;
    }

    /** Shows, for each doubling in which there are calls, how many there are up to its limit; returns how many limits. */
    public int forEach(Visitor visitor) {
        long total = 0;
        int shown = 0;
        for (int doubling = 0; doubling * STEPS < counts.length; doubling++) {
            long before = total;
            for (int i = 0; i < STEPS; i++) {
                total += counts[doubling * STEPS + i];
            }
            if (total > before) {
                visitor.accept((limit(doubling) - 1) / NANOS_IN_MICRO, total);
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
