package org.backstay.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of a {@link Snapshot}, one after the other, on the keyspace's loop. Each key of the keyspace as it was
 * when the snapshot began is handed over exactly once, as it was then; keys of different databases may alternate.
 */
public interface SnapshotSink {
    /**
     * Takes an entry. The cursor and all addresses in it are valid during the call only.
     *
     * <p>It may be taken in parts: with {@code whole} false, the sink may answer false, and will be called
     * with the same entry, unchanged, in a later step. But if the entry is about to change, the next call comes at once and
     * says {@code whole}: then the sink must take all that is left. Between the parts of one entry the sink may be handed
     * others (with {@code whole}) that are about to change; it must keep them apart.
     *
     * @return whether the entry was taken completely
     */
    boolean take(int database, Entry entry, boolean whole);

    /**
     * Looks at an entry as it is now, before the walk takes it or before it changes: if its value is a large collection, the sink notes
     * what the entry is, and from now on what changes inside the collection. It takes its members in later steps, when the entry may be
     * gone or have another key; the collection's memory stays until then.
     *
     * @return null if the entry is to be {@linkplain #take taken} as any other
     */
    default @Nullable GradualTaking begin(int database, Entry entry) {
        return null;
    }
}
