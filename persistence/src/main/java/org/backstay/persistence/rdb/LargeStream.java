package org.backstay.persistence.rdb;

import java.util.stream.Stream;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.ConsumerMoment;
import org.backstay.keyspace.types.GroupMoment;
import org.backstay.keyspace.types.StreamMoment;

/**
 * Writes a large stream: the nodes in their order, the groups; of the pending entries first those that the walk comes to, then those that
 * changed before.
 */
final class LargeStream extends LargeValue implements StreamMoment.Reader<KeptBytes> {
    private static final int WIPED_AT_ONCE = 64;

    /** What is written next. Each stage writes one piece: a node, an ID, a group's or a consumer's beginning, a chunk that was kept. */
    private enum Stage {
        NODES,
        GROUP,
        PENDING,
        CONSUMER,
        OWNED,
        WIPING,
        COMPLETE
    }

    private final StreamMoment<KeptBytes> moment;
    private final KeptBytes[] keptOfGroups;
    private final KeptBytes[] keptOfConsumers;
    private Stage stage = Stage.NODES;
    private int group;
    private int consumer;

    LargeStream(CollectionContext context, Entry entry, EarlyOutput early, KeptBytes header) {
        super(early, header);
        moment = StreamMoment.of(context, entry.root(), this);
        keptOfGroups = keepers(moment.groups().size());
        keptOfConsumers = keepers(moment.consumers());
    }

    private KeptBytes[] keepers(int count) {
        return Stream.generate(() -> new KeptBytes(early)).limit(count).toArray(KeptBytes[]::new);
    }

    @Override
    public KeptBytes keepNode() {
        writeNode(early.out());
        return early.keep();
    }

    @Override
    public void keepPending(GroupMoment of) {
        writePending(early.out());
        early.moveTo(keptOfGroups[of.place()]);
    }

    @Override
    public void keepOwned(ConsumerMoment of) {
        StreamLayout.owned(early.out(), moment.pendingId());
        early.moveTo(keptOfConsumers[of.place()]);
    }

    @Override
    void beginElements(RdbOutput out) {
        StreamLayout.nodes(out, moment.figures().nodes());
    }

    @Override
    public boolean goOn(RdbOutput out, Effort effort) {
        boolean enough = false;
        while (stage != Stage.COMPLETE && !enough) {
            enough = !effort.spend(writePiece(out));
        }
        return stage == Stage.COMPLETE;
    }

    /** Writes what is next; its bytes. */
    private int writePiece(RdbOutput out) {
        return switch (stage) {
            case NODES -> nextNode(out);
            case GROUP -> beginGroup(out);
            case PENDING -> nextPending(out);
            case CONSUMER -> beginConsumer(out);
            case OWNED -> nextOwned(out);
            case WIPING -> wipe();
            case COMPLETE -> throw new IllegalStateException("the stream is complete");
        };
    }

    private GroupMoment group() {
        return moment.groups().get(group);
    }

    private ConsumerMoment consumer() {
        return group().consumers().get(consumer);
    }

    private int nextNode(RdbOutput out) {
        if (!moment.nextNode()) {
            StreamLayout.figures(out, moment.figures(), moment.groups().size());
            toGroup(0);
            return StreamLayout.ID_BYTES;
        }
        KeptBytes kept = moment.kept();
        return kept == null ? writeNode(out) : kept.moveAll(out);
    }

    private int writeNode(RdbOutput out) {
        StreamLayout.node(out, moment.nodeId(), moment.nodeAddress(), moment.nodeLength());
        return moment.nodeLength();
    }

    private void toGroup(int place) {
        group = place;
        stage = place == moment.groups().size() ? Stage.COMPLETE : Stage.GROUP;
    }

    private int beginGroup(RdbOutput out) {
        out.writeString(group().name());
        StreamLayout.group(out, group().lastId(), group().entriesRead(), group().pending());
        stage = Stage.PENDING;
        return group().name().length;
    }

    private int nextPending(RdbOutput out) {
        if (moment.nextPending(group())) {
            return writePending(out);
        }
        int moved = keptOfGroups[group].moveChunk(out);
        if (moved == 0) {
            StreamLayout.consumers(out, group().consumers().size());
            toConsumer(0);
        }
        return moved;
    }

    private int writePending(RdbOutput out) {
        StreamLayout.pending(out, moment.pendingId(), moment.delivered(), moment.deliveries());
        return StreamLayout.ID_BYTES;
    }

    private void toConsumer(int place) {
        consumer = place;
        stage = place == group().consumers().size() ? Stage.WIPING : Stage.CONSUMER;
    }

    private int beginConsumer(RdbOutput out) {
        out.writeString(consumer().name());
        StreamLayout.consumer(out, consumer().seen(), consumer().pending());
        stage = Stage.OWNED;
        return consumer().name().length;
    }

    private int nextOwned(RdbOutput out) {
        if (moment.nextOwned(group(), consumer())) {
            StreamLayout.owned(out, moment.pendingId());
            return StreamLayout.ID_BYTES;
        }
        int moved = keptOfConsumers[consumer().place()].moveChunk(out);
        if (moved == 0) {
            toConsumer(consumer + 1);
        }
        return moved;
    }

    private int wipe() {
        if (!moment.wipe(group(), WIPED_AT_ONCE)) {
            toGroup(group + 1);
        }
        return WIPED_AT_ONCE;
    }

    @Override
    void closeElements() {
        moment.close();
        moment.leftovers().forEach(KeptBytes::close);
        Stream.of(keptOfGroups).forEach(KeptBytes::close);
        Stream.of(keptOfConsumers).forEach(KeptBytes::close);
    }
}
