package org.backstay.keyspace;

import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.HandleList;

/**
 * Looks for keys whose time is over although nobody asks for them; owned by the keyspace's loop.
 *
 * <p>There is no second index: keys that expire are marked in the table itself, and whole segments without marks are
 * skipped. The search goes through the table in a circle. The order of buckets is that of a secret hash, so the keys of
 * a few neighbouring buckets are a fair sample, and Redis's rule holds: go on in a database while at least a tenth of
 * the keys looked at were over.
 */
final class ActiveExpiry {
    /** Keys looked at before the share of those that were over is judged. */
    private static final int SAMPLE = 20;

    /** Buckets looked at for one sample, at most. */
    private static final int SAMPLE_BUCKETS = 400;

    /** A new sample's weight in the average time to live: one part in so many. */
    private static final int TTL_WEIGHT = 50;

    /** A sample's weight in the estimated share of keys whose time is over. */
    private static final double STALE_WEIGHT = 0.05;

    private final Keyspace keyspace;
    private final Entry entry;
    private final HandleList handles = new HandleList();
    private int nextDatabase;

    // The sample under way.
    private int looked;
    private int over;
    private long ttlSum;
    private int ttlCount;

    private double staleShare;

    ActiveExpiry(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.entry = keyspace.newEntry();
    }

    /** As {@link Keyspace#expireSome}. */
    boolean run(long now, int budget) {
        int left = budget;
        for (int i = 0; i < keyspace.databases(); i++) {
            Database database = keyspace.database(nextDatabase);
            do {
                if (left <= 0) {
                    return true;
                }
                left -= sample(database, now);
            } while (over * 10 > looked);
            nextDatabase = (nextDatabase + 1) % keyspace.databases();
        }
        return false;
    }

    /** Looks at some keys of a database; returns what it cost. */
    private int sample(Database database, long now) {
        Table table = database.table();
        Dict dict = table.dict();
        looked = 0;
        over = 0;
        ttlSum = 0;
        ttlCount = 0;
        int buckets = 0;
        while (dict.marked() > 0 && looked < SAMPLE && buckets < SAMPLE_BUCKETS) {
            handles.clear();
            table.expiryBucket = dict.visitMarked(table.expiryBucket, handles);
            buckets++;
            for (int h = 0; h < handles.size(); h++) {
                look(database, table, handles.get(h), now);
            }
            if (table.expiryBucket == 0) {
                break; // once round is enough for one sample
            }
        }
        if (looked > 0) {
            staleShare += STALE_WEIGHT * ((double) over / looked - staleShare);
        }
        if (ttlCount > 0) {
            long average = ttlSum / ttlCount;
            table.averageTtl =
                    table.averageTtl == 0 ? average : table.averageTtl + (average - table.averageTtl) / TTL_WEIGHT;
        } else if (dict.marked() == 0) {
            table.averageTtl = 0;
        }
        return looked + buckets;
    }

    /** Of the keys with a time to live, about how many are over it and not yet deleted: 0 to 1. */
    double staleShare() {
        return staleShare;
    }

    private void look(Database database, Table table, int handle, long now) {
        looked++;
        entry.show(table, handle);
        long ttl = entry.expireAt() - now;
        if (ttl < 0) {
            over++;
            database.expire(entry);
        } else {
            ttlSum += ttl;
            ttlCount++;
        }
    }
}
