package org.backstay.keyspace;

/** Is shown keys one after the other, on a cursor that is reused. Must not change the keyspace. */
@FunctionalInterface
public interface EntryConsumer {
    void accept(Entry entry);
}
