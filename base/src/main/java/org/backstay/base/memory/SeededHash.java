package org.backstay.base.memory;

import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;

/**
 * A keyed 64-bit hash of bytes outside the heap, for hash tables; immutable, for any thread.
 *
 * <p>The idea is the folded multiplication of the wyhash family: two words of input, each masked by a secret, are
 * multiplied to 128 bits and the halves are joined by exclusive or. A fixed mask would let a client that knows it
 * make one factor zero and so choose colliding keys whatever the seed is; here every mask comes from the 128-bit
 * seed, which is never shown. All 64 bits are good; equal seeds give equal hashes on every machine.
 */
public final class SeededHash {
    private final long start;
    private final long mask0;
    private final long mask1;
    private final long mask2;
    private final long mask3;

    /** Two independent random words, unknown to clients. */
    public SeededHash(long seed0, long seed1) {
        long state = seed0;
        this.start = spread(state ^= seed1);
        this.mask0 = spread(state += 0x9E3779B97F4A7C15L);
        this.mask1 = spread((state += 0x9E3779B97F4A7C15L) ^ seed1);
        this.mask2 = spread(state += 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(seed1, 32);
        this.mask3 = spread((state += 0x9E3779B97F4A7C15L) + seed1);
    }

    /** The hash of {@code length} bytes at {@code address}. */
    public long hash(long address, long length) {
        long a;
        long b;
        long state = start;
        if (length <= 16) {
            if (length >= 8) {
                a = getLong(address);
                b = getLong(address + length - 8);
            } else if (length >= 4) {
                a = getInt(address) & 0xFFFF_FFFFL;
                b = getInt(address + length - 4) & 0xFFFF_FFFFL;
            } else if (length > 0) {
                a = getUnsignedByte(address)
                        | getUnsignedByte(address + (length >>> 1)) << 8
                        | getUnsignedByte(address + length - 1) << 16;
                b = 0;
            } else {
                a = 0;
                b = 0;
            }
        } else {
            state = absorb(address, length);
            a = getLong(address + length - 16);
            b = getLong(address + length - 8);
        }
        return finish(state, a, b, length);
    }

    /** The hash of a number, for integer members that are not stored as text. */
    public long hash(long number) {
        return finish(start, number, Long.rotateLeft(number, 32), -1);
    }

    /** Everything but the last 16 bytes, which may overlap what was absorbed. */
    private long absorb(long address, long length) {
        long state = start;
        long left = length;
        long at = address;
        if (left > 48) {
            long second = start;
            long third = start;
            do {
                state = fold(getLong(at) ^ mask0, getLong(at + 8) ^ state);
                second = fold(getLong(at + 16) ^ mask1, getLong(at + 24) ^ second);
                third = fold(getLong(at + 32) ^ mask2, getLong(at + 40) ^ third);
                at += 48;
                left -= 48;
            } while (left > 48);
            state ^= second + Long.rotateLeft(third, 23);
        }
        while (left > 16) {
            state = fold(getLong(at) ^ mask0, getLong(at + 8) ^ state);
            at += 16;
            left -= 16;
        }
        return state;
    }

    private long finish(long state, long a, long b, long length) {
        long inner = fold(a ^ mask1, b ^ mask2 ^ state);
        return fold(inner ^ mask0, state ^ mask3 ^ length);
    }

    private static long fold(long x, long y) {
        return (x * y) ^ Math.unsignedMultiplyHigh(x, y);
    }

    private static long spread(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
