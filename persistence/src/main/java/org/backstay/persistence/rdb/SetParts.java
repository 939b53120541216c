package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.packed.ElementView;

/** Writes large sets member by member, in no order. */
final class SetParts implements ValueParts {
    private final SetValue set;
    private final ElementView member = new ElementView();

    SetParts(CollectionContext context) {
        set = new SetValue(context);
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        set.attach(entry.encoding(), entry.root());
        out.writeLength(set.size());
        set.rewind();
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        while (set.next(member)) {
            out.writeElement(member);
            if (!effort.spend(member.textLength())) {
                return false;
            }
        }
        return true;
    }
}
