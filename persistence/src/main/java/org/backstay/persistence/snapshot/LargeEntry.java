package org.backstay.persistence.snapshot;

import org.backstay.keyspace.GradualTaking;
import org.backstay.persistence.rdb.LargeValue;

/** An entry with a large collection, on its way into the file. Owned by the loop that owns the keyspace. */
final class LargeEntry implements GradualTaking {
    private final EntrySequence sequence;
    private final int database;
    private final LargeValue value;

    LargeEntry(EntrySequence sequence, int database, LargeValue value) {
        this.sequence = sequence;
        this.database = database;
        this.value = value;
    }

    int database() {
        return database;
    }

    LargeValue value() {
        return value;
    }

    @Override
    public boolean goOn() {
        return sequence.goOn(this);
    }

    @Override
    public void abort() {
        value.close();
    }
}
