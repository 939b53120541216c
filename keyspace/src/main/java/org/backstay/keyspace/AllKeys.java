package org.backstay.keyspace;

import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.HandleList;
import org.jspecify.annotations.Nullable;

/** Goes through the keys of one database, or takes one by chance, without knowing any: leaves out those whose time is over. */
final class AllKeys {
    private static final int RANDOM_TRIES = 100;

    /** Buckets visited for each key asked of a scan, at most, as in Redis: an empty stretch must not become a stop. */
    private static final int SCAN_EFFORT = 10;

    private final Keyspace keyspace;
    private final Database database;
    private final Entry cursor;
    private final HandleList handles = new HandleList();

    AllKeys(Keyspace keyspace, Database database) {
        this.keyspace = keyspace;
        this.database = database;
        this.cursor = keyspace.newEntry();
    }

    @Nullable
    Entry random() {
        for (int tries = 0; ; tries++) {
            Table table = database.table();
            Dict dict = table.dict();
            long slot = dict.randomSlot(keyspace.random());
            if (slot == 0) {
                return null;
            }
            int handle = dict.handleAt(slot);
            cursor.attach(table, slot, dict.hashOf(handle));
            boolean hidden = cursor.hasExpire() && database.hideExpired(cursor);
            if (!hidden || (tries >= RANDOM_TRIES && keyspace.expiredKeys() == ExpiredKeys.HIDE)) {
                return cursor;
            }
        }
    }

    long scan(long position, int count, EntryConsumer consumer) {
        long next = position;
        long effort = (long) count * SCAN_EFFORT;
        int shown = 0;
        do {
            handles.clear();
            next = database.table().dict().scan(next, handles);
            shown += show(consumer);
        } while (next != Dict.SCAN_START && shown < count && effort-- > 0);
        return next;
    }

    /** Shows the keys of one bucket that a client may see; how many. */
    private int show(EntryConsumer consumer) {
        int shown = 0;
        for (int i = 0; i < handles.size(); i++) {
            cursor.show(database.table(), handles.get(i));
            if (!cursor.hasExpire() || !database.hideExpired(cursor)) {
                consumer.accept(cursor);
                shown++;
            }
        }
        return shown;
    }

    void forEach(EntryConsumer consumer) {
        database.table().dict().forEach(handle -> {
            cursor.show(database.table(), handle);
            boolean hidden = keyspace.expiredKeys() != ExpiredKeys.SHOW && keyspace.isOver(cursor);
            if (!hidden) {
                consumer.accept(cursor);
            }
        });
    }
}
