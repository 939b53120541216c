package org.backstay.base.hash;

/** Austin Appleby's MurmurHash2 for 32 bits. */
final class Murmur2 {
    private static final int FACTOR = 0x5bd1e995;

    private Murmur2() {}

    static int hash(KeyHash.Bytes key, int seed) {
        int length = key.length();
        int hash = seed ^ length;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = key.four(i) * FACTOR;
            word ^= word >>> 24;
            hash = hash * FACTOR ^ word * FACTOR;
        }
        int left = length - whole;
        if (left > 0) {
            for (int i = left - 1; i >= 0; i--) {
                hash ^= key.unsigned(whole + i) << (8 * i);
            }
            hash *= FACTOR;
        }
        hash ^= hash >>> 13;
        hash *= FACTOR;
        return hash ^ hash >>> 15;
    }
}
