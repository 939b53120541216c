package org.backstay.redis.server;

import java.util.Arrays;

/** Where, in what was written to a client and not sent, the answers to its writes stand: positions, in order. Owned by the server's loop. */
final class WriteReplies {
    private static final int FIRST = 16;

    private long[] bounds = new long[FIRST];
    private int used;

    void add(long start, long end) {
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, used * 2);
        }
        bounds[used++] = start;
        bounds[used++] = end;
    }

    int count() {
        return used / 2;
    }

    long start(int i) {
        return bounds[2 * i];
    }

    long end(int i) {
        return bounds[2 * i + 1];
    }
}
