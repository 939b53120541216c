package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.backstay.config.Settings;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.Eviction;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.keyspace.Keyspace;
import org.backstay.redis.config.MemoryDirectives;

/**
 * Holds the memory for data and buffers under {@code maxmemory}: evicts keys as {@code maxmemory-policy} says, or has writes refused.
 * Owned by the server's loop.
 *
 * <p>Memory is what lies outside the Java heap: keys, values and tables, what clients have sent and not yet taken, and what other parts
 * say they hold. The heap has its own limit, and INFO shows it apart.
 */
public final class MemoryGuard {
    /** The answer to a command that needs memory when there is none. */
    public static final String OOM = "OOM command not allowed when used memory > 'maxmemory'.";

    /** The answer to a command that would keep more on the Java heap when there is hardly any left. */
    static final String HEAP_FULL = "OOM command not allowed when the Java heap is nearly full.";

    /** Input between two looks at the heap: what the objects for so much of it take is far less than what is free when all is well. */
    private static final int BYTES_PER_LOOK = 64 * 1024;

    private static final byte[] DEL = {'D', 'E', 'L'};

    /** Keys evicted between two looks at the clock. */
    private static final int STEP = 16;

    /** Blocks of evicted values freed with each key when {@code lazyfree-lazy-eviction} is on. */
    private static final int LAZY_BLOCKS = 1_000;

    /** Keys that are compared for one eviction, whatever {@code maxmemory-samples} says. */
    private static final int MOST_SAMPLES = 64;

    private static final int LINEAR_TENACITY = 10;
    private static final int ENDLESS_TENACITY = 100;
    private static final double TENACITY_GROWTH = 1.15;

    private final RedisServer server;
    private final Settings settings;
    private final Map<String, LongSupplier> others = new LinkedHashMap<>();
    private final List<LongSupplier> data = new ArrayList<>();
    private long limit;
    private long sampled;
    private long unseen;
    private long peak;
    private long evicted;
    private long exceededSinceNanos;
    private long exceededNanos;
    private boolean scheduled;
    private boolean heapTight;

    MemoryGuard(RedisServer server) {
        this.server = server;
        this.settings = server.settings();
        limit = settings.get(MemoryDirectives.MAXMEMORY);
        settings.onChange(MemoryDirectives.MAXMEMORY, (before, now) -> {
            limit = now;
            if (now > 0 && usedBytes() > now) {
                server.log()
                        .warning("The new maxmemory value set via CONFIG SET (" + now
                                + ") is smaller than the current memory usage (" + usedBytes()
                                + "). This will result in key eviction and/or the inability to accept new write commands"
                                + " depending on the maxmemory-policy.");
            }
            evictLater();
        });
        Keyspace keyspace = server.keyspace();
        keyspace.evictionPolicy(settings.get(MemoryDirectives.MAXMEMORY_POLICY));
        settings.onChange(MemoryDirectives.MAXMEMORY_POLICY, (before, now) -> keyspace.evictionPolicy(now));
        keyspace.frequencyClock().logFactor(settings.get(MemoryDirectives.LFU_LOG_FACTOR));
        settings.onChange(
                MemoryDirectives.LFU_LOG_FACTOR,
                (before, now) -> keyspace.frequencyClock().logFactor(now));
        keyspace.frequencyClock().decayMinutes(settings.get(MemoryDirectives.LFU_DECAY_TIME));
        settings.onChange(
                MemoryDirectives.LFU_DECAY_TIME,
                (before, now) -> keyspace.frequencyClock().decayMinutes(now));
    }

    /** Adds memory that another part holds, under the name that MEMORY STATS gives it; it is shown, but no reason to evict. */
    public void add(String name, LongSupplier bytes) {
        others.put(name, bytes);
    }

    /** As {@link #add}, for a part that holds data: it is held against {@code maxmemory}. */
    public void addData(String name, LongSupplier bytes) {
        add(name, bytes);
        data.add(bytes);
    }

    /** What the parts that were {@linkplain #add added} hold now, by name. */
    public Map<String, LongSupplier> others() {
        return others;
    }

    /** What other parts hold: shown as used, but not held against {@code maxmemory}. */
    public long notCountedBytes() {
        long bytes = 0;
        for (LongSupplier each : others.values()) {
            bytes += each.getAsLong();
        }
        return bytes - dataBytes();
    }

    private long dataBytes() {
        long bytes = 0;
        for (LongSupplier each : data) {
            bytes += each.getAsLong();
        }
        return bytes;
    }

    /** Bytes of keys, values, tables, clients' buffers and other parts. */
    public long usedBytes() {
        sample();
        return server.keyspace().usedBytes() + sampled + notCountedBytes();
    }

    /** The most that was used, as far as samples tell. */
    public long peakBytes() {
        peak = Math.max(peak, usedBytes());
        return peak;
    }

    /** Bytes of what clients of this role have sent and not yet taken. */
    public long clientBytes(Client.Role role) {
        long bytes = 0;
        for (Client client : server.clients().all()) {
            if (client.role() == role) {
                bytes += client.memory();
            }
        }
        return bytes;
    }

    /** Looks at the buffers of all clients and the data outside the keyspace; too much for every command, so several times a second. */
    void sample() {
        sampled = clientBytes(Client.Role.NORMAL) + dataBytes();
        peak = Math.max(peak, server.keyspace().usedBytes() + sampled);
    }

    /** Keys evicted since the start. */
    public long evictedKeys() {
        return evicted;
    }

    /** Starts counting anew (CONFIG RESETSTAT). */
    public void resetStatistics() {
        evicted = 0;
        exceededNanos = 0;
    }

    /** For how long memory has been above its limit in all, milliseconds. */
    public long exceededMillis() {
        return TimeUnit.NANOSECONDS.toMillis(exceededNanos) + exceedingMillis();
    }

    /** For how long memory has been above its limit without a break until now, milliseconds; 0 if it is not. */
    public long exceedingMillis() {
        return exceededSinceNanos == 0
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(server.time().nanoTime() - exceededSinceNanos);
    }

    /** To be told what a batch of commands has brought; looks at the heap when it may have grown by a good part of what is spare there. */
    void received(long bytes) {
        unseen += bytes;
        if (unseen >= BYTES_PER_LOOK) {
            lookAtHeap();
        }
    }

    /** Looks whether the Java heap is nearly full. */
    void lookAtHeap() {
        unseen = 0;
        boolean tight = server.node().headroom().heapIsTight();
        if (tight == heapTight) {
            return;
        }
        heapTight = tight;
        server.log()
                .warning(
                        tight
                                ? "The Java heap is nearly full: what would fill it further is answered OOM. Give it more with"
                                        + " BACKSTAY_JAVA_OPTS=-Xmx..."
                                : "There is room on the Java heap again.");
    }

    /** Whether what fills the Java heap must be refused. */
    boolean isHeapTight() {
        return heapTight;
    }

    /** Whether there is a limit and it is exceeded now. */
    public boolean isExceeded() {
        return limit > 0 && server.keyspace().usedBytes() + sampled > limit;
    }

    /**
     * Evicts as much as may and must go; to be called before each command.
     *
     * @return false when memory stays above its limit, so that what needs memory must be refused
     */
    public boolean makeRoom() {
        if (limit == 0 || !isExceeded()) {
            noteRoom();
            return true;
        }
        if (server.isLoading() || isLeftToMaster()) {
            return true;
        }
        if (exceededSinceNanos == 0) {
            exceededSinceNanos = server.time().nanoTime();
        }
        return evict();
    }

    private void noteRoom() {
        if (exceededSinceNanos != 0) {
            exceededNanos += server.time().nanoTime() - exceededSinceNanos;
            exceededSinceNanos = 0;
        }
    }

    private boolean isLeftToMaster() {
        return server.keyspace().expiredKeys() != ExpiredKeys.DELETE
                && settings.get(MemoryDirectives.REPLICA_IGNORE_MAXMEMORY);
    }

    private boolean evict() {
        Keyspace keyspace = server.keyspace();
        Eviction eviction = keyspace.eviction();
        int samples = Math.min(settings.get(MemoryDirectives.MAXMEMORY_SAMPLES), MOST_SAMPLES);
        int freed = settings.get(MemoryDirectives.LAZYFREE_LAZY_EVICTION) ? LAZY_BLOCKS : Integer.MAX_VALUE;
        long budget = budgetNanos(settings.get(MemoryDirectives.MAXMEMORY_EVICTION_TENACITY));
        long start = server.time().nanoTime();
        for (int step = 1; isExceeded(); step++) {
            if (keyspace.pendingReclaims() > 0) {
                keyspace.reclaim(freed);
                if (!isExceeded()) {
                    break;
                }
            }
            Entry entry = eviction.next(samples);
            if (entry == null) {
                return keyspace.pendingReclaims() > 0;
            }
            remove(eviction, entry);
            if (step % STEP == 0 && server.time().nanoTime() - start > budget) {
                evictLater();
                return true;
            }
        }
        noteRoom();
        return true;
    }

    private void remove(Eviction eviction, Entry entry) {
        int database = eviction.owner().index();
        byte[] key = entry.key();
        server.notifications().tell(database, KeyEvent.EVICTED, entry.keyAddress(), entry.keyLength());
        eviction.owner().delete(entry);
        evicted++;
        if (server.propagation().isOpen()) {
            server.propagation().add(database, DEL, key);
        }
        server.endUnit();
    }

    /** 50 microseconds for each step up to 10, then 15 % more for each, as the original's. */
    private static long budgetNanos(int tenacity) {
        if (tenacity >= ENDLESS_TENACITY) {
            return Long.MAX_VALUE;
        }
        double micros = tenacity <= LINEAR_TENACITY
                ? 50.0 * tenacity
                : 500.0 * Math.pow(TENACITY_GROWTH, tenacity - (double) LINEAR_TENACITY);
        return (long) (micros * 1_000);
    }

    /** Goes on evicting after other work had its turn. */
    private void evictLater() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        server.loop().execute(() -> {
            scheduled = false;
            server.time().refresh();
            makeRoom();
            server.endBatch();
        });
    }
}
