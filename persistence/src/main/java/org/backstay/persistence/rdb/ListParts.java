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
            writeNode(out, list.nodeIsPlain(), list.nodeAddress(), list.nodeLength());
            if (!effort.spend(list.nodeLength())) {
                return false;
            }
        }
        return true;
    }

    /** Writes one large element, or the listpack of a node. */
    static void writeNode(RdbOutput out, boolean plain, long address, int length) {
        out.writeLength(plain ? NODE_PLAIN : NODE_PACKED);
        out.writeString(address, length);
    }
}
