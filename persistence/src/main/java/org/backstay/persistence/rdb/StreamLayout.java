package org.backstay.persistence.rdb;

import org.backstay.keyspace.types.StreamFigures;
import org.backstay.keyspace.types.stream.StreamId;

/** The pieces of a stream as Redis 7.0 writes it ({@link RdbType#STREAM_LISTPACKS_2}), in the order in which they stand in a file. Stateless. */
final class StreamLayout {
    static final int ID_BYTES = 16;

    private StreamLayout() {}

    /** Before the nodes. */
    static void nodes(RdbOutput out, int count) {
        out.writeLength(count);
    }

    /** A node, as it lies in memory. */
    static void node(RdbOutput out, StreamId id, long address, int length) {
        out.writeLength(ID_BYTES);
        rawId(out, id);
        out.writeString(address, length);
    }

    /** Behind the nodes and before the groups. */
    static void figures(RdbOutput out, StreamFigures figures, int groups) {
        out.writeLength(figures.size());
        id(out, figures.lastId());
        id(out, figures.firstId());
        id(out, figures.maxDeletedId());
        out.writeLength(figures.entriesAdded());
        out.writeLength(groups);
    }

    /** Behind a group's name, before its pending entries. */
    static void group(RdbOutput out, StreamId lastId, long entriesRead, int pending) {
        id(out, lastId);
        out.writeLength(entriesRead);
        out.writeLength(pending);
    }

    /** A pending entry of a group. */
    static void pending(RdbOutput out, StreamId id, long delivered, long deliveries) {
        rawId(out, id);
        out.writeLong(delivered);
        out.writeLength(deliveries);
    }

    /** Behind a group's pending entries. */
    static void consumers(RdbOutput out, int count) {
        out.writeLength(count);
    }

    /** Behind a consumer's name, before the IDs of its pending entries. */
    static void consumer(RdbOutput out, long seen, int pending) {
        out.writeLong(seen);
        out.writeLength(pending);
    }

    /** The ID of a pending entry of a consumer. */
    static void owned(RdbOutput out, StreamId id) {
        rawId(out, id);
    }

    private static void id(RdbOutput out, StreamId id) {
        out.writeLength(id.ms());
        out.writeLength(id.seq());
    }

    private static void rawId(RdbOutput out, StreamId id) {
        out.writeBigEndianLong(id.ms());
        out.writeBigEndianLong(id.seq());
    }
}
