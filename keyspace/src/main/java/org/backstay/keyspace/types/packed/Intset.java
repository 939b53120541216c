package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getShort;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;
import static org.backstay.base.memory.NativeMemory.putShort;

/**
 * Redis's intset, byte for byte: the width of a member in bytes (4 bytes; 2, 4 or 8), the number of members (4 bytes), then the members
 * in ascending order, little endian. Functions over a base address; the caller sees to the room before {@link #insert}.
 */
public final class Intset {
    /** Width and number of members. */
    public static final int HEADER_BYTES = 8;

    private Intset() {}

    /** Writes an empty intset. */
    public static void create(long base) {
        putInt(base, 2);
        putInt(base + 4, 0);
    }

    /** Bytes of one member: 2, 4 or 8. */
    public static int width(long base) {
        return getInt(base);
    }

    /** The number of members. */
    public static int count(long base) {
        return getInt(base + 4);
    }

    /** The whole length, header included. */
    public static int bytes(long base) {
        return HEADER_BYTES + width(base) * count(base);
    }

    /** The member at {@code index}, from 0, in ascending order. */
    public static long get(long base, int index) {
        return get(base, width(base), index);
    }

    private static long get(long base, int width, int index) {
        long at = base + HEADER_BYTES + (long) width * index;
        return switch (width) {
            case 2 -> getShort(at);
            case 4 -> getInt(at);
            default -> getLong(at);
        };
    }

    private static void put(long base, int width, int index, long value) {
        long at = base + HEADER_BYTES + (long) width * index;
        switch (width) {
            case 2 -> putShort(at, (int) value);
            case 4 -> putInt(at, (int) value);
            default -> putLong(at, value);
        }
    }

    /** Where {@code value} is, or {@code -(insertion index) - 1} if it is not a member. */
    public static int find(long base, long value) {
        int width = width(base);
        int low = 0;
        int high = count(base) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = get(base, width, middle);
            if (found < value) {
                low = middle + 1;
            } else if (found > value) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    /** The width that holds {@code value}: 2, 4 or 8 bytes. */
    public static int widthFor(long value) {
        if (value == (short) value) {
            return 2;
        }
        return value == (int) value ? 4 : 8;
    }

    /** The whole length after one more member, {@code value}. */
    public static int bytesWith(long base, long value) {
        return HEADER_BYTES + Math.max(width(base), widthFor(value)) * (count(base) + 1);
    }

    /** Inserts a value at the index that {@link #find} gave as {@code -index - 1}; the block has room for {@link #bytesWith}. */
    public static void insert(long base, int index, long value) {
        int needed = widthFor(value);
        int count = count(base);
        if (needed > width(base)) {
            widen(base, needed);
        }
        int width = width(base);
        long at = base + HEADER_BYTES + (long) width * index;
        copy(at, at + width, (long) width * (count - index));
        put(base, width, index, value);
        putInt(base + 4, count + 1);
    }

    /** Widens in place, from the last member down, so that nothing is overwritten before it was read. */
    private static void widen(long base, int width) {
        int old = width(base);
        for (int i = count(base) - 1; i >= 0; i--) {
            put(base, width, i, get(base, old, i));
        }
        putInt(base, width);
    }

    /** Removes the member at {@code index}. The width stays, as in Redis. */
    public static void delete(long base, int index) {
        int width = width(base);
        int count = count(base);
        long at = base + HEADER_BYTES + (long) width * index;
        copy(at + width, at, (long) width * (count - index - 1));
        putInt(base + 4, count - 1);
    }

    /**
     * The number of members if these bytes are exactly one whole intset, its members ascending without doubles, at least one; or -1 if
     * they are anything else.
     */
    public static int check(long base, long length) {
        if (length < HEADER_BYTES) {
            return -1;
        }
        int width = width(base);
        long count = count(base) & 0xFFFFFFFFL;
        boolean known = width == 2 || width == 4 || width == 8;
        if (!known || count == 0 || length > Integer.MAX_VALUE || HEADER_BYTES + width * count != length) {
            return -1;
        }
        long before = get(base, width, 0);
        for (int i = 1; i < count; i++) {
            long member = get(base, width, i);
            if (member <= before) {
                return -1;
            }
            before = member;
        }
        return (int) count;
    }
}
