package org.backstay.node;

import java.util.concurrent.TimeUnit;

/**
 * How long each slice of a long piece of work may hold the loop: a snapshot, the freeing of what was deleted. A loop with little else to do
 * gives it most of its time; one that is busy with commands gives it about a seventh, so that it costs clients little speed and takes longer
 * instead. All times are the node's clock's. Owned by the loop.
 */
public final class SlicePace {
    /** What one slice may take; the aim is that no client waits a millisecond for it. */
    public static final long LONGEST_SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** However busy the loop is, the work goes on. */
    static final long SHORTEST_SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** The loop looks at its connections between two slices. */
    public static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** A slice that comes later than this is late because of work, not because of the timer. */
    private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** A slice gets its part of the time that the loop took for other work since the last one: one in so many. */
    private static final int PART = 6;

    private boolean paused;
    private long dueNanos;

    /** A slice has ended; the next one is due after {@link #PAUSE_NANOS}. */
    public void pause(long now) {
        paused = true;
        dueNanos = now + PAUSE_NANOS;
    }

    /** How many nanoseconds the slice that begins now may take. */
    public long slice(long now) {
        long late = paused ? now - dueNanos : 0;
        paused = false;
        return late < BUSY_NANOS
                ? LONGEST_SLICE_NANOS
                : Math.clamp(late / PART, SHORTEST_SLICE_NANOS, LONGEST_SLICE_NANOS);
    }
}
