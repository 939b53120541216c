package org.backstay.redis.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.base.bytes.ByteString;
import org.backstay.base.memory.NativeMemory;

/** Which clients watch which keys (WATCH). A change of a key marks its watchers, whose EXEC then fails. Owned by the server's loop. */
public final class WatchedKeys {
    /** A key in its database, and whether it had already expired (but still stood) when the watch began. */
    record Watch(int database, ByteString key) {}

    /** Tells whether a key still stands though its time is over. */
    public interface ExpiryTest {
        /** Whether it does. */
        boolean test(int database, ByteString key);
    }

    private final Map<Watch, List<Client>> watchers = new HashMap<>();
    private final ExpiryTest expired;

    /** Makes an empty registry. */
    public WatchedKeys(ExpiryTest expired) {
        this.expired = expired;
    }

    /** Lets a client watch a key; a second time changes nothing. */
    public void watch(Client client, int database, ByteString key, boolean expiredAlready) {
        Watch watch = new Watch(database, key);
        List<Client> clients = watchers.computeIfAbsent(watch, _ -> new ArrayList<>(1));
        if (!clients.contains(client)) {
            clients.add(client);
            client.watches().put(watch, expiredAlready);
        }
    }

    /** Ends all watches of a client (UNWATCH, EXEC, DISCARD, disconnect). */
    public void unwatch(Client client) {
        for (Watch watch : client.watches().keySet()) {
            List<Client> clients = watchers.get(watch);
            if (clients == null) {
                continue;
            }
            clients.remove(client);
            if (clients.isEmpty()) {
                watchers.remove(watch);
            }
        }
        client.watches().clear();
        client.markWatchBroken(false);
    }

    /** Whether EXEC must fail: a watched key was changed, or has expired since the watch began. */
    public boolean isBroken(Client client) {
        if (client.isWatchBroken()) {
            return true;
        }
        for (Map.Entry<Watch, Boolean> watch : client.watches().entrySet()) {
            if (!watch.getValue()
                    && expired.test(watch.getKey().database(), watch.getKey().key())) {
                return true;
            }
        }
        return false;
    }

    /** Marks the watchers of a key that was changed. Costs nothing while nobody watches. */
    public void changed(int database, long keyAddress, int keyLength) {
        if (watchers.isEmpty()) {
            return;
        }
        mark(new Watch(database, ByteString.wrap(NativeMemory.toArray(keyAddress, keyLength))));
    }

    private void mark(Watch watch) {
        List<Client> clients = watchers.get(watch);
        if (clients == null) {
            return;
        }
        for (Client client : clients) {
            client.markWatchBroken(true);
        }
    }

    /** Marks the watchers of all keys of a database that was emptied or has changed places. */
    public void changedAll(int database) {
        for (Watch watch : watchers.keySet()) {
            if (watch.database() == database) {
                mark(watch);
            }
        }
    }

    /** How many keys are watched (INFO). */
    public int size() {
        return watchers.size();
    }
}
