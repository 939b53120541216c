package org.backstay.sentinel.link;

import org.backstay.node.Clock;

/**
 * The milliseconds by which a sentinel measures silence, delays and timeouts. They only go forward: setting the machine's clock
 * makes nobody look dead.
 *
 * @param clock the node's
 */
public record Time(Clock clock) {
    /** A moment before all others: what never happened, happened then. Differences to it do not overflow. */
    public static final long NEVER = Long.MIN_VALUE / 4;

    private static final long NANOS = 1_000_000;

    /** Now. */
    public long now() {
        return clock.nanoTime() / NANOS;
    }

    /** Milliseconds since the moment. */
    public long since(long moment) {
        return now() - moment;
    }

    /** Milliseconds since the moment, 0 when it was {@link #NEVER}; as replies show ages. */
    public long age(long moment) {
        return moment == NEVER ? 0 : since(moment);
    }
}
