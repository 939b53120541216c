package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.ListValue;

/** Writes lists node by node, as they lie in memory. */
final class ListParts implements ValueParts {
    private static final int NODE_PLAIN = 1;
    private static final int NODE_PACKED = 2;

    private final ListValue list;

    ListParts(CollectionContext context) {
        list = new ListValue(context);
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        list.attach(entry.encoding(), entry.root());
        out.writeLength(list.nodeCount());
        list.rewindNodes();
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        while (list.nextNode()) {
            out.writeLength(list.nodeIsPlain() ? NODE_PLAIN : NODE_PACKED);
            out.writeString(list.nodeAddress(), list.nodeLength());
            if (!effort.spend(list.nodeLength())) {
                return false;
            }
        }
        return true;
    }
}
