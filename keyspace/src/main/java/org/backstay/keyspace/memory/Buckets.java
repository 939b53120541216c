package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedShort;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putShort;

import java.util.Arrays;

/**
 * The cache lines of a {@link Dict}, owned by it.
 *
 * <p>A bucket is 64 bytes at a multiple of 64: ten tags of two bytes, the handle of the overflow line (4 bytes), ten
 * handles. A tag is 0 for an empty slot; else its top bit is set, the next is the owner's mark, and fourteen are bits of
 * the hash. Which fourteen depends on the bucket's level (how many bits of the hash name it): they start at the level
 * rounded down to a multiple of six. So nine to fourteen of them are not yet implied by the bucket, and a split finds its
 * bit in the tag, except at the levels where the window moves on and the entries must be read.
 */
final class Buckets {
    static final int BYTES = 64;
    static final int SLOTS = 10;

    /** Tags are compared four at a time: eight bytes, eight bytes, and four with the overflow handle masked off. */
    static final int WORDS = 3;

    private static final int OVERFLOW = 20;
    private static final int HANDLES = 24;

    private static final int OCCUPIED = 0x8000;
    private static final int MARK = 0x4000;
    private static final int TAG_BITS = 0x3FFF;
    private static final int WINDOW_STEP = 6;

    private static final long LANES = 0x0001_0001_0001_0001L;
    private static final long LANE_TOPS = 0x8000_8000_8000_8000L;
    private static final long LANE_MARKS = 0x4000_4000_4000_4000L;

    private final Slabs slabs;

    /** Tag and handle of the entries of the chain that is being rewritten. */
    private long[] entries = new long[64];

    private int entryCount;

    Buckets(Slabs slabs) {
        this.slabs = slabs;
    }

    // Tags.

    private static int windowStart(int level) {
        return level / WINDOW_STEP * WINDOW_STEP;
    }

    static int tag(long hash, int level) {
        return OCCUPIED | ((int) (hash >>> windowStart(level)) & TAG_BITS);
    }

    /** The tag in each of four lanes. */
    static long pattern(long hash, int level) {
        return tag(hash, level) * LANES;
    }

    /**
     * The tags of one word that are like the pattern, by the top bit of their lane. Above a true match there may be
     * false ones; the comparison of keys sorts them out.
     */
    static long matches(long bucket, int word, long pattern) {
        long tags = tags(bucket, word) & ~LANE_MARKS;
        long difference = tags ^ pattern;
        return (difference - LANES) & ~difference & LANE_TOPS;
    }

    private static long tags(long bucket, int word) {
        return word < 2 ? getLong(bucket + word * 8L) : getInt(bucket + 16) & 0xFFFF_FFFFL;
    }

    static long slot(long bucket, int word, long matches) {
        return bucket + HANDLES + ((word << 2) + (Long.numberOfTrailingZeros(matches) >>> 4)) * 4L;
    }

    private static long bucketOfSlot(long slot) {
        return slot & -BYTES;
    }

    private static long tagOfSlot(long slot) {
        return bucketOfSlot(slot) + (((slot & BYTES - 1) - HANDLES) >>> 1);
    }

    static boolean isMarked(long slot) {
        return (getUnsignedShort(tagOfSlot(slot)) & MARK) != 0;
    }

    static void setMarked(long slot, boolean marked) {
        long tag = tagOfSlot(slot);
        int now = getUnsignedShort(tag);
        putShort(tag, marked ? now | MARK : now & ~MARK);
    }

    static int overflow(long bucket) {
        return getInt(bucket + OVERFLOW);
    }

    // One chain.

    static void initialize(long bucket) {
        fill(bucket, BYTES, (byte) 0);
    }

    /** Puts a handle into the first free slot of the chain. */
    long add(long bucket, int tag, int handle) {
        long at = bucket;
        while (true) {
            long slot = freeSlot(at);
            if (slot != 0) {
                return set(slot, tag, handle);
            }
            int overflow = overflow(at);
            if (overflow == 0) {
                break;
            }
            at = slabs.address(overflow);
        }
        int line = slabs.alloc(BYTES);
        long address = slabs.address(line);
        initialize(address);
        putInt(at + OVERFLOW, line);
        return set(address + HANDLES, tag, handle);
    }

    private static long set(long slot, int tag, int handle) {
        putShort(tagOfSlot(slot), tag);
        putInt(slot, handle);
        return slot;
    }

    private static long freeSlot(long bucket) {
        for (int word = 0; word < WORDS; word++) {
            long free = ~tags(bucket, word) & (word < 2 ? LANE_TOPS : LANE_TOPS & 0xFFFF_FFFFL);
            if (free != 0) {
                return slot(bucket, word, free);
            }
        }
        return 0;
    }

    /**
     * Empties a slot of the chain that begins at {@code bucket}. Its place is taken by an entry of the overflow line, if
     * there is one, so that chains get no longer than they must.
     */
    void remove(long bucket, long slot) {
        set(slot, 0, 0);
        int line = overflow(bucket);
        if (line == 0) {
            return;
        }
        long address = slabs.address(line);
        long donor = lastUsed(address);
        if (donor != 0 && bucketOfSlot(slot) == bucket) {
            set(slot, getUnsignedShort(tagOfSlot(donor)), getInt(donor));
            set(donor, 0, 0);
        }
        if (lastUsed(address) == 0) {
            putInt(bucket + OVERFLOW, overflow(address));
            slabs.free(line);
        }
    }

    private static long lastUsed(long bucket) {
        for (int i = SLOTS - 1; i >= 0; i--) {
            if (getUnsignedShort(bucket + i * 2L) != 0) {
                return bucket + HANDLES + i * 4L;
            }
        }
        return 0;
    }

    /** Empties the whole chain; the bucket itself stays. */
    void clear(long bucket) {
        freeLines(overflow(bucket));
        initialize(bucket);
    }

    private void freeLines(int first) {
        int line = first;
        while (line != 0) {
            int next = overflow(slabs.address(line));
            slabs.free(line);
            line = next;
        }
    }

    int load(long bucket) {
        int load = 0;
        long at = bucket;
        while (true) {
            for (int word = 0; word < WORDS; word++) {
                load += Long.bitCount(tags(at, word) & LANE_TOPS);
            }
            int line = overflow(at);
            if (line == 0) {
                return load;
            }
            at = slabs.address(line);
        }
    }

    /** Marked entries of the chain. */
    int marks(long bucket) {
        int marks = 0;
        long at = bucket;
        while (true) {
            for (int word = 0; word < WORDS; word++) {
                marks += Long.bitCount(tags(at, word) & LANE_MARKS);
            }
            int line = overflow(at);
            if (line == 0) {
                return marks;
            }
            at = slabs.address(line);
        }
    }

    /** The slot of the chain's n-th entry, from 0. */
    long slotAt(long bucket, int n) {
        int left = n;
        long at = bucket;
        while (true) {
            for (int word = 0; word < WORDS; word++) {
                long used = tags(at, word) & LANE_TOPS;
                int here = Long.bitCount(used);
                if (left < here) {
                    while (left-- > 0) {
                        used &= used - 1;
                    }
                    return slot(at, word, used);
                }
                left -= here;
            }
            at = slabs.address(overflow(at));
        }
    }

    void visit(long bucket, EntryVisitor visitor) {
        visitLanes(bucket, LANE_TOPS, visitor);
    }

    void visitMarked(long bucket, EntryVisitor visitor) {
        visitLanes(bucket, LANE_MARKS, visitor);
    }

    private void visitLanes(long bucket, long lanes, EntryVisitor visitor) {
        long at = bucket;
        while (true) {
            for (int word = 0; word < WORDS; word++) {
                long wanted = tags(at, word) & lanes;
                while (wanted != 0) {
                    visitor.visit(getInt(slot(at, word, wanted)));
                    wanted &= wanted - 1;
                }
            }
            int line = overflow(at);
            if (line == 0) {
                return;
            }
            at = slabs.address(line);
        }
    }

    // Two chains.

    /**
     * Distributes the entries of {@code from}, a bucket of this level, over itself and the empty bucket {@code to} by the
     * next bit of their hash. Needs no memory: both chains together need no more lines than the one had.
     *
     * @return how many marked entries moved
     */
    int split(long from, long to, int level, Dict dict) {
        entryCount = 0;
        gather(from);
        boolean windowMoves = windowStart(level + 1) != windowStart(level);
        int bit = 1 << (level - windowStart(level));
        int lines = overflow(from);
        initialize(from);
        initialize(to);
        long stays = from + HANDLES;
        long goes = to + HANDLES;
        int marksMoved = 0;
        for (int i = 0; i < entryCount; i++) {
            int tag = (int) (entries[i] >>> 32);
            int handle = (int) entries[i];
            boolean moves = (tag & bit) != 0;
            if (windowMoves) {
                tag = (tag & MARK) | tag(dict.hashOf(handle), level + 1);
            }
            long slot = moves ? goes : stays;
            if ((slot & BYTES - 1) == 0) {
                // The line is full: the slot would lie in the next one.
                int line = lines;
                lines = overflow(slabs.address(line));
                slot = link(slot - BYTES, line);
            }
            set(slot, tag, handle);
            if (moves) {
                goes = slot + 4;
                marksMoved += (tag & MARK) >>> 14;
            } else {
                stays = slot + 4;
            }
        }
        freeLines(lines);
        return marksMoved;
    }

    /**
     * Moves the entries of {@code last} into {@code into}, which will be a bucket of this level.
     *
     * @return false if that needs a line and there is no memory for it; nothing has changed then
     */
    boolean tryMerge(long last, long into, int level, Dict dict) {
        entryCount = 0;
        gather(into);
        gather(last);
        int lines = 0;
        if ((entryCount - 1) / SLOTS > countLines(into) + countLines(last)) {
            try {
                lines = slabs.alloc(BYTES);
            } catch (MemoryLimitException full) {
                return false;
            }
            initialize(slabs.address(lines));
        }
        lines = join(overflow(into), join(overflow(last), lines));
        boolean windowMoves = windowStart(level + 1) != windowStart(level);
        initialize(into);
        initialize(last);
        long slot = into + HANDLES;
        for (int i = 0; i < entryCount; i++) {
            int tag = (int) (entries[i] >>> 32);
            int handle = (int) entries[i];
            if (windowMoves) {
                tag = (tag & MARK) | tag(dict.hashOf(handle), level);
            }
            if ((slot & BYTES - 1) == 0) {
                int line = lines;
                lines = overflow(slabs.address(line));
                slot = link(slot - BYTES, line);
            }
            set(slot, tag, handle);
            slot += 4;
        }
        freeLines(lines);
        return true;
    }

    private int countLines(long bucket) {
        int count = 0;
        for (int line = overflow(bucket); line != 0; line = overflow(slabs.address(line))) {
            count++;
        }
        return count;
    }

    /** Appends one list of lines to another; the first line of both. */
    private int join(int first, int second) {
        if (first == 0) {
            return second;
        }
        long last = slabs.address(first);
        while (overflow(last) != 0) {
            last = slabs.address(overflow(last));
        }
        putInt(last + OVERFLOW, second);
        return first;
    }

    private void gather(long bucket) {
        long at = bucket;
        while (true) {
            for (int i = 0; i < SLOTS; i++) {
                int tag = getUnsignedShort(at + i * 2L);
                if (tag != 0) {
                    if (entryCount == entries.length) {
                        entries = Arrays.copyOf(entries, entryCount * 2);
                    }
                    entries[entryCount++] = ((long) tag << 32) | (getInt(at + HANDLES + i * 4L) & 0xFFFF_FFFFL);
                }
            }
            int line = overflow(at);
            if (line == 0) {
                return;
            }
            at = slabs.address(line);
        }
    }

    /** Makes {@code line} the overflow of a full line; its first slot. */
    private long link(long full, int line) {
        long address = slabs.address(line);
        initialize(address);
        putInt(full + OVERFLOW, line);
        return address + HANDLES;
    }
}
