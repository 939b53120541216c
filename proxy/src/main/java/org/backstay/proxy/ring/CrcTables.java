package org.backstay.proxy.ring;

import static org.backstay.base.memory.NativeMemory.getByte;

/** The tables of the two cyclic redundancy checks, made from their polynomials. */
final class CrcTables {
    private static final int CRC16_POLYNOMIAL = 0x1021;
    private static final int CRC32_POLYNOMIAL = 0xedb88320;

    static final int[] CRC16 = new int[256];
    private static final int[] CRC32 = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int sixteen = i << 8;
            int thirtyTwo = i;
            for (int bit = 0; bit < 8; bit++) {
                sixteen = (sixteen << 1) ^ ((sixteen & 0x8000) != 0 ? CRC16_POLYNOMIAL : 0);
                thirtyTwo = (thirtyTwo >>> 1) ^ ((thirtyTwo & 1) != 0 ? CRC32_POLYNOMIAL : 0);
            }
            CRC16[i] = sixteen & 0xffff;
            CRC32[i] = thirtyTwo;
        }
    }

    private CrcTables() {}

    static int crc32(long address, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc = (crc >>> 8) ^ CRC32[(crc ^ getByte(address + i)) & 0xff];
        }
        return ~crc;
    }
}
