package org.backstay.base.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.backstay.base.memory.NativeMemory;

/**
 * The 64-bit cyclic redundancy check at the end of RDB files and DUMP payloads: the Jones polynomial 0xad93d23594c935a9, reflected, starts
 * at 0, no final exclusive or. Stateless, of any thread.
 *
 * <p>Eight bytes a step, by eight tables ("slicing by eight").
 */
public final class Crc64 {
    /** 0xad93d23594c935a9 with its bits in reverse order. */
    private static final long POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLICES = 8;

    /** {@code TABLES[256 * k + b]}: what byte {@code b} does to the check when {@code k} zero bytes follow it. */
    private static final long[] TABLES = tables();

    private Crc64() {}

    private static long[] tables() {
        long[] tables = new long[256 * SLICES];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
            tables[b] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = before >>> 8 ^ tables[(int) before & 0xff];
        }
        return tables;
    }

    /** Continues {@code crc} (0 at first) over bytes on the heap. */
    public static long update(long crc, byte[] bytes, int offset, int length) {
        long check = crc;
        int i = offset;
        int end = offset + length;
        for (; i + SLICES <= end; i += SLICES) {
            check = eight(check ^ (long) LONGS.get(bytes, i));
        }
        for (; i < end; i++) {
            check = check >>> 8 ^ TABLES[(int) (check ^ bytes[i]) & 0xff];
        }
        return check;
    }

    /** Continues {@code crc} (0 at first) over bytes outside the heap. */
    public static long update(long crc, long address, long length) {
        long check = crc;
        long at = address;
        long end = address + length;
        for (; at + SLICES <= end; at += SLICES) {
            check = eight(check ^ NativeMemory.getLong(at));
        }
        for (; at < end; at++) {
            check = check >>> 8 ^ TABLES[(int) (check ^ NativeMemory.getByte(at)) & 0xff];
        }
        return check;
    }

    private static long eight(long word) {
        return TABLES[7 * 256 + (int) (word & 0xff)]
                ^ TABLES[6 * 256 + (int) (word >>> 8 & 0xff)]
                ^ TABLES[5 * 256 + (int) (word >>> 16 & 0xff)]
                ^ TABLES[4 * 256 + (int) (word >>> 24 & 0xff)]
                ^ TABLES[3 * 256 + (int) (word >>> 32 & 0xff)]
                ^ TABLES[2 * 256 + (int) (word >>> 40 & 0xff)]
                ^ TABLES[256 + (int) (word >>> 48 & 0xff)]
                ^ TABLES[(int) (word >>> 56)];
    }
}
