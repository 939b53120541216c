package org.backstay.persistence.snapshot;

import org.backstay.keyspace.GradualTaking;
import org.backstay.persistence.rdb.LargeValue;

/** An entry with a large collection, on its way into the file. Owned by the loop that owns the keyspace. */
record LargeEntry(EntrySequence sequence, int database, LargeValue value) implements GradualTaking {
    @Override
    public boolean goOn() {
        return sequence.goOn(this);
    }

    @Override
    public void abort() {
        value.close();
    }
}
