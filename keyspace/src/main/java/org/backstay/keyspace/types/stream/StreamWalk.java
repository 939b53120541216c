package org.backstay.keyspace.types.stream;

import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;

/**
 * A walk over a stream's entries, valid until the stream is changed. Owned by the keyspace's loop; made once and started again and again.
 */
public final class StreamWalk {
    private final Slabs slabs;
    private final IdCursor nodes;
    private StreamId from = StreamId.MIN;
    private StreamId to = StreamId.MAX;
    private boolean reverse;

    /** The node's address; 0 before the first entry of a node. */
    private long base;

    private int entry;
    private int fields;

    /** Where the next of the entry's elements is, and how many there are up to its last one. */
    private int element;

    private long elements;

    /** Where the node's next field is, if the entry has the node's fields, else {@link Listpack#NONE}. */
    private int nodeField;

    private long ms;
    private long seq;

    /** A walk in streams of these slabs, over nothing as yet. */
    public StreamWalk(Slabs slabs) {
        this.slabs = slabs;
        this.nodes = new IdCursor(new IdTree(slabs));
    }

    /**
     * Starts a walk over entries that are not deleted.
     *
     * @param header of the tree of nodes
     * @param first the least ID
     * @param last the greatest ID
     * @param backwards whether the greatest comes first
     */
    public void start(long header, StreamId first, StreamId last, boolean backwards) {
        from = first;
        to = last;
        reverse = backwards;
        base = 0;
        StreamId start = backwards ? last : first;
        if (!nodes.seekUpTo(header, start.ms(), start.seq()) && !backwards) {
            nodes.seekFirst(header);
        }
    }

    /** Goes to the next entry, the first time to the first; false if there are no more. */
    public boolean next() {
        while (advance()) {
            if (StreamNode.isDeleted(base, entry)) {
                continue;
            }
            boolean low = StreamId.compare(ms, seq, from.ms(), from.seq()) < 0;
            boolean high = StreamId.compare(ms, seq, to.ms(), to.seq()) > 0;
            if (!low && !high) {
                return true;
            }
            if (reverse ? low : high) {
                return false;
            }
        }
        return false;
    }

    /** Goes to the next entry of any kind. */
    private boolean advance() {
        while (nodes.isValid()) {
            if (base == 0) {
                base = slabs.address(nodes.value());
                entry = reverse ? StreamNode.lastEntry(base) : StreamNode.firstEntry(base);
            } else {
                entry = reverse
                        ? StreamNode.entryBefore(base, entry)
                        : Listpack.next(base, StreamNode.skip(base, element, elements));
            }
            if (entry != Listpack.NONE) {
                open();
                return true;
            }
            base = 0;
            if (reverse) {
                nodes.previous();
            } else {
                nodes.next();
            }
        }
        return false;
    }

    private void open() {
        boolean same = (Listpack.integer(base, entry) & StreamNode.SAME_FIELDS) != 0;
        int at = Listpack.next(base, entry);
        ms = nodes.ms() + Listpack.integer(base, at);
        at = Listpack.next(base, at);
        seq = nodes.seq() + Listpack.integer(base, at);
        at = Listpack.next(base, at);
        if (same) {
            fields = StreamNode.fieldCount(base);
            nodeField = StreamNode.firstField(base);
            elements = fields;
        } else {
            fields = (int) Listpack.integer(base, at);
            nodeField = Listpack.NONE;
            elements = 2L * fields;
            at = Listpack.next(base, at);
        }
        element = at;
    }

    /** The entry's ID. */
    public StreamId id() {
        return new StreamId(ms, seq);
    }

    /** How many fields the entry has. */
    public int fields() {
        return fields;
    }

    /** Shows the entry's next field and value; there are as many as {@link #fields}. */
    public void nextField(ElementView field, ElementView value) {
        if (nodeField == Listpack.NONE) {
            show(field);
        } else {
            Listpack.read(base, nodeField, field);
            nodeField = Listpack.next(base, nodeField);
        }
        show(value);
    }

    private void show(ElementView view) {
        Listpack.read(base, element, view);
        element = Listpack.next(base, element);
        elements--;
    }

    /** The handle of the entry's node. */
    public int node() {
        return nodes.value();
    }

    /** The ID of the entry's node. */
    public StreamId nodeId() {
        return nodes.id();
    }

    /** Where the entry is in its node. */
    public int place() {
        return entry;
    }
}
