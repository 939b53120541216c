package org.backstay.base.hash;

import static java.lang.Integer.rotateLeft;

/** Bob Jenkins's lookup3, the function {@code hashlittle} (burtleburtle.net/bob/c/lookup3.c, in the public domain). */
final class Lookup3 {
    private static final int BLOCK = 12;

    private int a;
    private int b;
    private int c;

    private Lookup3(int start) {
        a = start;
        b = start;
        c = start;
    }

    static int hash(KeyHash.Bytes key, int initial) {
        int length = key.length();
        Lookup3 state = new Lookup3(0xdeadbeef + length + initial);
        int at = 0;
        for (; length - at > BLOCK; at += BLOCK) {
            state.add(key, at, BLOCK);
            state.mix();
        }
        if (length == at) {
            return state.c;
        }
        state.add(key, at, length - at);
        return state.last();
    }

    /** Adds up to twelve bytes as three little-endian words, zeros behind them. */
    private void add(KeyHash.Bytes key, int at, int count) {
        a += word(key, at, count);
        b += word(key, at + 4, count - 4);
        c += word(key, at + 8, count - 8);
    }

    private static int word(KeyHash.Bytes key, int at, int count) {
        int word = 0;
        for (int i = 0; i < Math.min(4, count); i++) {
            word |= key.unsigned(at + i) << (8 * i);
        }
        return word;
    }

    private void mix() {
        a = (a - c) ^ rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ rotateLeft(b, 4);
        b += a;
    }

    private int last() {
        c = (c ^ b) - rotateLeft(b, 14);
        a = (a ^ c) - rotateLeft(c, 11);
        b = (b ^ a) - rotateLeft(a, 25);
        c = (c ^ b) - rotateLeft(b, 16);
        a = (a ^ c) - rotateLeft(c, 4);
        b = (b ^ a) - rotateLeft(a, 14);
        return (c ^ b) - rotateLeft(b, 24);
    }
}
