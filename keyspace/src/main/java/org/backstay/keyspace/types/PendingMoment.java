package org.backstay.keyspace.types;

import org.backstay.keyspace.memory.BlockMarks;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.StreamId;
import org.jspecify.annotations.Nullable;

/** Who has pending entries, a group or a consumer, as it was at the moment of its {@link StreamMoment}; and the walk over those entries. */
public abstract sealed class PendingMoment permits GroupMoment, ConsumerMoment {
    /** Stands for the header of a tree that is gone. */
    static final long NO_TREE = 0;

    private final int place;
    private final int handle;
    private final byte[] name;
    private final int pending;
    private final IdCursor cursor;
    private @Nullable StreamId position;
    private boolean walked;
    private boolean gone;

    PendingMoment(int place, int handle, byte[] name, int pending, IdCursor cursor) {
        this.place = place;
        this.handle = handle;
        this.name = name;
        this.pending = pending;
        this.cursor = cursor;
    }

    /** Its number among all of its kind in the stream, from 0. */
    public final int place() {
        return place;
    }

    /** Its name. */
    public final byte[] name() {
        return name;
    }

    /** How many pending entries it has. */
    public final int pending() {
        return pending;
    }

    final int handle() {
        return handle;
    }

    final IdCursor cursor() {
        return cursor;
    }

    final boolean isGone() {
        return gone;
    }

    final void leave() {
        gone = true;
    }

    /** Whether the walk has still to come to the entry with this ID. */
    final boolean isAhead(StreamId id) {
        return !walked && (position == null || id.isAfter(position));
    }

    /** Goes to the next entry that is not marked, and leaves the marks; false when there are no more. */
    final boolean next(long header, BlockMarks marks) {
        while (!walked) {
            if (header == NO_TREE || !seekBehind(cursor, header, position)) {
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

    /** Goes to the first entry behind an ID (null: to the first one); false if there is none. */
    static boolean seekBehind(IdCursor cursor, long header, @Nullable StreamId id) {
        if (id == null) {
            return cursor.seekFirst(header);
        }
        return cursor.seekFrom(header, id.ms(), id.seq()) && (cursor.id().isAfter(id) || cursor.next());
    }
}
