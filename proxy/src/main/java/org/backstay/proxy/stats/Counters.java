package org.backstay.proxy.stats;

/**
 * One number for each constant of an enum. Written by the loop that owns it, without a thought for others; who wants it elsewhere
 * takes a {@link #copy()} on that loop.
 *
 * @param <M> what is counted
 */
@SuppressWarnings("EnumOrdinal") // an array is the whole point: counting is one addition
public final class Counters<M extends Enum<M>> {
    private final long[] values;

    /** All zero. */
    public Counters(Class<M> metrics) {
        this(new long[metrics.getEnumConstants().length]);
    }

    private Counters(long[] values) {
        this.values = values;
    }

    /** Counts one. */
    public void increment(M metric) {
        values[metric.ordinal()]++;
    }

    /** Adds, or takes away. */
    public void add(M metric, long amount) {
        values[metric.ordinal()] += amount;
    }

    /** Replaces a moment. */
    public void set(M metric, long value) {
        values[metric.ordinal()] = value;
    }

    /** The number now. */
    public long get(M metric) {
        return values[metric.ordinal()];
    }

    /** The numbers of this moment, for another thread. */
    public Counters<M> copy() {
        return new Counters<>(values.clone());
    }

    /** Adds another loop's numbers. */
    void add(Counters<M> other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += other.values[i];
        }
    }
}
