package org.backstay.keyspace.types;

import org.backstay.keyspace.types.stream.IdCursor;

/** A consumer of a group as it was at the moment of its {@link StreamMoment}. The marks of its entries are the group's to wipe. */
public final class ConsumerMoment extends PendingMoment {
    private final long seen;

    ConsumerMoment(int place, int handle, byte[] name, long seen, int pending, IdCursor cursor) {
        super(place, handle, name, pending, cursor);
        this.seen = seen;
    }

    /** When it was last seen, Unix time in milliseconds. */
    public long seen() {
        return seen;
    }
}
