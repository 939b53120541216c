package org.backstay.base.memory;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putLong;

import java.util.Locale;

/**
 * Strings of bits at an address, a word at a time; stateless, for any thread. Bit 0 is the highest of the first byte, as in Redis.
 * Nothing is checked: the caller knows how many bytes there are.
 */
public final class BitString {
    /** How two strings are combined, bit by bit. */
    public enum Operation {
        AND,
        OR,
        XOR;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The name in lower case. */
        public String word() {
            return word;
        }
    }

    private BitString() {}

    /** The bit at a position: 0 or 1. */
    public static int get(long address, long bit) {
        return getByte(address + (bit >>> 3)) >>> (7 - (int) (bit & 7)) & 1;
    }

    /** Sets the bit at a position to 0 or 1. */
    public static void set(long address, long bit, int value) {
        long at = address + (bit >>> 3);
        int shift = 7 - (int) (bit & 7);
        putByte(at, (getByte(at) & ~(1 << shift)) | (value << shift));
    }

    /** How many bits are set in so many bytes. */
    public static long count(long address, long bytes) {
        long a = 0;
        long b = 0;
        long i = 0;
        for (; i + 32 <= bytes; i += 32) {
            a += Long.bitCount(getLong(address + i)) + Long.bitCount(getLong(address + i + 8));
            b += Long.bitCount(getLong(address + i + 16)) + Long.bitCount(getLong(address + i + 24));
        }
        for (; i < bytes; i++) {
            a += Integer.bitCount(getUnsignedByte(address + i));
        }
        return a + b;
    }

    /** How many bits are set from one to another, both included; {@code first <= last}. */
    public static long countBetween(long address, long first, long last) {
        long firstByte = first >>> 3;
        long lastByte = last >>> 3;
        int before = getUnsignedByte(address + firstByte) & ~(0xFF >>> (first & 7));
        int behind = getUnsignedByte(address + lastByte) & 0x7F >>> (last & 7);
        return count(address + firstByte, lastByte - firstByte + 1)
                - Integer.bitCount(before)
                - Integer.bitCount(behind);
    }

    /** The first bit with a value (0 or 1) from one to another, both included, or -1; {@code first <= last}. */
    public static long find(long address, int value, long first, long last) {
        long other = value == 0 ? -1L : 0L;
        long at = first;
        while (at <= last) {
            if ((at & 7) == 0 && last - at >= 63) {
                long word = getLong(address + (at >>> 3)) ^ other;
                if (word != 0) {
                    return at + Long.numberOfLeadingZeros(Long.reverseBytes(word));
                }
                at += 64;
            } else {
                int shift = (int) (at & 7);
                int bits = ((getUnsignedByte(address + (at >>> 3)) ^ (int) other) & 0xFF) << (24 + shift);
                if (bits != 0) {
                    long found = at + Integer.numberOfLeadingZeros(bits);
                    return found <= last ? found : -1;
                }
                at += 8 - shift;
            }
        }
        return -1;
    }

    /** Combines so many bytes of {@code target} with as many of {@code source}, into the former. */
    public static void combine(Operation operation, long target, long source, long bytes) {
        long i = 0;
        switch (operation) {
            case AND -> {
                for (; i + 8 <= bytes; i += 8) {
                    putLong(target + i, getLong(target + i) & getLong(source + i));
                }
            }
            case OR -> {
                for (; i + 8 <= bytes; i += 8) {
                    putLong(target + i, getLong(target + i) | getLong(source + i));
                }
            }
            case XOR -> {
                for (; i + 8 <= bytes; i += 8) {
                    putLong(target + i, getLong(target + i) ^ getLong(source + i));
                }
            }
        }
        for (; i < bytes; i++) {
            int left = getByte(target + i);
            int right = getByte(source + i);
            putByte(
                    target + i,
                    switch (operation) {
                        case AND -> left & right;
                        case OR -> left | right;
                        case XOR -> left ^ right;
                    });
        }
    }

    /** Inverts every bit of so many bytes. */
    public static void invert(long target, long bytes) {
        long i = 0;
        for (; i + 8 <= bytes; i += 8) {
            putLong(target + i, ~getLong(target + i));
        }
        for (; i < bytes; i++) {
            putByte(target + i, ~getByte(target + i));
        }
    }

    /**
     * The unsigned integer of {@code width} bits (1 to 64) from a position on, the highest bit first.
     *
     * @param length bytes that there are; what lies behind them is zero
     */
    public static long field(long address, long length, long bit, int width) {
        long value = 0;
        long at = bit;
        int rest = width;
        while (rest > 0) {
            int shift = (int) (at & 7);
            int taken = Math.min(8 - shift, rest);
            int whole = at >>> 3 < length ? getUnsignedByte(address + (at >>> 3)) : 0;
            value = value << taken | (whole >>> (8 - shift - taken) & (1 << taken) - 1);
            at += taken;
            rest -= taken;
        }
        return value;
    }

    /** Writes the lowest {@code width} bits (1 to 64) of a value from a position on, the highest bit first. */
    public static void setField(long address, long bit, int width, long value) {
        long at = bit;
        int rest = width;
        while (rest > 0) {
            int shift = (int) (at & 7);
            int written = Math.min(8 - shift, rest);
            int down = 8 - shift - written;
            int mask = (1 << written) - 1;
            int part = (int) (value >>> (rest - written)) & mask;
            long byteAt = address + (at >>> 3);
            putByte(byteAt, (getByte(byteAt) & ~(mask << down)) | (part << down));
            at += written;
            rest -= written;
        }
    }
}
