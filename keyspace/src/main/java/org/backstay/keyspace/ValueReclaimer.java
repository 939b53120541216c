package org.backstay.keyspace;

/** Frees the blocks of collections of one type that no key refers to any more. Called on the keyspace's loop. */
@FunctionalInterface
public interface ValueReclaimer {
    /**
     * Frees about {@code budget} blocks of a collection, so that a large one is freed over many calls. What is left must
     * be known from the root alone. May be called while an allocation waits for memory, therefore must not allocate, and
     * must not touch the state of any flyweight that commands use.
     *
     * @return true when all of it is gone, the root included
     */
    boolean reclaim(Encoding encoding, int root, int budget);
}
