package org.backstay.persistence.rdb;

import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.StreamFigures;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;

/**
 * Writes streams as Redis 7.0 does ({@link RdbType#STREAM_LISTPACKS_2}): the nodes as they lie in memory, the figures, the groups, each with
 * what its consumers have not acknowledged.
 */
final class StreamParts implements ValueParts {
    /** What is written next. Each stage writes one piece: a node, an ID, a group's or a consumer's beginning. */
    private enum Stage {
        NODES,
        GROUP,
        PENDING,
        CONSUMER,
        PENDING_OF_CONSUMER,
        COMPLETE
    }

    private final StreamValue stream;
    private final IdCursor pending;
    private final ElementView name = new ElementView();

    private Stage stage = Stage.COMPLETE;

    /** Whether the stage has another node, or another ID. */
    private boolean more;

    /** Places of the group and of its consumer. */
    private int group;

    private int consumer;

    StreamParts(CollectionContext context) {
        stream = new StreamValue(context);
        pending = stream.pendingCursor();
    }

    @Override
    public void begin(Entry entry, RdbOutput out) {
        stream.attach(entry.encoding(), entry.root());
        StreamLayout.nodes(out, stream.nodes());
        stage = Stage.NODES;
        more = stream.nextNode(true);
    }

    @Override
    public boolean goOn(Entry entry, RdbOutput out, Effort effort) {
        boolean enough = false;
        while (stage != Stage.COMPLETE && !enough) {
            enough = !effort.spend(writePiece(out));
        }
        return stage == Stage.COMPLETE;
    }

    /** Writes what is next; its bytes. */
    private int writePiece(RdbOutput out) {
        switch (stage) {
            case NODES -> {
                return writeNode(out);
            }
            case GROUP -> writeGroup(stream.group(group), out);
            case PENDING -> writePending(stream.group(group), out);
            case CONSUMER -> writeConsumer(stream.group(group), out);
            case PENDING_OF_CONSUMER -> writePendingOfConsumer(out);
            case COMPLETE -> throw new IllegalStateException("the stream is complete");
        }
        return StreamLayout.ID_BYTES;
    }

    private int writeNode(RdbOutput out) {
        if (!more) {
            StreamLayout.figures(out, StreamFigures.of(stream), stream.groups());
            group = 0;
            nextGroup();
            return StreamLayout.ID_BYTES;
        }
        int length = stream.nodeLength();
        StreamLayout.node(out, stream.nodeId(), stream.nodeAddress(), length);
        more = stream.nextNode(false);
        return length;
    }

    private void nextGroup() {
        stage = group == stream.groups() ? Stage.COMPLETE : Stage.GROUP;
    }

    private void writeGroup(StreamGroup of, RdbOutput out) {
        of.name(name);
        out.writeString(name.address(), name.length());
        StreamLayout.group(out, of.lastId(), of.entriesRead(), IdTree.size(of.pending()));
        more = pending.seekFirst(of.pending());
        stage = Stage.PENDING;
    }

    private void writePending(StreamGroup of, RdbOutput out) {
        if (!more) {
            StreamLayout.consumers(out, of.consumers());
            consumer = 0;
            stage = Stage.CONSUMER;
            return;
        }
        StreamLayout.pending(out, pending.id(), of.delivered(pending.value()), of.deliveries(pending.value()));
        more = pending.next();
    }

    private void writeConsumer(StreamGroup of, RdbOutput out) {
        if (consumer == of.consumers()) {
            group++;
            nextGroup();
            return;
        }
        int handle = of.consumer(consumer);
        of.consumerName(handle, name);
        out.writeString(name.address(), name.length());
        StreamLayout.consumer(out, of.seen(handle), IdTree.size(of.consumerPending(handle)));
        more = pending.seekFirst(of.consumerPending(handle));
        stage = Stage.PENDING_OF_CONSUMER;
    }

    private void writePendingOfConsumer(RdbOutput out) {
        if (!more) {
            consumer++;
            stage = Stage.CONSUMER;
            return;
        }
        StreamLayout.owned(out, pending.id());
        more = pending.next();
    }
}
