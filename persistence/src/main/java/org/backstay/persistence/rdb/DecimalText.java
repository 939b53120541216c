package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.getByte;

/** Decimal text that a binary integer gives back byte for byte. */
final class DecimalText {
    /** Outside what {@link #parseCanonicalInt} can return. */
    static final long NOT_AN_INT = Long.MIN_VALUE;

    private static final int MOST_DIGITS = 10;

    private DecimalText() {}

    /** The 32-bit integer whose text these bytes are, or {@link #NOT_AN_INT}: no sign but a minus, no leading zeros, no "-0". */
    static long parseCanonicalInt(long address, int length) {
        if (length == 0) {
            return NOT_AN_INT;
        }
        boolean negative = getByte(address) == '-';
        int from = negative ? 1 : 0;
        int digits = length - from;
        if (digits == 0 || digits > MOST_DIGITS) {
            return NOT_AN_INT;
        }
        if (getByte(address + from) == '0') {
            return length == 1 ? 0 : NOT_AN_INT;
        }
        long value = 0;
        for (int i = from; i < length; i++) {
            int digit = getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_AN_INT;
            }
            value = value * 10 + digit;
        }
        long signed = negative ? -value : value;
        return signed == (int) signed ? signed : NOT_AN_INT;
    }
}
