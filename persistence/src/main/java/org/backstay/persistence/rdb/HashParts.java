package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.packed.ElementView;

/** Writes large hashes field by field, in no order. */
final class HashParts implements ValueParts {
    private final HashValue hash;
    private final ElementView field = new ElementView();
    private final ElementView value = new ElementView();

    HashParts(CollectionContext context) {
        hash = new HashValue(context);
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        hash.attach(entry.encoding(), entry.root());
        out.writeLength(hash.size());
        hash.rewind();
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        while (hash.next(field, value)) {
            out.writeElement(field);
            out.writeElement(value);
            if (!effort.spend(field.textLength() + (long) value.textLength())) {
                return false;
            }
        }
        return true;
    }
}
