package org.backstay.redis.server;

import java.util.Arrays;

/** A key that clients have read: their ids, in order. Owned by the server's loop. */
final class TrackedKey extends KeyIndex.Slot {
    private long[] ids = new long[1];
    private int size;

    TrackedKey(KeyIndex.Slot place) {
        super(place);
    }

    /** Adds a client; false when it is known already. */
    boolean add(long id) {
        int found = Arrays.binarySearch(ids, 0, size, id);
        if (found >= 0) {
            return false;
        }
        int at = -found - 1;
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        System.arraycopy(ids, at, ids, at + 1, size - at);
        ids[at] = id;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    /** The id of one of the clients. */
    long client(int i) {
        return ids[i];
    }
}
