package org.backstay.base.number;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.putByte;

import org.backstay.base.memory.NativeMemory;

/**
 * 64-bit integers as decimal text. Reading is as strict as Redis: an optional minus sign, no other sign, no spaces, no
 * leading zeros, no {@code -0}, no overflow; so every number has exactly one text.
 */
public final class LongText {
    /** The longest text: {@code -9223372036854775808}. */
    public static final int LONGEST = 20;

    private static final byte[] SMALLEST = "-9223372036854775808".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private LongText() {}

    /** Whether the text is a 64-bit integer. */
    public static boolean isLong(long address, int length) {
        return parse(address, length) != Long.MIN_VALUE || NativeMemory.equals(address, length, SMALLEST);
    }

    /**
     * Reads an integer.
     *
     * @return the number, or {@link Long#MIN_VALUE} for what is none; only for the smallest number of all must {@link #isLong} tell the
     *     two apart
     */
    public static long parse(long address, int length) {
        if (length <= 0 || length > LONGEST) {
            return Long.MIN_VALUE;
        }
        byte first = getByte(address);
        if (length == 1) {
            return first >= '0' && first <= '9' ? first - '0' : Long.MIN_VALUE;
        }
        boolean negative = first == '-';
        int at = negative ? 1 : 0;
        byte leading = getByte(address + at);
        if (leading < '1' || leading > '9') {
            return Long.MIN_VALUE;
        }
        long value = (long) '0' - leading; // counted downwards: the negative side is one longer
        for (at++; at < length; at++) {
            int digit = getByte(address + at) - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return Long.MIN_VALUE;
            }
            value = value * 10 - digit;
            if (value > 0) {
                return Long.MIN_VALUE;
            }
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? Long.MIN_VALUE : -value;
    }

    /** How many characters the text of a number has. */
    public static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return LONGEST;
        }
        long rest = value < 0 ? -value : value;
        int digits = value < 0 ? 2 : 1;
        while (rest >= 10) {
            if (rest < 100) {
                return digits + 1;
            }
            if (rest < 1_000) {
                return digits + 2;
            }
            if (rest < 10_000) {
                return digits + 3;
            }
            rest /= 10_000;
            digits += 4;
        }
        return digits;
    }

    /**
     * Writes a number's text.
     *
     * @param address room for {@link #LONGEST} bytes, or for {@link #length}
     * @return how many bytes were written
     */
    public static int format(long address, long value) {
        int length = length(value);
        if (value == Long.MIN_VALUE) {
            NativeMemory.copy(SMALLEST, 0, address, LONGEST);
            return LONGEST;
        }
        long rest = value;
        if (value < 0) {
            putByte(address, '-');
            rest = -value;
        }
        long at = address + length;
        do {
            long quotient = rest / 10;
            putByte(--at, (int) ('0' + (rest - quotient * 10)));
            rest = quotient;
        } while (rest != 0);
        return length;
    }
}
