package org.backstay.keyspace.types;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.backstay.base.memory.SeededHash;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.memory.Slabs;

/**
 * What all collections of one keyspace share: their memory, their hash, their randomness and the limits of packed encodings. Owned by
 * the keyspace's loop; made once.
 */
public final class CollectionContext {
    /** For the text of one integer, or of one score. */
    private static final int SCRATCH_BYTES = 64;

    private final Slabs slabs;
    private final SeededHash hashing;
    private final RandomGenerator random;
    private final Moments moments;
    private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_BYTES);
    private EncodingLimits limits = EncodingLimits.DEFAULTS;
    private StreamLimits streamLimits = StreamLimits.DEFAULTS;
    private long plainElementBytes = Long.MAX_VALUE;

    /**
     * Collections in {@code slabs}, with Redis's default limits.
     *
     * @param random chooses random members and the heights of skip list nodes; the node's seeded source
     */
    public CollectionContext(Slabs slabs, SeededHash hashing, RandomGenerator random) {
        this.slabs = slabs;
        this.hashing = hashing;
        this.random = random;
        this.moments = new Moments(slabs.marks());
    }

    /** The context of a keyspace, which is told how to free collections. */
    public static CollectionContext of(Keyspace keyspace) {
        CollectionContext context = new CollectionContext(keyspace.slabs(), keyspace.hashing(), keyspace.random());
        keyspace.reclaimer(ValueType.LIST, new ListValue(context));
        keyspace.reclaimer(ValueType.HASH, new HashValue(context));
        keyspace.reclaimer(ValueType.SET, new SetValue(context));
        keyspace.reclaimer(ValueType.ZSET, new ZSetValue(context));
        keyspace.reclaimer(ValueType.STREAM, new StreamValue(context));
        return context;
    }

    /** Replaces the limits; collections follow when they are next written. */
    public void setLimits(EncodingLimits limits) {
        this.limits = limits;
    }

    /** The limits in force. */
    public EncodingLimits limits() {
        return limits;
    }

    /** Gives every element of a list that is at least so long a node of its own, though it would fit into a packed one; for tests. */
    public void plainElements(long bytes) {
        plainElementBytes = bytes;
    }

    boolean isPlainElement(int length) {
        return length >= plainElementBytes;
    }

    /** Replaces the limits of streams' nodes, which those written to from now on keep. */
    public void setStreamLimits(StreamLimits limits) {
        streamLimits = limits;
    }

    StreamLimits streamLimits() {
        return streamLimits;
    }

    Slabs slabs() {
        return slabs;
    }

    /** Gives back what reading collections as of a {@link Moment} took; call it when the last one was closed. */
    public void endMoments() {
        moments.end();
    }

    Moments moments() {
        return moments;
    }

    SeededHash hashing() {
        return hashing;
    }

    RandomGenerator random() {
        return random;
    }

    /** Room for the text of one number, which the next call in the same loop may overwrite. */
    long scratch() {
        return scratch.address();
    }
}
