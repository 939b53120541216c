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
public final class GroupMoment extends PendingMoment {
    private final StreamId lastId;
    private final long entriesRead;
    private final List<ConsumerMoment> consumers = new ArrayList<>();

    /** The entry that was wiped last, null before the first one. */
    private @Nullable StreamId wiped;

    private boolean passed;
    private boolean anyMarked;

    GroupMoment(int place, StreamGroup group, byte[] name, IdCursor cursor) {
        super(place, group.handle(), name, IdTree.size(group.pending()), cursor);
        this.lastId = group.lastId();
        this.entriesRead = group.entriesRead();
    }

    /** The last ID that was delivered. */
    public StreamId lastId() {
        return lastId;
    }

    /** How many entries the group has read, or {@link StreamGroup#UNKNOWN}. */
    public long entriesRead() {
        return entriesRead;
    }

    /** Its consumers, in the order in which they are to be walked. */
    public List<ConsumerMoment> consumers() {
        return consumers;
    }

    /** Whether nothing of it has to be shown any more. */
    boolean isPassed() {
        return passed;
    }

    void marked() {
        anyMarked = true;
    }

    /** Takes some marks away; false when all are. */
    boolean wipe(long header, BlockMarks marks, int some) {
        passed = true;
        for (int i = 0; anyMarked && i < some; i++) {
            anyMarked = header != NO_TREE && seekBehind(cursor(), header, wiped);
            if (anyMarked) {
                wiped = cursor().id();
                marks.clear(cursor().value());
            }
        }
        return anyMarked;
    }
}
