package org.backstay.redis.hyperloglog;

import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedShort;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putShort;

/** Registers of six bits each, one behind the other, the lowest bit first; stateless. */
public final class DenseRegisters {
    /** All registers, bytes. */
    static final int BYTES = Sketch.REGISTERS * 6 / 8;

    private static final int MASK = 63;

    private DenseRegisters() {}

    /** A register's value. */
    public static int get(long registers, int index) {
        long at = registers + ((index * 6) >>> 3);
        int shift = (index * 6) & 7;
        // The last register ends with the last byte: only those that cross a byte's end may be read as two.
        return (shift <= 2 ? getUnsignedByte(at) : getUnsignedShort(at)) >>> shift & MASK;
    }

    private static void put(long registers, int index, int value) {
        long at = registers + ((index * 6) >>> 3);
        int shift = (index * 6) & 7;
        if (shift <= 2) {
            putByte(at, (getUnsignedByte(at) & ~(MASK << shift)) | (value << shift));
        } else {
            putShort(at, (getUnsignedShort(at) & ~(MASK << shift)) | (value << shift));
        }
    }

    /** Raises a register to a value; whether it was lower. */
    public static boolean raise(long registers, int index, int value) {
        if (get(registers, index) >= value) {
            return false;
        }
        put(registers, index, value);
        return true;
    }

    /** Writes all registers. */
    static void write(long registers, byte[] values) {
        fill(registers, BYTES, (byte) 0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                put(registers, i, values[i]);
            }
        }
    }

    /** Raises registers to these, where these are higher. */
    static void mergeInto(byte[] into, long registers) {
        for (int i = 0; i < Sketch.REGISTERS; i += 4) {
            int four = four(registers, i);
            for (int j = 0; j < 4; j++) {
                int value = (four >>> (6 * j)) & MASK;
                if (value > into[i + j]) {
                    into[i + j] = (byte) value;
                }
            }
        }
    }

    /** Counts how many registers have each value. */
    static void count(long registers, int[] histogram) {
        for (int i = 0; i < Sketch.REGISTERS; i += 4) {
            int four = four(registers, i);
            histogram[four & MASK]++;
            histogram[four >>> 6 & MASK]++;
            histogram[four >>> 12 & MASK]++;
            histogram[four >>> 18 & MASK]++;
        }
    }

    /** Four registers, which three bytes hold; the index is a multiple of four. */
    private static int four(long registers, int index) {
        long at = registers + index / 4 * 3L;
        return index + 4 < Sketch.REGISTERS ? getInt(at) : getUnsignedShort(at) | getUnsignedByte(at + 2) << 16;
    }
}
