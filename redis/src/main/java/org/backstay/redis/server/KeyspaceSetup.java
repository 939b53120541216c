package org.backstay.redis.server;

import org.backstay.config.Settings;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.redis.config.RedisDirectives;

/** Makes the keyspace of a server and tells the server of its changes. Runs on the server's loop. */
final class KeyspaceSetup {
    private static final byte[] DEL = {'D', 'E', 'L'};

    private KeyspaceSetup() {}

    static Keyspace create(RedisServer server) {
        Settings settings = server.settings();
        return new Keyspace(
                settings.get(RedisDirectives.DATABASES),
                Long.MAX_VALUE,
                () -> server.time().millis(),
                server.node().random(),
                new Changes(server));
    }

    /** Tells watchers and the log what happens to keys. */
    private record Changes(RedisServer server) implements KeyspaceListener {
        @Override
        public void changed(int database, long key, int keyLength) {
            server.watchedKeys().changed(database, key, keyLength);
            server.blockedClients().changed(database, key, keyLength);
            server.tracking().changed(key, keyLength, server.dispatcher().currentClient());
        }

        @Override
        public void created(int database, long key, int keyLength) {
            server.notifications().tell(database, KeyEvent.NEW, key, keyLength);
        }

        @Override
        public void missed(int database, long key, int keyLength) {
            server.notifications().tell(database, KeyEvent.KEYMISS, key, keyLength);
        }

        /** The log must say DEL, because replicas and a later start do not expire keys by themselves. */
        @Override
        public void expired(int database, long key, int keyLength) {
            server.statistics().expired();
            server.watchedKeys().expired(database, key, keyLength);
            server.blockedClients().changed(database, key, keyLength);
            server.tracking().changed(key, keyLength, null);
            server.notifications().tell(database, KeyEvent.EXPIRED, key, keyLength);
            if (server.propagation().isOpen()) {
                server.propagation().add(database, DEL, org.backstay.base.memory.NativeMemory.toArray(key, keyLength));
            }
        }

        @Override
        public void flushing(int database) {
            server.watchedKeys().flushing(database);
        }

        @Override
        public void swapping(int first, int second) {
            server.watchedKeys().swapping(first, second);
        }

        @Override
        public void flushed(int database) {
            server.blockedClients().changedAll(database);
            server.tracking().flushed();
        }

        @Override
        public void swapped(int first, int second) {
            server.blockedClients().changedAll(first);
            server.blockedClients().changedAll(second);
        }
    }
}
