package org.backstay.keyspace.types;

import org.backstay.keyspace.memory.BlockMarks;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.StreamId;
import org.jspecify.annotations.Nullable;

/** A consumer of a group as it was at the moment of its {@link StreamMoment}. */
public final class ConsumerMoment {
    private final int place;
    private final int handle;
    private final byte[] name;
    private final long seen;
    private final int pending;
    private final IdCursor cursor;
    private @Nullable StreamId position;
    private boolean walked;
    private boolean gone;

    ConsumerMoment(int place, int handle, byte[] name, long seen, int pending, IdCursor cursor) {
        this.place = place;
        this.handle = handle;
        this.name = name;
        this.seen = seen;
        this.pending = pending;
        this.cursor = cursor;
    }

    /** Its number among all consumers of the stream, from 0. */
    public int place() {
        return place;
    }

    /** Its name. */
    public byte[] name() {
        return name;
    }

    /** When it was last seen, Unix time in milliseconds. */
    public long seen() {
        return seen;
    }

    /** How many pending entries it has. */
    public int pending() {
        return pending;
    }

    int handle() {
        return handle;
    }

    IdCursor cursor() {
        return cursor;
    }

    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    boolean isAhead(StreamId id) {
        return !walked && (position == null || id.isAfter(position));
    }

    /** Goes to the next entry that is not marked; false when there are no more. Marks stay: they are the group's to wipe. */
    boolean next(long header, BlockMarks marks) {
        while (!walked) {
            if (header == GroupMoment.NO_TREE || !GroupMoment.seekBehind(cursor, header, position)) {
                walked = true;
            } else {
                position = cursor.id();
                if (!marks.isSet(cursor.value())) {
                    return true;
                }
            }
        }
        return false;
    }
}
