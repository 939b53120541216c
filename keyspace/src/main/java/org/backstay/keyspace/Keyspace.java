package org.backstay.keyspace;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.backstay.base.memory.SeededHash;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * All keys and values of one redis-server instance, owned by its event loop: the databases, the memory outside the heap in
 * which they lie, what expires, and the snapshot that may be under way.
 *
 * <p>Time and randomness are handed in, so that equal inputs give an equal keyspace.
 */
public final class Keyspace implements AutoCloseable {
    /**
     * Without a snapshot one change in 1,024 still asks for it. The compiler leaves out code that was never run, and translates anew all that
     * is around it when it is run after all: then the first writes under a snapshot would take many times as long as others.
     */
    private static final long LOOK_SELDOM = 1023;

    private final Slabs slabs;
    private final SeededHash hashing;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Database[] databases;
    private final Graveyard graveyard;
    private final ActiveExpiry activeExpiry;
    private KeyspaceListener listener;
    private final IdleClock idleClock;
    private final FrequencyClock frequencyClock;
    private final Eviction eviction;
    private AccessClock accessClock;
    private ExpiredKeys expiredKeys = ExpiredKeys.DELETE;
    private boolean keepExpired;
    private @Nullable Snapshot snapshot;

    /** Under a snapshot, every change looks at it: 0. Otherwise {@link #LOOK_SELDOM}. */
    private long lookMask = LOOK_SELDOM;

    private int snapshotStamp;
    private int abortedInARow;
    private long changes;
    private long hits;
    private long misses;
    private long expired;

    /**
     * Reserves address space; memory becomes resident as it is used.
     *
     * @param databases how many numbers there are to select
     * @param memoryLimit bytes outside the heap after which changes are refused with a {@link
     *     org.backstay.keyspace.memory.MemoryLimitException}
     * @param clock Unix time in milliseconds
     * @param random unpredictable in production, for the secret of the hash tables and for random keys
     */
    public Keyspace(
            int databases, long memoryLimit, LongSupplier clock, RandomGenerator random, KeyspaceListener listener) {
        this.slabs = new Slabs(memoryLimit);
        this.hashing = new SeededHash(random.nextLong(), random.nextLong());
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.idleClock = new IdleClock(clock);
        this.frequencyClock = new FrequencyClock(clock, random);
        this.accessClock = idleClock;
        this.databases = new Database[databases];
        Strings strings = new Strings(slabs);
        for (int i = 0; i < databases; i++) {
            this.databases[i] = new Database(this, i, strings, newTable());
        }
        this.graveyard = new Graveyard(slabs);
        this.activeExpiry = new ActiveExpiry(this);
        this.eviction = new Eviction(this);
        slabs.onPressure(() -> graveyard.reclaim(Graveyard.UNDER_PRESSURE));
    }

    private Table newTable() {
        return new Table(new Dict(slabs, hashing, Entry.KEY_OFFSET));
    }

    /** Gives all memory back. */
    @Override
    public void close() {
        slabs.close();
    }

    // Parts.

    public int databases() {
        return databases.length;
    }

    public Database database(int index) {
        return databases[index];
    }

    /** The memory in which values lie, for the code of the collection types. */
    public Slabs slabs() {
        return slabs;
    }

    /** The secret hash, for the tables of collections. */
    public SeededHash hashing() {
        return hashing;
    }

    public RandomGenerator random() {
        return random;
    }

    /** A cursor for {@code forRead} and {@code forWrite} on several keys at once; make it once and keep it. */
    public Entry newEntry() {
        return new Entry(slabs);
    }

    /** Says who frees collections of a type; before the first of them is made. */
    public void reclaimer(ValueType type, ValueReclaimer reclaimer) {
        graveyard.reclaimer(type, reclaimer);
    }

    public void listener(KeyspaceListener other) {
        listener = other;
    }

    /** Says which keys go when memory is full, and with that whether entries note the time of their last access or count them. */
    public void evictionPolicy(EvictionPolicy policy) {
        accessClock = policy.countsAccesses() ? frequencyClock : idleClock;
        eviction.policy(policy);
    }

    /** What finds the keys to go. */
    public Eviction eviction() {
        return eviction;
    }

    /** Reads the access clocks of entries as times, under all policies that do not count accesses. */
    public IdleClock idleClock() {
        return idleClock;
    }

    /** Reads the access clocks of entries as counters, under policies that count accesses. */
    public FrequencyClock frequencyClock() {
        return frequencyClock;
    }

    /** What lookups do with keys whose time is over; a master's task unless said otherwise. */
    public void expiredKeys(ExpiredKeys policy) {
        expiredKeys = policy;
    }

    /** What lookups do now. */
    public ExpiredKeys expiredKeys() {
        return keepExpired && expiredKeys == ExpiredKeys.DELETE ? ExpiredKeys.HIDE : expiredKeys;
    }

    /** Hides keys whose time is over, where they would be deleted, as long as the data must stand still. */
    public void keepExpired(boolean yes) {
        keepExpired = yes;
    }

    // Figures.

    /** Changes since the start: what Redis calls dirty, for save points. */
    public long changes() {
        return changes;
    }

    /** Lookups by reading commands that found their key. */
    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    /** Keys deleted because their time was over. */
    public long expired() {
        return expired;
    }

    /** Bytes in keys, values and tables. */
    public long usedBytes() {
        return slabs.usedBytes();
    }

    /** Bytes that the operating system holds for keys, values and tables. */
    public long residentBytes() {
        return slabs.residentBytes();
    }

    /** Values and tables that nobody sees any more and that are being freed. */
    public int pendingReclaims() {
        return graveyard.waiting();
    }

    /** Large values that were freed a little at a time, all of them by now. */
    public long reclaimed() {
        return graveyard.reclaimed();
    }

    /** Starts counting anew. */
    public void resetStatistics() {
        hits = 0;
        misses = 0;
        expired = 0;
        graveyard.resetReclaimed();
    }

    // All of it.

    /** FLUSHDB: empties a database; {@code async} leaves the freeing to {@link #reclaim}. Returns how many keys there were. */
    public int flush(int database, boolean async) {
        listener.flushing(database);
        Table old = databases[database].table();
        int keys = old.dict().size();
        databases[database].table(newTable());
        graveyard.bury(old);
        if (!async) {
            graveyard.reclaim(Integer.MAX_VALUE);
        }
        changes += keys;
        listener.flushed(database);
        return keys;
    }

    /** FLUSHALL: as {@link #flush} for every database. */
    public long flushAll(boolean async) {
        long keys = 0;
        for (int i = 0; i < databases.length; i++) {
            keys += flush(i, async);
        }
        return keys;
    }

    /** SWAPDB. */
    public void swap(int first, int second) {
        listener.swapping(first, second);
        Table table = databases[first].table();
        databases[first].table(databases[second].table());
        databases[second].table(table);
        changes++;
        listener.swapped(first, second);
    }

    /**
     * Frees about {@code budget} blocks of what nobody sees any more; call it while the loop is idle.
     *
     * @return whether there is more to free
     */
    public boolean reclaim(int budget) {
        return graveyard.reclaim(budget) && graveyard.waiting() > 0;
    }

    /**
     * Deletes keys whose time is over, as far as looking at {@code budget} keys and buckets reaches. A database is left
     * as soon as fewer than a tenth of the keys looked at were over.
     *
     * @return whether the budget, not the lack of such keys, has ended it
     */
    public boolean expireSome(int budget) {
        return activeExpiry.run(clock.getAsLong(), budget);
    }

    /** Of the keys with a time to live, about how many are over it and not yet deleted: 0 to 1, estimated by {@link #expireSome}. */
    public double staleShare() {
        return activeExpiry.staleShare();
    }

    // Snapshots.

    /**
     * Begins a snapshot of the keyspace as it is now; it is taken by calling {@link Snapshot#step}.
     *
     * @throws IllegalStateException if one is under way
     */
    public Snapshot snapshot(SnapshotSink sink) {
        if (snapshot != null) {
            throw new IllegalStateException("a snapshot is under way");
        }
        snapshotStamp = snapshotStamp % Entry.STAMPS + 1;
        Snapshot begun = new Snapshot(this, sink, snapshotStamp);
        snapshot = begun;
        graveyard.heir(begun);
        lookMask = 0;
        return begun;
    }

    /** The snapshot under way, or null. */
    public @Nullable Snapshot snapshot() {
        return snapshot;
    }

    void snapshotEnded(boolean complete) {
        snapshot = null;
        graveyard.heir(null);
        lookMask = LOOK_SELDOM;
        abortedInARow = complete ? 0 : abortedInARow + 1;
        if (abortedInARow == Entry.STAMPS - 1) {
            // Each aborted snapshot may leave its stamp on entries; before one is used again, all must be gone.
            abortedInARow = 0;
            for (Database database : databases) {
                database.table().dict().forEach(handle -> Entry.stamp(slabs.address(handle), 0));
            }
        }
    }

    void beforeChange(Entry entry) {
        if ((changes & lookMask) == 0) {
            tellBeforeChange(entry);
        }
    }

    private void tellBeforeChange(Entry entry) {
        if (snapshot != null) {
            snapshot.beforeChange(entry);
        }
    }

    void born(Table table, int block, long hash) {
        if ((changes & lookMask) == 0) {
            tellBorn(table, block, hash);
        }
    }

    private void tellBorn(Table table, int block, long hash) {
        if (snapshot != null) {
            snapshot.born(table, block, hash);
        }
    }

    // What databases report.

    void countChange() {
        changes++;
    }

    void changed(int database, long key, int keyLength) {
        changes++;
        listener.changed(database, key, keyLength);
    }

    void created(int database, Entry entry) {
        listener.created(database, entry.keyAddress(), entry.keyLength());
    }

    void missed(int database, long key, int keyLength) {
        listener.missed(database, key, keyLength);
    }

    void countLookup(boolean hit) {
        if (hit) {
            hits++;
        } else {
            misses++;
        }
    }

    void countExpired(int database, Entry entry) {
        expired++;
        listener.expired(database, entry.keyAddress(), entry.keyLength());
    }

    boolean isOver(Entry entry) {
        return entry.hasExpire() && clock.getAsLong() > entry.expireAt();
    }

    void touch(Entry entry) {
        int before = entry.accessClock();
        int now = accessClock.accessed(before);
        if (now != before) {
            entry.setAccessClock(now);
        }
    }

    int newClock() {
        return accessClock.created();
    }

    Graveyard graveyard() {
        return graveyard;
    }
}
