package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;

/**
 * Writes streams as Redis 7.0 does ({@link RdbType#STREAM_LISTPACKS_2}): the nodes as they lie in memory, the figures, the groups. Owned by
 * the loop that owns the keyspace.
 */
final class StreamEncoder {
    private static final int ID_BYTES = 16;

    private final StreamValue stream;
    private final IdCursor pending;
    private final ElementView name = new ElementView();

    StreamEncoder(CollectionContext context) {
        stream = new StreamValue(context);
        pending = stream.pendingCursor();
    }

    void write(Entry entry, RdbOutput out) {
        stream.attach(entry.encoding(), entry.root());
        out.writeLength(stream.nodes());
        for (boolean more = stream.nextNode(true); more; more = stream.nextNode(false)) {
            out.writeLength(ID_BYTES);
            writeRawId(stream.nodeId(), out);
            out.writeString(stream.nodeAddress(), stream.nodeLength());
        }
        out.writeLength(stream.size());
        writeId(stream.lastId(), out);
        writeId(stream.firstId(), out);
        writeId(stream.maxDeletedId(), out);
        out.writeLength(stream.entriesAdded());
        out.writeLength(stream.groups());
        for (int i = 0; i < stream.groups(); i++) {
            writeGroup(stream.group(i), out);
        }
    }

    private static void writeId(StreamId id, RdbOutput out) {
        out.writeLength(id.ms());
        out.writeLength(id.seq());
    }

    private static void writeRawId(StreamId id, RdbOutput out) {
        out.writeBigEndianLong(id.ms());
        out.writeBigEndianLong(id.seq());
    }

    private void writeGroup(StreamGroup group, RdbOutput out) {
        group.name(name);
        out.writeString(name.address(), name.length());
        writeId(group.lastId(), out);
        out.writeLength(group.entriesRead());
        out.writeLength(IdTree.size(group.pending()));
        for (boolean more = pending.seekFirst(group.pending()); more; more = pending.next()) {
            writeRawId(pending.id(), out);
            out.writeLong(group.delivered(pending.value()));
            out.writeLength(group.deliveries(pending.value()));
        }
        out.writeLength(group.consumers());
        for (int i = 0; i < group.consumers(); i++) {
            writeConsumer(group, group.consumer(i), out);
        }
    }

    private void writeConsumer(StreamGroup group, int consumer, RdbOutput out) {
        group.consumerName(consumer, name);
        out.writeString(name.address(), name.length());
        out.writeLong(group.seen(consumer));
        out.writeLength(IdTree.size(group.consumerPending(consumer)));
        for (boolean more = pending.seekFirst(group.consumerPending(consumer)); more; more = pending.next()) {
            writeRawId(pending.id(), out);
        }
    }
}
