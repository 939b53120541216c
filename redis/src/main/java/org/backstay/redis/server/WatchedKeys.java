package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Keyspace;
import org.backstay.resp.Request;

/**
 * Which clients watch which keys (WATCH). A change of a key marks its watchers, whose EXEC then fails. Owned by the server's loop; while nobody
 * watches, a change costs one comparison.
 *
 * <p>A key whose time was over when the watch began, though it still stood, counts as absent: its deletion is no change.
 */
public final class WatchedKeys {
    private final Keyspace keyspace;
    private final KeyIndex<Watched> keys;

    /** A key and those who watch it. */
    private static final class Watched extends KeyIndex.Slot {
        final List<Watch> watches = new ArrayList<>(1);

        Watched(KeyIndex.Slot place) {
            super(place);
        }
    }

    /** One client's watch of one key. */
    static final class Watch {
        private final Client client;
        private final Watched key;
        private boolean absent;

        private Watch(Client client, Watched key, boolean absent) {
            this.client = client;
            this.key = key;
            this.absent = absent;
        }
    }

    /** Asks something of a key that is given by address. */
    @FunctionalInterface
    private interface KeyTest {
        boolean test(long key, int length);
    }

    WatchedKeys(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.keys = new KeyIndex<>(keyspace.hashing());
    }

    /** Lets a client watch a key; a second time changes nothing. */
    public void watch(Client client, int database, long key, int length) {
        Watched watched = keys.find(database, key, length);
        if (watched == null) {
            watched = new Watched(keys.place(database, key, length));
            keys.add(watched);
        }
        if (watched.watches.stream().anyMatch(watch -> watch.client.equals(client))) {
            return;
        }
        Watch watch = new Watch(client, watched, keyspace.database(database).isExpiredInPlace(key, length));
        watched.watches.add(watch);
        client.watches().add(watch);
        client.addNameBytes(length);
    }

    /** Ends all watches of a client (UNWATCH, EXEC, DISCARD, disconnect). */
    public void unwatch(Client client) {
        for (Watch watch : client.watches()) {
            watch.key.watches.remove(watch);
            client.addNameBytes(-watch.key.key().length);
            if (watch.key.watches.isEmpty()) {
                keys.remove(watch.key);
            }
        }
        client.watches().clear();
        client.markWatchBroken(false);
    }

    /** Whether EXEC must fail: a watched key was changed, or its time is over since the watch began. */
    public boolean isBroken(Client client) {
        if (client.isWatchBroken()) {
            return true;
        }
        for (Watch watch : client.watches()) {
            Database database = keyspace.database(watch.key.database());
            if (!watch.absent && ask(watch.key, database::isExpiredInPlace)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ask(Watched watched, KeyTest question) {
        Request lookup = Request.of(watched.key());
        try {
            return question.test(lookup.address(0), lookup.length(0));
        } finally {
            lookup.release();
        }
    }

    /** A key was changed or deleted: marks its watchers. */
    void changed(int database, long key, int length) {
        Watched watched = keys.find(database, key, length);
        if (watched != null) {
            mark(watched, !keyspace.database(database).holds(key, length));
        }
    }

    /** A key is about to be deleted because its time is over. */
    void expired(int database, long key, int length) {
        Watched watched = keys.find(database, key, length);
        if (watched != null) {
            mark(watched, true);
        }
    }

    private static void mark(Watched watched, boolean gone) {
        for (Watch watch : watched.watches) {
            if (watch.absent && gone) {
                watch.absent = false;
            } else {
                watch.client.markWatchBroken(true);
            }
        }
    }

    /** All keys of a database are about to be deleted. */
    void flushing(int database) {
        Database emptied = keyspace.database(database);
        keys.forEach(watched -> {
            if (watched.database() == database && ask(watched, emptied::holds)) {
                mark(watched, true);
            }
        });
    }

    /** Two databases are about to change places. */
    void swapping(int first, int second) {
        if (first == second) {
            return;
        }
        replacing(first, keyspace.database(second));
        replacing(second, keyspace.database(first));
    }

    private void replacing(int database, Database by) {
        Database replaced = keyspace.database(database);
        keys.forEach(watched -> {
            if (watched.database() != database) {
                return;
            }
            boolean before = ask(watched, replaced::holds);
            boolean after = ask(watched, by::holds);
            if (before || after) {
                boolean over = after && ask(watched, by::isExpiredInPlace);
                watched.watches.forEach(watch -> replace(watch, before, after, over));
            }
        });
    }

    private static void replace(Watch watch, boolean before, boolean after, boolean over) {
        if (watch.absent && !after) {
            watch.absent = false;
        } else if (!watch.absent && !before && over) {
            watch.absent = true;
        } else if (!(watch.absent && over)) {
            watch.client.markWatchBroken(true);
        }
    }

    /** How many keys are watched (INFO). */
    public int size() {
        return keys.size();
    }
}
