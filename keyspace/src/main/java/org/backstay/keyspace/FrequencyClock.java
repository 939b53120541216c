package org.backstay.keyspace;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The access clock of LFU policies and of OBJECT FREQ: 16 bits of minutes, when the counter was last touched, and 8 bits of a
 * counter that grows with the logarithm of the accesses and falls with the minutes without one. For the keyspace's loop.
 */
public final class FrequencyClock implements AccessClock {
    /** A new key's counter: high enough that it is not the next to be evicted. */
    private static final int NEW_KEY = 5;

    private static final int MOST = 255;
    private static final int MINUTES_MASK = 0xFFFF;
    private static final int COUNTER_BITS = 8;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final LongSupplier millis;
    private final RandomGenerator random;
    private int logFactor = 10;
    private int decayMinutes = 1;

    /** From a clock of Unix time in milliseconds. */
    public FrequencyClock(LongSupplier millis, RandomGenerator random) {
        this.millis = millis;
        this.random = random;
    }

    /** {@code lfu-log-factor}: the higher, the more accesses saturate a counter. */
    public void logFactor(int factor) {
        logFactor = factor;
    }

    /** {@code lfu-decay-time}: a counter falls by one in so many minutes; 0 never. */
    public void decayMinutes(int minutes) {
        decayMinutes = minutes;
    }

    @Override
    public int created() {
        return of(NEW_KEY);
    }

    /** The clock of a key that has this counter now; 0 to 255. */
    public int of(int counter) {
        return minutes() << COUNTER_BITS | counter;
    }

    @Override
    public int accessed(int previous) {
        int counter = frequency(previous);
        double base = Math.max(counter - NEW_KEY, 0);
        boolean counts = counter < MOST && random.nextDouble() < 1.0 / (base * logFactor + 1);
        return of(counts ? counter + 1 : counter);
    }

    /** The counter that an entry with this clock has by now; 0 to 255. */
    public int frequency(int accessed) {
        int counter = accessed & MOST;
        if (decayMinutes == 0) {
            return counter;
        }
        int elapsed = (minutes() - (accessed >>> COUNTER_BITS)) & MINUTES_MASK;
        return Math.max(counter - elapsed / decayMinutes, 0);
    }

    private int minutes() {
        return (int) (millis.getAsLong() / MILLIS_PER_MINUTE) & MINUTES_MASK;
    }
}
