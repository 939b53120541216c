package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;

/** Writes large sorted sets member by member, in their order. */
final class SortedSetParts implements ValueParts {
    private final ZSetValue zset;
    private final ElementView member = new ElementView();
    private boolean more;

    SortedSetParts(CollectionContext context) {
        zset = new ZSetValue(context);
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        zset.attach(entry.encoding(), entry.root());
        out.writeLength(zset.size());
        more = zset.seekRank(0);
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        while (more) {
            zset.member(member);
            out.writeElement(member);
            out.writeDouble(zset.score());
            more = zset.next();
            if (!effort.spend(member.textLength() + (long) Double.BYTES)) {
                return !more;
            }
        }
        return true;
    }
}
