package org.backstay.keyspace;

/**
 * Is told of every change of the keyspace, each exactly once, on the keyspace's loop: what WATCH, client-side caching,
 * propagation and notifications rest on. Keys are given by address and length, valid during the call. A listener must not
 * change the keyspace.
 */
public interface KeyspaceListener {
    /** Nobody listens. */
    KeyspaceListener NONE = new KeyspaceListener() {
        @Override
        public void changed(int database, long key, int keyLength) {}

        @Override
        public void expired(int database, long key, int keyLength) {}

        @Override
        public void flushed(int database) {}

        @Override
        public void swapped(int first, int second) {}
    };

    /** The key's value or its expiry was created, changed or deleted by a command; the change is done. */
    void changed(int database, long key, int keyLength);

    /** A key was created; its change is told as well. */
    default void created(int database, long key, int keyLength) {}

    /** A command that reads looked for a key that is not there. */
    default void missed(int database, long key, int keyLength) {}

    /** The key's time is over: it is about to be deleted, and replicas and the log must be told to delete it. */
    void expired(int database, long key, int keyLength);

    /** All keys of the database are about to be deleted. */
    default void flushing(int database) {}

    /** Two databases are about to change places. */
    default void swapping(int first, int second) {}

    /** All keys of the database are gone. */
    void flushed(int database);

    /** Two databases have changed places. */
    void swapped(int first, int second);
}
