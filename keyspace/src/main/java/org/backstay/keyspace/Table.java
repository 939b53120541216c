package org.backstay.keyspace;

import org.backstay.keyspace.memory.Dict;

/**
 * The keys of one database, owned by the keyspace's loop. A table is more lasting than the number under which it is known:
 * SWAPDB exchanges tables, and FLUSHDB puts a new one in the place of the old, which is freed behind the scenes and can go on
 * being read by a snapshot.
 */
final class Table {
    /** No snapshot needs the table, or no longer. */
    static final int NOT_WALKED = 0;
    /** A snapshot will come to it. */
    static final int TO_BE_WALKED = 1;
    /** A snapshot is in it, at {@link #cursor}. */
    static final int BEING_WALKED = 2;

    private final Dict dict;
    private int version;

    /** What a snapshot has to do with this table; written by {@link Snapshot}. */
    int walk = NOT_WALKED;
    /** The number under which the snapshot knows it. */
    int snapshotNumber;

    long cursor;

    /** Where the search for expired keys goes on; written by {@link ActiveExpiry}. */
    int expiryBucket;

    long averageTtl;

    Table(Dict dict) {
        this.dict = dict;
        dict.create();
    }

    Dict dict() {
        return dict;
    }

    /** Points a cursor, for looking only, at the entry of a key, whether or not its time is over; false when there is none. */
    boolean show(long key, int length, Entry into) {
        long slot = dict.find(key, length);
        if (slot == 0) {
            return false;
        }
        into.show(this, dict.handleAt(slot));
        return true;
    }

    /** Changes with every insertion and removal: slots looked up under another version must be looked up again. */
    int version() {
        return version;
    }

    long insert(int handle, long hash) {
        long slot = dict.insert(handle, hash);
        version++;
        return slot;
    }

    void remove(long slot, long hash) {
        dict.removeAt(slot, hash);
        version++;
    }

    /** Whether the snapshot that walks this table has passed the place of a key with this hash. */
    boolean isBehindWalk(long hash) {
        return walk == BEING_WALKED && Dict.isBehind(hash, cursor);
    }
}
