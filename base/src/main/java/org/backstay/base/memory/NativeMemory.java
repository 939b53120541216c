package org.backstay.base.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteOrder;
import sun.misc.Unsafe;

/**
 * Reads and writes raw addresses; stateless, for any thread.
 *
 * <p>Numbers are little-endian and need no alignment. Nothing is checked beyond what the processor checks: a wrong
 * address ends the process, so callers compute addresses only from blocks that they own. Lengths are in bytes.
 *
 * <p>Copies, comparisons and fills of up to a few dozen bytes (keys, field names, small values) are done here with
 * plain loads and stores; longer ones go to the virtual machine's bulk operations.
 *
 * <p>Single reads and writes go through {@code sun.misc.Unsafe}, because a segment's checks cost a quarter of a command's time and
 * most of its compilation; docs/decisions/0006 has the figures and the way back.
 */
@SuppressWarnings("removal")
public final class NativeMemory {
    private static final MemorySegment ALL = everything();

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ARRAY_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Above this, the virtual machine's bulk copy is faster than a loop of longs. */
    private static final int BULK = 64;

    /** Above this, the virtual machine's vectorised mismatch is faster than a loop of longs. */
    private static final int BULK_COMPARE = 128;

    private static final Unsafe UNSAFE = unsafe();

    private NativeMemory() {}

    private static Unsafe unsafe() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("Backstay needs a little-endian processor");
        }
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this Java has no sun.misc.Unsafe", e);
        }
    }

    @SuppressWarnings("restricted") // the one place where Backstay turns a number into memory
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    public static byte getByte(long address) {
        return UNSAFE.getByte(address);
    }

    /** The byte at {@code address} as 0 to 255. */
    public static int getUnsignedByte(long address) {
        return UNSAFE.getByte(address) & 0xFF;
    }

    public static short getShort(long address) {
        return UNSAFE.getShort(address);
    }

    /** The two bytes at {@code address} as 0 to 65,535. */
    public static int getUnsignedShort(long address) {
        return UNSAFE.getShort(address) & 0xFFFF;
    }

    public static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    /** The four bytes at {@code address} as 0 to 4,294,967,295. */
    public static long getUnsignedInt(long address) {
        return UNSAFE.getInt(address) & 0xFFFF_FFFFL;
    }

    public static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    public static double getDouble(long address) {
        return UNSAFE.getDouble(address);
    }

    public static void putByte(long address, byte value) {
        UNSAFE.putByte(address, value);
    }

    /** Writes the lowest eight bits of {@code value}. */
    public static void putByte(long address, int value) {
        UNSAFE.putByte(address, (byte) value);
    }

    /** Writes the lowest sixteen bits of {@code value}. */
    public static void putShort(long address, int value) {
        UNSAFE.putShort(address, (short) value);
    }

    public static void putInt(long address, int value) {
        UNSAFE.putInt(address, value);
    }

    public static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    public static void putDouble(long address, double value) {
        UNSAFE.putDouble(address, value);
    }

    /** Copies {@code length} bytes; the two ranges may overlap. */
    public static void copy(long from, long to, long length) {
        if (length > BULK) {
            MemorySegment.copy(ALL, from, ALL, to, length);
        } else if (length > 16) {
            copyUpTo64(from, to, (int) length);
        } else if (length >= 8) {
            long head = getLong(from);
            long tail = getLong(from + length - 8);
            putLong(to, head);
            putLong(to + length - 8, tail);
        } else {
            copyUpTo7(from, to, (int) length);
        }
    }

    /** 17 to 64 bytes, everything loaded before anything is stored, so that overlap does no harm. */
    private static void copyUpTo64(long from, long to, int length) {
        long a = getLong(from);
        long b = getLong(from + 8);
        long y = getLong(from + length - 16);
        long z = getLong(from + length - 8);
        if (length > 32) {
            long c = getLong(from + 16);
            long d = getLong(from + 24);
            long w = getLong(from + length - 32);
            long x = getLong(from + length - 24);
            putLong(to + 16, c);
            putLong(to + 24, d);
            putLong(to + length - 32, w);
            putLong(to + length - 24, x);
        }
        putLong(to, a);
        putLong(to + 8, b);
        putLong(to + length - 16, y);
        putLong(to + length - 8, z);
    }

    private static void copyUpTo7(long from, long to, int length) {
        if (length >= 4) {
            int head = getInt(from);
            int tail = getInt(from + length - 4);
            putInt(to, head);
            putInt(to + length - 4, tail);
        } else if (length > 0) {
            byte first = getByte(from);
            byte middle = getByte(from + (length >>> 1));
            byte last = getByte(from + length - 1);
            putByte(to, first);
            putByte(to + (length >>> 1), middle);
            putByte(to + length - 1, last);
        }
    }

    /** Copies from the heap to {@code to}. */
    public static void copy(byte[] from, int offset, long to, int length) {
        if (length > BULK) {
            MemorySegment.copy(from, offset, ALL, BYTE, to, length);
            return;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            putLong(to + i, (long) ARRAY_LONG.get(from, offset + i));
        }
        if (i + 4 <= length) {
            putInt(to + i, (int) ARRAY_INT.get(from, offset + i));
            i += 4;
        }
        for (; i < length; i++) {
            putByte(to + i, from[offset + i]);
        }
    }

    /** Copies to the heap from {@code from}. */
    public static void copy(long from, byte[] to, int offset, int length) {
        if (length > BULK) {
            MemorySegment.copy(ALL, BYTE, from, to, offset, length);
            return;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            ARRAY_LONG.set(to, offset + i, getLong(from + i));
        }
        if (i + 4 <= length) {
            ARRAY_INT.set(to, offset + i, getInt(from + i));
            i += 4;
        }
        for (; i < length; i++) {
            to[offset + i] = getByte(from + i);
        }
    }

    /** A new array with the {@code length} bytes at {@code address}. */
    public static byte[] toArray(long address, int length) {
        byte[] bytes = new byte[length];
        copy(address, bytes, 0, length);
        return bytes;
    }

    /** Sets {@code length} bytes to {@code value}. */
    public static void fill(long address, long length, byte value) {
        if (length > BULK) {
            ALL.asSlice(address, length).fill(value);
            return;
        }
        long eight = (value & 0xFFL) * 0x0101010101010101L;
        long i = 0;
        for (; i + 8 <= length; i += 8) {
            putLong(address + i, eight);
        }
        for (; i < length; i++) {
            putByte(address + i, value);
        }
    }

    /** Whether two ranges of the same length hold the same bytes. */
    public static boolean equals(long a, long b, long length) {
        if (length >= 8) {
            if (length > BULK_COMPARE) {
                return MemorySegment.mismatch(ALL, a, a + length, ALL, b, b + length) < 0;
            }
            long last = length - 8;
            for (long i = 0; i < last; i += 8) {
                if (getLong(a + i) != getLong(b + i)) {
                    return false;
                }
            }
            return getLong(a + last) == getLong(b + last);
        }
        if (length >= 4) {
            return getInt(a) == getInt(b) && getInt(a + length - 4) == getInt(b + length - 4);
        }
        for (long i = 0; i < length; i++) {
            if (getByte(a + i) != getByte(b + i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range holds exactly the bytes of {@code b}. */
    public static boolean equals(long a, long length, byte[] b) {
        if (length != b.length) {
            return false;
        }
        for (int i = 0; i < b.length; i++) {
            if (getByte(a + i) != b[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares as C's {@code memcmp} does, bytes unsigned; when one range is a prefix of the other, the shorter one
     * comes first. Negative, zero or positive.
     */
    public static int compare(long a, long aLength, long b, long bLength) {
        long common = Math.min(aLength, bLength);
        long i = 0;
        if (common > BULK_COMPARE) {
            long at = MemorySegment.mismatch(ALL, a, a + common, ALL, b, b + common);
            return at < 0
                    ? Long.compare(aLength, bLength)
                    : Integer.compare(getUnsignedByte(a + at), getUnsignedByte(b + at));
        }
        for (; i + 8 <= common; i += 8) {
            long x = getLong(a + i);
            long y = getLong(b + i);
            if (x != y) {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; i < common; i++) {
            int difference = getUnsignedByte(a + i) - getUnsignedByte(b + i);
            if (difference != 0) {
                return difference;
            }
        }
        return Long.compare(aLength, bLength);
    }

    /** Offset of the first byte equal to {@code value}, or -1. */
    public static long find(long address, long length, byte value) {
        long pattern = (value & 0xFFL) * 0x0101010101010101L;
        long i = 0;
        for (; i + 8 <= length; i += 8) {
            long zeros = zeroBytes(getLong(address + i) ^ pattern);
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < length; i++) {
            if (getByte(address + i) == value) {
                return i;
            }
        }
        return -1;
    }

    /** Offset of the first place where the second range occurs in the first, or -1; an empty one occurs at 0. */
    public static long find(long address, long length, long wanted, long wantedLength) {
        if (wantedLength == 0) {
            return 0;
        }
        byte first = getByte(wanted);
        long last = length - wantedLength;
        long at = 0;
        while (at <= last) {
            long skip = find(address + at, last - at + 1, first);
            if (skip < 0) {
                return -1;
            }
            at += skip;
            if (equals(address + at, wanted, wantedLength)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** The highest bit of the first zero byte is set, and none below it; zero if no byte is zero. */
    private static long zeroBytes(long word) {
        return (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
    }

    /**
     * A window on {@code length} bytes at {@code address}, for the few callees that want a segment. The caller must
     * not use it after the block behind it was freed or moved.
     */
    public static MemorySegment segment(long address, long length) {
        return ALL.asSlice(address, length);
    }
}
