package org.backstay.base.hash;

import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;

/** MurmurHash64A, Austin Appleby's 64-bit MurmurHash2, by which HyperLogLogs count. Stateless, of any thread. */
public final class Murmur64A {
    private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private Murmur64A() {}

    /** The hash of bytes outside the heap. */
    public static long hash(long address, int length, long seed) {
        long hash = seed ^ length * MULTIPLIER;
        int whole = length & -8;
        for (int i = 0; i < whole; i += 8) {
            hash = (hash ^ mixed(getLong(address + i))) * MULTIPLIER;
        }
        if (whole < length) {
            long rest = 0;
            for (int i = length - 1; i >= whole; i--) {
                rest = rest << 8 | getUnsignedByte(address + i);
            }
            hash = (hash ^ rest) * MULTIPLIER;
        }
        return finished(hash);
    }

    private static long mixed(long word) {
        long mixed = word * MULTIPLIER;
        return (mixed ^ mixed >>> SHIFT) * MULTIPLIER;
    }

    private static long finished(long hash) {
        long mixed = (hash ^ hash >>> SHIFT) * MULTIPLIER;
        return mixed ^ mixed >>> SHIFT;
    }
}
