package org.backstay.base.hash;

import org.backstay.base.memory.NativeMemory;

/**
 * The 16-bit cyclic redundancy check of the cluster's slots: XMODEM, polynomial 0x1021, starts at 0, not reflected. Stateless, of any thread.
 */
public final class Crc16 {
    private static final int POLYNOMIAL = 0x1021;

    /** What a byte does to the check. */
    private static final short[] TABLE = table();

    private Crc16() {}

    private static short[] table() {
        short[] table = new short[256];
        for (int b = 0; b < 256; b++) {
            int crc = b << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[b] = (short) crc;
        }
        return table;
    }

    /** The check of bytes on the heap, 0 to 65,535. */
    public static int of(byte[] bytes, int offset, int length) {
        int crc = 0;
        for (int i = offset; i < offset + length; i++) {
            crc = step(crc, bytes[i]);
        }
        return crc;
    }

    /** The check of bytes outside the heap, 0 to 65,535. */
    public static int of(long address, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = step(crc, NativeMemory.getByte(address + i));
        }
        return crc;
    }

    private static int step(int crc, byte b) {
        return (crc << 8 ^ TABLE[(crc >>> 8 ^ b) & 0xff]) & 0xffff;
    }
}
