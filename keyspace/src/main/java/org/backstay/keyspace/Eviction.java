package org.backstay.keyspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.HandleList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that a policy lets go first; owned by the keyspace's loop.
 *
 * <p>There is no list of keys in the order of their use. As in Redis, a few keys are drawn at random, and the best of them stay in
 * a pool of candidates from draw to draw, so that in time the pool comes close to the true order. A candidate is remembered by its
 * key, since its block may be another's by the time its turn comes.
 */
public final class Eviction {
    private static final int POOL = 16;

    private static final int FIRST_KEY_BYTES = 256;

    /** Buckets looked at in search of one key that expires, at most: few of many keys may do so. */
    private static final int MARKED_BUCKETS = 1_000;

    private final Keyspace keyspace;
    private final Entry entry;
    private final HandleList handles = new HandleList();
    private final byte[] @Nullable [] keys = new byte[POOL][];
    private final Table[] tables = new Table[POOL];
    private final long[] scores = new long[POOL];
    private MemorySegment copied = Arena.ofAuto().allocate(FIRST_KEY_BYTES);
    private int candidates;
    private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
    private int nextDatabase;
    private @Nullable Database owner;

    Eviction(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.entry = keyspace.newEntry();
    }

    /** Changes the policy; candidates of another are forgotten. */
    void policy(EvictionPolicy other) {
        policy = other;
        while (candidates > 0) {
            dropLast();
        }
    }

    private void dropLast() {
        keys[--candidates] = null;
    }

    /**
     * The next key to go, or null when the policy spares all that are left. The caller deletes it from {@link #owner}.
     *
     * @param samples keys drawn from each database for one choice
     */
    public @Nullable Entry next(int samples) {
        owner = null;
        if (policy == EvictionPolicy.NOEVICTION) {
            return null;
        }
        return policy.order() == EvictionPolicy.Order.NONE ? random() : best(samples);
    }

    /** The database of the key that {@link #next} returned. */
    public Database owner() {
        if (owner == null) {
            throw new IllegalStateException("no key was chosen");
        }
        return owner;
    }

    /** The databases in turn, so that each loses as many as the others. */
    private @Nullable Entry random() {
        for (int i = 0; i < keyspace.databases(); i++) {
            Database database = keyspace.database(nextDatabase);
            nextDatabase = (nextDatabase + 1) % keyspace.databases();
            if (drawOne(database)) {
                owner = database;
                return entry;
            }
        }
        return null;
    }

    private @Nullable Entry best(int samples) {
        while (true) {
            boolean any = false;
            for (int i = 0; i < keyspace.databases(); i++) {
                Database database = keyspace.database(i);
                for (int drawn = 0; drawn < samples && drawOne(database); drawn++) {
                    any = true;
                    consider(database.table());
                }
            }
            if (!any) {
                return null;
            }
            Entry chosen = takeBest();
            if (chosen != null) {
                return chosen;
            }
        }
    }

    /** Puts the cursor on a random key that the policy may evict. */
    private boolean drawOne(Database database) {
        Table table = database.table();
        Dict dict = table.dict();
        if (!policy.onlyExpiring()) {
            long slot = dict.randomSlot(keyspace.random());
            if (slot != 0) {
                entry.show(table, dict.handleAt(slot));
            }
            return slot != 0;
        }
        if (dict.marked() == 0) {
            return false;
        }
        int bucket = keyspace.random().nextInt(dict.bucketCount());
        for (int i = 0; i < MARKED_BUCKETS; i++) {
            handles.clear();
            bucket = dict.visitMarked(bucket, handles);
            if (handles.size() > 0) {
                entry.show(table, handles.get(keyspace.random().nextInt(handles.size())));
                return true;
            }
        }
        return false;
    }

    /** Keeps the drawn key if there is room, or if one in the pool is to stay longer; the pool ends with the best to go. */
    private void consider(Table table) {
        long score = score();
        if ((candidates == POOL && score <= scores[0]) || isKnown(table)) {
            return;
        }
        int at = candidates;
        if (candidates < POOL) {
            candidates++;
            while (at > 0 && scores[at - 1] > score) {
                move(at - 1, at);
                at--;
            }
        } else {
            at = 0;
            while (at < POOL - 1 && scores[at + 1] < score) {
                move(at + 1, at);
                at++;
            }
        }
        keys[at] = entry.key();
        tables[at] = table;
        scores[at] = score;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        tables[to] = tables[from];
        scores[to] = scores[from];
    }

    private boolean isKnown(Table table) {
        for (int i = 0; i < candidates; i++) {
            byte[] key = keys[i];
            if (tables[i] == table && key != null && NativeMemory.equals(entry.keyAddress(), entry.keyLength(), key)) {
                return true;
            }
        }
        return false;
    }

    /** The higher, the sooner it goes. */
    private long score() {
        return switch (policy.order()) {
            case IDLE -> keyspace.idleClock().idleSeconds(entry.accessClock());
            case FREQUENCY -> 255L - keyspace.frequencyClock().frequency(entry.accessClock());
            case EXPIRY -> Long.MAX_VALUE - entry.expireAt();
            case NONE -> 0;
        };
    }

    /** The best candidate that still stands, taken from the pool. */
    private @Nullable Entry takeBest() {
        while (candidates > 0) {
            byte[] key = keys[candidates - 1];
            Table table = tables[candidates - 1];
            dropLast();
            Database database = databaseOf(table);
            if (key != null && database != null && find(table, key)) {
                owner = database;
                return entry;
            }
        }
        return null;
    }

    private @Nullable Database databaseOf(Table table) {
        for (int i = 0; i < keyspace.databases(); i++) {
            if (keyspace.database(i).table() == table) {
                return keyspace.database(i);
            }
        }
        return null;
    }

    private boolean find(Table table, byte[] key) {
        if (key.length > copied.byteSize()) {
            copied = Arena.ofAuto().allocate(key.length);
        }
        NativeMemory.copy(key, 0, copied.address(), key.length);
        Dict dict = table.dict();
        long hash = dict.hash(copied.address(), key.length);
        long slot = dict.find(copied.address(), key.length, hash);
        if (slot == 0) {
            return false;
        }
        entry.attach(table, slot, hash);
        return !policy.onlyExpiring() || entry.hasExpire();
    }
}
