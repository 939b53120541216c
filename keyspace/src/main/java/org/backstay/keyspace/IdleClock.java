package org.backstay.keyspace;

import java.util.function.LongSupplier;

/** The access clock of LRU policies and of OBJECT IDLETIME: seconds, which come round after 194 days. For the keyspace's loop. */
public final class IdleClock implements AccessClock {
    private static final int MASK = 0xFF_FFFF;
    private final LongSupplier millis;

    /** From a clock of Unix time in milliseconds. */
    public IdleClock(LongSupplier millis) {
        this.millis = millis;
    }

    @Override
    public int created() {
        return (int) (millis.getAsLong() / 1000) & MASK;
    }

    /** The clock of a key that has not been used for so many seconds. */
    public int idleFor(long seconds) {
        return (int) (millis.getAsLong() / 1000 - seconds) & MASK;
    }

    @Override
    public int accessed(int previous) {
        return created();
    }

    /** Seconds since the access that left {@code accessed} in an entry. */
    public int idleSeconds(int accessed) {
        return (created() - accessed) & MASK;
    }
}
