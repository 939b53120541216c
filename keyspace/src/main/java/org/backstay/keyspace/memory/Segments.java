package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

/**
 * Where the buckets of a {@link Dict} lie, owned by it.
 *
 * <p>Up to 256 buckets lie in one segment, a block that grows and shrinks with them (at most 16 KiB are copied). More lie
 * in segments of 256, named by a directory: eight bytes each, the segment's handle and how many of its entries are
 * marked. The directory of ten million keys takes 64 KiB.
 */
final class Segments {
    private static final int SHIFT = 8;
    private static final int FULL = 1 << SHIFT;
    private static final int DIRECTORY_ENTRY = 8;
    private static final int MARKS = 4;
    private static final int SMALLEST_DIRECTORY = 4;

    private final Slabs slabs;

    Segments(Slabs slabs) {
        this.slabs = slabs;
    }

    /** A segment of empty buckets. */
    int allocate(int capacity) {
        int segment = slabs.alloc((long) capacity * Buckets.BYTES);
        long address = slabs.address(segment);
        for (int i = 0; i < capacity; i++) {
            Buckets.initialize(address + (long) i * Buckets.BYTES);
        }
        return segment;
    }

    /** The address of a bucket. */
    long bucket(long root, int index) {
        long table = slabs.address(getInt(root + Dict.TABLE));
        if (getInt(root + Dict.BUCKETS) <= FULL) {
            return table + (long) index * Buckets.BYTES;
        }
        int segment = getInt(table + (long) (index >>> SHIFT) * DIRECTORY_ENTRY);
        return slabs.address(segment) + (long) (index & FULL - 1) * Buckets.BYTES;
    }

    /** Adds one empty bucket at the end; false if there is no memory for it. */
    boolean tryAppend(long root) {
        int count = getInt(root + Dict.BUCKETS);
        try {
            if (count < FULL) {
                if (count == getInt(root + Dict.CAPACITY)) {
                    resizeOnly(root, count, roomFor(count + 1));
                }
            } else if (count == FULL) {
                makeDirectory(root);
            } else if ((count & FULL - 1) == 0) {
                appendSegment(root, count >>> SHIFT);
            }
        } catch (MemoryLimitException full) {
            return false;
        }
        putInt(root + Dict.BUCKETS, count + 1);
        Buckets.initialize(bucket(root, count));
        return true;
    }

    /** Takes the last bucket, which is empty, away. With {@code compact}, what has become too large is made smaller. */
    void dropLast(long root, boolean compact) {
        int last = getInt(root + Dict.BUCKETS) - 1;
        if (last < FULL) {
            putInt(root + Dict.BUCKETS, last);
            int room = roomFor(last);
            if (compact && room <= getInt(root + Dict.CAPACITY) / 3) {
                tryResizeOnly(root, last, room);
            }
            return;
        }
        int directory = getInt(root + Dict.TABLE);
        long address = slabs.address(directory);
        if ((last & FULL - 1) == 0) {
            slabs.free(getInt(address + (long) (last >>> SHIFT) * DIRECTORY_ENTRY));
        }
        putInt(root + Dict.BUCKETS, last);
        if (last == FULL) {
            putInt(root + Dict.TABLE, getInt(address));
            putInt(root + Dict.CAPACITY, FULL);
            slabs.free(directory);
        } else if (compact && (last >>> SHIFT) + 1 <= getInt(root + Dict.CAPACITY) / 4) {
            tryResizeDirectory(root, getInt(root + Dict.CAPACITY) / 2);
        }
    }

    /** Frees the table with one bucket that is left of it. */
    void freeAll(long root) {
        slabs.free(getInt(root + Dict.TABLE));
    }

    void addMarked(long root, int bucket, int change) {
        if (getInt(root + Dict.BUCKETS) > FULL) {
            long entry = slabs.address(getInt(root + Dict.TABLE)) + (long) (bucket >>> SHIFT) * DIRECTORY_ENTRY;
            putInt(entry + MARKS, getInt(entry + MARKS) + change);
        }
    }

    /** The first bucket from {@code from} on in a segment that has marked entries, or the number of buckets. */
    int nextWithMarks(long root, int from) {
        int count = getInt(root + Dict.BUCKETS);
        if (getInt(root + Dict.MARKED) == 0) {
            return count;
        }
        if (count <= FULL) {
            return from;
        }
        long directory = slabs.address(getInt(root + Dict.TABLE));
        int at = from;
        while (at < count && getInt(directory + (long) (at >>> SHIFT) * DIRECTORY_ENTRY + MARKS) == 0) {
            at = (at | FULL - 1) + 1;
        }
        return Math.min(at, count);
    }

    /** The next size of a first segment: powers of two and, while small, what lies half way between. */
    private static int roomFor(int buckets) {
        int power = Integer.highestOneBit(buckets);
        if (power == buckets) {
            return buckets;
        }
        int between = power + power / 2;
        return buckets <= between && between < 16 ? between : power * 2;
    }

    private void resizeOnly(long root, int used, int room) {
        int old = getInt(root + Dict.TABLE);
        int segment = slabs.alloc((long) room * Buckets.BYTES);
        copy(slabs.address(old), slabs.address(segment), (long) used * Buckets.BYTES);
        putInt(root + Dict.TABLE, segment);
        putInt(root + Dict.CAPACITY, room);
        slabs.free(old);
    }

    private void tryResizeOnly(long root, int used, int room) {
        try {
            resizeOnly(root, used, room);
        } catch (MemoryLimitException full) {
            // The table stays larger than it must be.
        }
    }

    private void makeDirectory(long root) {
        int directory = slabs.alloc(SMALLEST_DIRECTORY * DIRECTORY_ENTRY);
        int second;
        try {
            second = allocate(FULL);
        } catch (MemoryLimitException full) {
            slabs.free(directory);
            throw full;
        }
        long address = slabs.address(directory);
        putInt(address, getInt(root + Dict.TABLE));
        putInt(address + MARKS, getInt(root + Dict.MARKED));
        putInt(address + DIRECTORY_ENTRY, second);
        putInt(address + DIRECTORY_ENTRY + MARKS, 0);
        putInt(root + Dict.TABLE, directory);
        putInt(root + Dict.CAPACITY, SMALLEST_DIRECTORY);
    }

    private void appendSegment(long root, int index) {
        int segment = allocate(FULL);
        try {
            if (index == getInt(root + Dict.CAPACITY)) {
                resizeDirectory(root, index * 2);
            }
        } catch (MemoryLimitException full) {
            slabs.free(segment);
            throw full;
        }
        long entry = slabs.address(getInt(root + Dict.TABLE)) + (long) index * DIRECTORY_ENTRY;
        putInt(entry, segment);
        putInt(entry + MARKS, 0);
    }

    private void resizeDirectory(long root, int capacity) {
        int old = getInt(root + Dict.TABLE);
        int moved = slabs.alloc((long) capacity * DIRECTORY_ENTRY);
        long from = slabs.address(old);
        long to = slabs.address(moved);
        for (int i = 0, kept = Math.min(capacity, getInt(root + Dict.CAPACITY)); i < kept; i++) {
            putLong(to + (long) i * DIRECTORY_ENTRY, getLong(from + (long) i * DIRECTORY_ENTRY));
        }
        putInt(root + Dict.TABLE, moved);
        putInt(root + Dict.CAPACITY, capacity);
        slabs.free(old);
    }

    private void tryResizeDirectory(long root, int capacity) {
        try {
            resizeDirectory(root, capacity);
        } catch (MemoryLimitException full) {
            // The directory stays larger than it must be.
        }
    }
}
