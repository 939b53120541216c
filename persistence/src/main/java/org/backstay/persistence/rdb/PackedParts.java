package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionValue;

/** Writes small collections, whose one block of memory is what the file carries, in one part. */
final class PackedParts implements ValueParts {
    private final CollectionValue value;

    PackedParts(CollectionValue value) {
        this.value = value;
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        value.attach(entry.encoding(), entry.root());
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        out.writeString(value.packedAddress(), value.packedLength());
        effort.spend(value.packedLength());
        return true;
    }
}
