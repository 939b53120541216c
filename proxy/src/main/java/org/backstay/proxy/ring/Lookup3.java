package org.backstay.proxy.ring;

import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;

/** Bob Jenkins's lookup3 (2006, public domain) for little-endian words, started with 13 as libmemcached does. */
final class Lookup3 {
    private static final int START = 0xdeadbeef + 13;
    private static final int BLOCK = 12;

    private Lookup3() {}

    static int hash(long address, int length) {
        int a = START + length;
        int b = a;
        int c = a;
        long at = address;
        int left = length;
        for (; left > BLOCK; left -= BLOCK, at += BLOCK) {
            a += getInt(at);
            b += getInt(at + 4);
            c += getInt(at + 8);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        return left == 0 ? c : finish(a + word(at, left), b + word(at + 4, left - 4), c + word(at + 8, left - 8));
    }

    /** Up to four bytes as a number, the lowest first; those past the end count as zero. */
    private static int word(long at, int length) {
        int word = 0;
        for (int i = 0; i < Math.min(length, 4); i++) {
            word |= getUnsignedByte(at + i) << (8 * i);
        }
        return word;
    }

    private static int finish(int first, int second, int third) {
        int a = first;
        int b = second;
        int c = third;
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
