package org.backstay.keyspace.types;

import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.memory.BlockMarks;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group as it was at the moment of its {@link StreamMoment}. A pending entry is shown twice, for the group and for its consumer,
 * so its mark stays until the walk has passed both.
 */
public final class GroupMoment {
    /** Stands for the header of a tree that is gone. */
    static final long NO_TREE = 0;

    private final int place;
    private final int handle;
    private final byte[] name;
    private final StreamId lastId;
    private final long entriesRead;
    private final int pending;
    private final List<ConsumerMoment> consumers = new ArrayList<>();
    private final IdCursor cursor;
    private @Nullable StreamId position;
    private boolean pendingWalked;
    private boolean passed;
    private boolean anyMarked;
    private boolean gone;

    GroupMoment(int place, StreamGroup group, byte[] name, IdCursor cursor) {
        this.place = place;
        this.handle = group.handle();
        this.name = name;
        this.lastId = group.lastId();
        this.entriesRead = group.entriesRead();
        this.pending = IdTree.size(group.pending());
        this.cursor = cursor;
    }

    /** Its number among the groups of the stream, from 0. */
    public int place() {
        return place;
    }

    /** Its name. */
    public byte[] name() {
        return name;
    }

    /** The last ID that was delivered. */
    public StreamId lastId() {
        return lastId;
    }

    /** How many entries the group has read, or {@link StreamGroup#UNKNOWN}. */
    public long entriesRead() {
        return entriesRead;
    }

    /** How many pending entries there are. */
    public int pending() {
        return pending;
    }

    /** Its consumers, in the order in which they are to be walked. */
    public List<ConsumerMoment> consumers() {
        return consumers;
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

    /** Whether nothing of it has to be shown any more. */
    boolean isPassed() {
        return passed;
    }

    void marked() {
        anyMarked = true;
    }

    boolean isAhead(StreamId id) {
        return !pendingWalked && (position == null || id.isAfter(position));
    }

    boolean nextPending(long header, BlockMarks marks) {
        while (!pendingWalked) {
            if (header == NO_TREE || !seekBehind(cursor, header, position)) {
                pendingWalked = true;
                position = null;
            } else {
                position = cursor.id();
                if (!marks.isSet(cursor.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes some marks away; false when all are. */
    boolean wipe(long header, BlockMarks marks, int some) {
        passed = true;
        for (int i = 0; anyMarked && i < some; i++) {
            anyMarked = header != NO_TREE && seekBehind(cursor, header, position);
            if (anyMarked) {
                position = cursor.id();
                marks.clear(cursor.value());
            }
        }
        return anyMarked;
    }

    /** Goes to the first entry behind an ID (null: to the first one); false if there is none. */
    static boolean seekBehind(IdCursor cursor, long header, @Nullable StreamId id) {
        if (id == null) {
            return cursor.seekFirst(header);
        }
        return cursor.seekFrom(header, id.ms(), id.seq()) && (cursor.id().isAfter(id) || cursor.next());
    }
}
