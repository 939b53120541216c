package org.backstay.keyspace.types.stream;

import java.nio.charset.StandardCharsets;

/**
 * The ID of an entry: both halves are unsigned 64-bit numbers.
 *
 * @param ms milliseconds since the epoch, as a rule
 * @param seq tells entries of one millisecond apart
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {
    /** The least ID, which no entry has. */
    public static final StreamId MIN = new StreamId(0, 0);

    /** The greatest ID. */
    public static final StreamId MAX = new StreamId(-1, -1);

    static int compare(long ms, long seq, long otherMs, long otherSeq) {
        int byTime = Long.compareUnsigned(ms, otherMs);
        return byTime != 0 ? byTime : Long.compareUnsigned(seq, otherSeq);
    }

    @Override
    public int compareTo(StreamId other) {
        return compare(ms, seq, other.ms, other.seq);
    }

    /** Whether it is behind another one. */
    public boolean isAfter(StreamId other) {
        return compareTo(other) > 0;
    }

    /** The one behind it; behind {@link #MAX} comes {@link #MIN}. */
    public StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    /** The one before it; before {@link #MIN} comes {@link #MAX}. */
    public StreamId previous() {
        return seq == 0 ? new StreamId(ms - 1, -1) : new StreamId(ms, seq - 1);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + '-' + Long.toUnsignedString(seq);
    }

    /** The text in ASCII. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }
}
