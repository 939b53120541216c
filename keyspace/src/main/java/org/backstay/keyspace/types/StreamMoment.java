package org.backstay.keyspace.types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamWatch;
import org.jspecify.annotations.Nullable;

/**
 * A stream at one {@link Moment}: its figures, its nodes in the order of their IDs, and its groups one after the other, each with its
 * pending entries and then its consumers with theirs. The IDs say what the walk has passed. Pending entries are shown in any order: by the
 * walk, and those that change before it comes to them when they do.
 *
 * <p>What there is of groups and consumers is noted at once; there are few of them.
 *
 * @param <N> what the reader keeps of a node that is about to change
 */
public final class StreamMoment<N> extends Moment implements StreamWatch {
    /** Who reads: is shown what is about to change and has still to be read. */
    public interface Reader<N> {
        /** Keeps the node that is shown; {@link StreamMoment#kept} will return it when it is the node's turn. */
        N keepNode();

        /** Takes the pending entry that is shown, which the walk of the group will not come to. */
        void keepPending(GroupMoment group);

        /** Takes the ID of the pending entry that is shown, which the walk of the consumer will not come to. */
        void keepOwned(ConsumerMoment consumer);
    }

    private final Reader<N> reader;
    private final StreamValue stream;
    private final StreamFigures figures;
    private final IdTree tree;
    private final StreamGroup group;
    private final IdCursor nodes;
    private final TreeMap<StreamId, N> kept = new TreeMap<>();
    private final List<GroupMoment> groups = new ArrayList<>();
    private final Map<Integer, GroupMoment> groupsByHandle = new HashMap<>();
    private final Map<Integer, ConsumerMoment> consumersByHandle = new HashMap<>();

    /** The node that the walk went to last, null before the first one. */
    private @Nullable StreamId position;

    private boolean nodesWalked;

    private StreamId shownId = StreamId.MIN;
    private int shown;
    private @Nullable N shownKept;

    private StreamMoment(CollectionContext context, StreamValue stream, Reader<N> reader) {
        super(context, stream.root());
        this.reader = reader;
        this.stream = stream;
        figures = StreamFigures.of(stream);
        tree = new IdTree(context.slabs());
        nodes = new IdCursor(tree);
        group = stream.foundGroup();
        for (int i = 0; i < stream.groups(); i++) {
            note(stream.group(i));
        }
    }

    private void note(StreamGroup of) {
        ElementView name = new ElementView();
        of.name(name);
        GroupMoment noted = new GroupMoment(groups.size(), of, name.toByteArray(), new IdCursor(tree));
        for (int i = 0; i < of.consumers(); i++) {
            int consumer = of.consumer(i);
            of.consumerName(consumer, name);
            ConsumerMoment owner = new ConsumerMoment(
                    consumersByHandle.size(),
                    consumer,
                    name.toByteArray(),
                    of.seen(consumer),
                    IdTree.size(of.consumerPending(consumer)),
                    new IdCursor(tree));
            noted.consumers().add(owner);
            consumersByHandle.put(consumer, owner);
        }
        groups.add(noted);
        groupsByHandle.put(of.handle(), noted);
    }

    /** The moment is now. */
    public static <N> StreamMoment<N> of(CollectionContext context, int root, Reader<N> reader) {
        StreamValue stream = new StreamValue(context);
        stream.attach(Encoding.STREAM, root);
        StreamMoment<N> moment = new StreamMoment<>(context, stream, reader);
        context.moments().add(moment);
        return moment;
    }

    /** What is known of the stream as a whole. */
    public StreamFigures figures() {
        return figures;
    }

    /** The groups, in the order in which they are to be walked. */
    public List<GroupMoment> groups() {
        return groups;
    }

    /** How many consumers all groups have: their places are below. */
    public int consumers() {
        return groups.stream().mapToInt(of -> of.consumers().size()).sum();
    }

    // Nodes.

    /** Goes to the next node; false when there are no more. */
    public boolean nextNode() {
        while (!nodesWalked) {
            StreamId live = seekNode();
            Map.Entry<StreamId, N> first = kept.firstEntry();
            if (first != null && (live == null || !first.getKey().isAfter(live))) {
                kept.remove(first.getKey());
                position = first.getKey();
                if (first.getKey().equals(live)) {
                    marks.clear(nodes.value());
                }
                shownId = first.getKey();
                shownKept = first.getValue();
                return true;
            }
            shownKept = null;
            nodesWalked = live == null;
            if (live != null) {
                position = live;
                if (!marks.clear(nodes.value())) {
                    shownId = live;
                    shown = nodes.value();
                    return true;
                }
            }
        }
        return false;
    }

    /** Goes to the first node that the walk has not passed; its ID, or null if there is none. */
    private @Nullable StreamId seekNode() {
        return PendingMoment.seekBehind(nodes, stream.nodesHeader(), position) ? nodes.id() : null;
    }

    /** The node's ID. */
    public StreamId nodeId() {
        return shownId;
    }

    /** What was kept of the node that {@link #nextNode} went to; null if it is as it was, and shown. */
    public @Nullable N kept() {
        return shownKept;
    }

    /** Where the bytes of the node that is shown are. */
    public long nodeAddress() {
        return stream.blockAddress(shown);
    }

    /** How many there are. */
    public int nodeLength() {
        return stream.blockLength(shown);
    }

    /** What was kept and not shown, when the reading is given up. */
    public Iterable<N> leftovers() {
        return kept.values();
    }

    private boolean isNodeAhead(StreamId id) {
        return !nodesWalked && (position == null || id.isAfter(position));
    }

    @Override
    public void nodeChanges(StreamId id, int node) {
        if (!isNodeAhead(id) || marks.isSet(node)) {
            return;
        }
        shownId = id;
        shown = node;
        kept.put(id, reader.keepNode());
        marks.set(node);
    }

    @Override
    public void nodeLeaves(StreamId id, int node) {
        nodeChanges(id, node);
        marks.clear(node);
    }

    @Override
    public void nodeJoins(StreamId id, int node) {
        if (isNodeAhead(id)) {
            marks.set(node);
        }
    }

    @Override
    public void nodeMoved(int from, int to) {
        marks.move(from, to);
    }

    // Pending entries.

    /** Goes to the next pending entry of a group, before its consumers; false when there are no more. */
    public boolean nextPending(GroupMoment of) {
        return show(of.next(headerOf(of), marks), of.cursor());
    }

    /** Goes to the next pending entry of a consumer of a group; false when there are no more. */
    public boolean nextOwned(GroupMoment of, ConsumerMoment owner) {
        group.attach(of.handle());
        return show(
                owner.next(owner.isGone() ? PendingMoment.NO_TREE : group.consumerPending(owner.handle()), marks),
                owner.cursor());
    }

    /** Takes the marks of some pending entries of a group away, behind all its consumers; false when there are no more. */
    public boolean wipe(GroupMoment of, int some) {
        return of.wipe(headerOf(of), marks, some);
    }

    private long headerOf(GroupMoment of) {
        if (of.isGone()) {
            return PendingMoment.NO_TREE;
        }
        group.attach(of.handle());
        return group.pending();
    }

    private boolean show(boolean found, IdCursor at) {
        if (found) {
            shownId = at.id();
            shown = at.value();
        }
        return found;
    }

    /** The ID of the pending entry that is shown. */
    public StreamId pendingId() {
        return shownId;
    }

    /** When it was last delivered, Unix time in milliseconds. */
    public long delivered() {
        return group.delivered(shown);
    }

    /** How often it was delivered. */
    public long deliveries() {
        return group.deliveries(shown);
    }

    @Override
    public void pendingChanges(int ofGroup, StreamId id, int entry) {
        GroupMoment of = groupsByHandle.get(ofGroup);
        if (of == null || of.isPassed() || marks.isSet(entry)) {
            return;
        }
        shownId = id;
        shown = entry;
        if (of.isAhead(id)) {
            reader.keepPending(of);
        }
        ConsumerMoment owner = consumersByHandle.get(group.owner(entry));
        if (owner != null && owner.isAhead(id)) {
            reader.keepOwned(owner);
        }
        marks.set(entry);
        of.marked();
    }

    @Override
    public void pendingLeaves(int ofGroup, StreamId id, int entry) {
        pendingChanges(ofGroup, id, entry);
        marks.clear(entry);
    }

    @Override
    public void pendingJoins(int ofGroup, int entry) {
        GroupMoment of = groupsByHandle.get(ofGroup);
        if (of != null && !of.isPassed()) {
            marks.set(entry);
            of.marked();
        }
    }

    @Override
    public void consumerLeaves(int consumer) {
        ConsumerMoment gone = consumersByHandle.remove(consumer);
        if (gone != null) {
            gone.leave();
        }
    }

    @Override
    public void groupLeaves(int ofGroup) {
        GroupMoment gone = groupsByHandle.get(ofGroup);
        if (gone == null) {
            return;
        }
        group.attach(ofGroup);
        IdCursor cursor = new IdCursor(tree);
        for (boolean more = cursor.seekFirst(group.pending()); more; more = cursor.next()) {
            pendingLeaves(ofGroup, cursor.id(), cursor.value());
        }
        gone.consumers().forEach(this::leaveIfThere);
        groupsByHandle.remove(ofGroup);
        gone.leave();
    }

    private void leaveIfThere(ConsumerMoment consumer) {
        if (!consumer.isGone()) {
            consumerLeaves(consumer.handle());
        }
    }
}
