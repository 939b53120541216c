package org.backstay.keyspace.types.stream;

import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackCheck;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether bytes from outside are a node of a stream, completely: elements that must be integers are, counts are true, IDs
 * ascend, and nothing is left over.
 */
public final class StreamNodeCheck {
    private final long base;
    private final StreamId node;
    private int at = Listpack.HEADER_BYTES;
    private boolean sound = true;
    private StreamId last;

    private StreamNodeCheck(long base, StreamId node) {
        this.base = base;
        this.node = node;
        last = node;
    }

    /**
     * The ID of the node's last entry, or null if the bytes are no node.
     *
     * @param node the node's ID
     */
    public static @Nullable StreamId lastId(long base, long length, StreamId node) {
        if (ListpackCheck.entries(base, length) <= 0) {
            return null;
        }
        StreamNodeCheck check = new StreamNodeCheck(base, node);
        return check.isNode() ? check.last : null;
    }

    private boolean isNode() {
        long live = integer();
        long deleted = integer();
        long fields = integer();
        if (!sound
                || live < 0
                || deleted < 0
                || live + deleted == 0
                || live > Integer.MAX_VALUE
                || deleted > Integer.MAX_VALUE) {
            return false;
        }
        skip(fields);
        if (integer() != 0 || !sound) {
            return false;
        }
        long deletedFound = 0;
        for (long i = 0; i < live + deleted && sound; i++) {
            deletedFound += entry(fields, i == 0) ? 1 : 0;
        }
        return sound && deletedFound == deleted && at == Listpack.NONE;
    }

    /** Reads an entry; whether it is deleted. */
    private boolean entry(long nodeFields, boolean first) {
        long flags = integer();
        StreamId id = new StreamId(node.ms() + integer(), node.seq() + integer());
        boolean same = (flags & StreamNode.SAME_FIELDS) != 0;
        long fields = same ? nodeFields : integer();
        long elements = same ? StreamNode.FIXED + fields : StreamNode.FIXED + 1 + 2 * fields;
        skip(same ? fields : 2 * fields);
        if (integer() != elements || flags < 0 || flags > (StreamNode.DELETED | StreamNode.SAME_FIELDS)) {
            sound = false;
        }
        int order = id.compareTo(last);
        if (order < 0 || (order == 0 && !first)) {
            sound = false;
        }
        last = id;
        return (flags & StreamNode.DELETED) != 0;
    }

    private long integer() {
        if (!sound || at == Listpack.NONE || !Listpack.isInteger(base, at)) {
            sound = false;
            return 0;
        }
        long value = Listpack.integer(base, at);
        at = Listpack.next(base, at);
        return value;
    }

    private void skip(long elements) {
        if (elements < 0 || elements > Integer.MAX_VALUE) {
            sound = false;
        }
        for (long i = elements; i > 0 && sound; i--) {
            if (at == Listpack.NONE) {
                sound = false;
            } else {
                at = Listpack.next(base, at);
            }
        }
    }
}
