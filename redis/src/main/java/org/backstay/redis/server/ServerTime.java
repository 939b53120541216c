package org.backstay.redis.server;

import org.backstay.node.Clock;

/**
 * The server's time, read once a batch of commands: commands of one batch see one time, and reading the clock stays off the hot
 * path. Owned by the server's loop.
 */
public final class ServerTime {
    private final Clock clock;
    private long micros;
    private long millis;
    private boolean microsRead;
    private boolean held;

    /** Follows a clock. */
    public ServerTime(Clock clock) {
        this.clock = clock;
        refresh();
    }

    /** Reads the clock, unless a transaction holds the time still. */
    public void refresh() {
        if (!held) {
            millis = clock.millis();
            microsRead = false;
        }
    }

    /** Keeps the time still (in EXEC, so that no key expires in the middle) or lets it go on. */
    public void hold(boolean yes) {
        readMicros();
        held = yes;
    }

    /** Whether the time stands still. */
    public boolean isHeld() {
        return held;
    }

    /** Milliseconds since the epoch, as of the last refresh. */
    public long millis() {
        return millis;
    }

    /** Seconds since the epoch, as of the last refresh. */
    public long seconds() {
        return millis / 1_000;
    }

    /** Microseconds since the epoch, as of the first time that they were asked for after the last refresh: hardly anybody does. */
    public long micros() {
        readMicros();
        return micros;
    }

    private void readMicros() {
        if (!microsRead) {
            micros = clock.micros();
            microsRead = true;
        }
    }

    /** Monotonic nanoseconds, read anew. */
    public long nanoTime() {
        return clock.nanoTime();
    }
}
