package org.backstay.keyspace.memory;

/**
 * Which spans of the range are free, a bit each; owned by its {@link Slabs}.
 *
 * <p>Taking is first fit by address: the lowest hole that is long enough. That keeps what is in use together at the
 * low end, and a search reads one bit a span, so even a full range of 32 GiB is searched in microseconds.
 */
final class SpanMap {
    private final long[] free;
    private final int spans;
    /** No word below this one has a free bit. */
    private int lowest;

    /** Spans 1 to {@code spans - 1} are free; span 0 is never given, so that no block has handle 0. */
    SpanMap(int spans) {
        this.spans = spans;
        this.free = new long[(spans + 63) / 64];
        release(1, spans - 1);
    }

    /** Takes {@code count} neighbours; the first one's index, or 0 if there is no such hole. */
    int take(int count) {
        int from = nextFree(lowest << 6);
        lowest = Math.min(from, spans) >>> 6;
        while (from < spans) {
            int end = nextTaken(from, from + count);
            if (end - from >= count) {
                set(from, count, false);
                return from;
            }
            from = nextFree(end);
        }
        return 0;
    }

    /** Takes exactly these spans if all of them are free. */
    boolean takeAt(int first, int count) {
        if (first + count > spans || nextFree(first) != first || nextTaken(first, first + count) < first + count) {
            return false;
        }
        set(first, count, false);
        return true;
    }

    void release(int first, int count) {
        set(first, count, true);
        lowest = Math.min(lowest, first >>> 6);
    }

    private int nextFree(int from) {
        int word = from >>> 6;
        if (word >= free.length) {
            return spans;
        }
        long bits = free[word] & -1L << from;
        while (bits == 0) {
            if (++word == free.length) {
                return spans;
            }
            bits = free[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The first span at or after {@code from} that is in use, at most {@code limit} or the end of the range. */
    private int nextTaken(int from, int limit) {
        int at = from;
        int end = Math.min(limit, spans);
        while (at < end) {
            long taken = ~free[at >>> 6] & -1L << at;
            if (taken != 0) {
                return Math.min(end, (at & -64) + Long.numberOfTrailingZeros(taken));
            }
            at = (at & -64) + 64;
        }
        return end;
    }

    private void set(int first, int count, boolean value) {
        for (int at = first, end = first + count; at < end; ) {
            int next = Math.min(end, (at & -64) + 64);
            long mask = -1L << at & -1L >>> (64 - (next - (at & -64)));
            if (value) {
                free[at >>> 6] |= mask;
            } else {
                free[at >>> 6] &= ~mask;
            }
            at = next;
        }
    }
}
