package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.putByte;

/**
 * The decimal strings that packed encodings keep as integers: those that a 64-bit number gives back byte for byte. "12" and "-7" are
 * canonical; "012", "+7", "-0", " 1" and numbers beyond 64 bits are not, and stay strings.
 */
public final class CanonicalInteger {
    /** The longest canonical string: {@code -9223372036854775808}. */
    public static final int MAX_LENGTH = 20;

    private CanonicalInteger() {}

    /** Whether the bytes are the canonical text of a 64-bit integer, so that {@link #parse} may be called on them. */
    public static boolean matches(long address, int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        byte first = getByte(address);
        boolean negative = first == '-';
        int digits = negative ? length - 1 : length;
        if (digits == 0 || digits > 19) {
            return false;
        }
        long from = negative ? address + 1 : address;
        byte leading = getByte(from);
        if (leading < '1' || leading > '9') {
            return leading == '0' && length == 1;
        }
        for (long at = from + 1, end = from + digits; at < end; at++) {
            byte digit = getByte(at);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return digits < 19 || fitsLong(from, negative);
    }

    /** Nineteen digits reach at most 10^19 - 1, which an unsigned 64-bit number holds: one comparison tells. */
    private static boolean fitsLong(long from, boolean negative) {
        long magnitude = magnitude(from, 19);
        return Long.compareUnsigned(magnitude, negative ? Long.MIN_VALUE : Long.MAX_VALUE) <= 0;
    }

    /** The value of bytes for which {@link #matches} has said yes. */
    public static long parse(long address, int length) {
        boolean negative = getByte(address) == '-';
        long magnitude = negative ? magnitude(address + 1, length - 1) : magnitude(address, length);
        return negative ? -magnitude : magnitude;
    }

    private static long magnitude(long from, int digits) {
        long value = 0;
        for (long at = from, end = from + digits; at < end; at++) {
            value = value * 10 + (getByte(at) - '0');
        }
        return value;
    }

    /** How many bytes the text of {@code value} takes. */
    public static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return MAX_LENGTH;
        }
        int length = value < 0 ? 2 : 1;
        long rest = value < 0 ? -value : value;
        while (rest >= 10) {
            rest /= 10;
            length++;
        }
        return length;
    }

    /** Writes the text of {@code value} at {@code address}, which must have room for {@link #length} bytes; returns that length. */
    public static int write(long value, long address) {
        int length = length(value);
        long at = address + length;
        // Digits are taken from the negative side, which also holds the smallest long.
        long rest = value < 0 ? value : -value;
        do {
            long quotient = rest / 10;
            putByte(--at, (byte) ('0' + (quotient * 10 - rest)));
            rest = quotient;
        } while (rest != 0);
        if (value < 0) {
            putByte(address, (byte) '-');
        }
        return length;
    }

    /** Whether the bytes are the text of {@code value}. */
    public static boolean equalsText(long value, long address, int length) {
        if (length != length(value)) {
            return false;
        }
        long at = address + length;
        long rest = value < 0 ? value : -value;
        do {
            long quotient = rest / 10;
            if (getByte(--at) != (byte) ('0' + (quotient * 10 - rest))) {
                return false;
            }
            rest = quotient;
        } while (rest != 0);
        return value >= 0 || getByte(address) == '-';
    }
}
