package org.backstay.base.hash;

/** Paul Hsieh's SuperFastHash (azillionmonkeys.com/qed/hash.html) with the start 0. */
final class Hsieh {
    private Hsieh() {}

    static int hash(KeyHash.Bytes key) {
        int length = key.length();
        if (length == 0) {
            return 0;
        }
        int hash = 0;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash += key.two(i);
            hash = hash << 16 ^ key.two(i + 2) << 11 ^ hash;
            hash += hash >>> 11;
        }
        return avalanche(tail(key, hash, whole, length - whole));
    }

    private static int tail(KeyHash.Bytes key, int start, int at, int left) {
        int hash = start;
        switch (left) {
            case 3 -> {
                hash += key.two(at);
                hash ^= hash << 16;
                hash ^= key.at(at + 2) << 18;
                hash += hash >>> 11;
            }
            case 2 -> {
                hash += key.two(at);
                hash ^= hash << 11;
                hash += hash >>> 17;
            }
            case 1 -> {
                hash += key.unsigned(at);
                hash ^= hash << 10;
                hash += hash >>> 1;
            }
            default -> {
                // nothing is left
            }
        }
        return hash;
    }

    private static int avalanche(int start) {
        int hash = start;
        hash ^= hash << 3;
        hash += hash >>> 5;
        hash ^= hash << 4;
        hash += hash >>> 17;
        hash ^= hash << 25;
        return hash + (hash >>> 6);
    }
}
