package org.backstay.keyspace;

/**
 * A large collection that the sink of a {@link Snapshot} takes member by member, as it was when the snapshot began, while it goes on
 * changing. Owned by the keyspace's loop.
 */
public interface GradualTaking {
    /** Takes on; whether the collection was taken completely. If not, the sink has had enough for this step. */
    boolean goOn();

    /** The snapshot was given up: nothing of the collection is looked at any more. */
    void abort();
}
