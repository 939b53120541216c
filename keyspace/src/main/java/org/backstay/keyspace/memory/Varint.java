package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.putByte;

/**
 * Lengths in one to five bytes, seven bits a byte, lowest first, the top bit set on all but the last; stateless.
 * Lengths are 0 to 2^31-1.
 */
public final class Varint {
    private Varint() {}

    /** How many bytes {@code length} takes. */
    public static int size(int length) {
        return length < 0x80 ? 1 : (38 - Integer.numberOfLeadingZeros(length)) / 7;
    }

    /** Writes {@code length}; returns how many bytes it took. */
    public static int put(long address, int length) {
        int rest = length;
        int size = 1;
        long at = address;
        while (rest >= 0x80) {
            putByte(at++, rest | 0x80);
            rest >>>= 7;
            size++;
        }
        putByte(at, rest);
        return size;
    }

    public static int get(long address) {
        int first = getByte(address);
        return first >= 0 ? first : getLonger(address, first);
    }

    private static int getLonger(long address, int first) {
        int value = first & 0x7F;
        int shift = 7;
        long at = address + 1;
        while (true) {
            int next = getByte(at++);
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }
}
