package org.backstay.keyspace.types;

import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.stream.EntryFields;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.NamedBlocks;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamNode;
import org.backstay.keyspace.types.stream.StreamNodeCheck;
import org.backstay.keyspace.types.stream.StreamWalk;

/**
 * A stream: entries in the order of their IDs, packed into nodes as RDB files carry them, the nodes in an ordered index; and its consumer
 * groups. Unlike other collections it may be empty.
 *
 * <pre>
 *   root: entries (8) | last ID (16) | first ID (16) | greatest deleted ID (16) | entries ever added (8) | nodes, by ID (8) | groups (4)
 * </pre>
 */
public final class StreamValue extends CollectionValue {
    private static final int ROOT_BYTES = 76;
    private static final int LENGTH = 0;
    private static final int LAST = 8;
    private static final int FIRST = 24;
    private static final int DELETED = 40;
    private static final int ADDED = 56;
    private static final int NODES = 64;
    private static final int GROUPS = 72;

    private final IdTree tree;
    private final IdCursor nodes;
    private final NamedBlocks groups;
    private final StreamGroup group;
    private final StreamWalk walk;

    /** What frees streams that no key has any more uses no state of those in use. */
    private final IdTree dyingTree;

    private final StreamGroup dyingGroup;

    /** A flyweight that is attached to nothing yet. */
    public StreamValue(CollectionContext context) {
        super(context, Encoding.STREAM);
        tree = new IdTree(slabs);
        nodes = new IdCursor(tree);
        groups = new NamedBlocks(slabs, StreamGroup.FIELD_BYTES);
        group = new StreamGroup(slabs, tree, groups);
        walk = new StreamWalk(slabs);
        dyingTree = new IdTree(slabs);
        dyingGroup = new StreamGroup(slabs, dyingTree, groups);
    }

    @Override
    public void create() {
        int handle = slabs.alloc(ROOT_BYTES);
        long at = slabs.address(handle);
        for (int i = 0; i < NODES; i += Long.BYTES) {
            putLong(at + i, 0);
        }
        IdTree.clear(at + NODES);
        putInt(at + GROUPS, 0);
        attach(Encoding.STREAM, handle);
    }

    @Override
    void attached() {}

    private long at(int field) {
        return slabs.address(root()) + field;
    }

    private StreamId id(int field) {
        return new StreamId(getLong(at(field)), getLong(at(field + Long.BYTES)));
    }

    private void setId(int field, StreamId id) {
        putLong(at(field), id.ms());
        putLong(at(field + Long.BYTES), id.seq());
    }

    /** The number of entries that are not deleted. */
    @Override
    public long size() {
        return getLong(at(LENGTH));
    }

    private void addSize(long change) {
        putLong(at(LENGTH), size() + change);
    }

    /** The greatest ID that any entry has or had. */
    public StreamId lastId() {
        return id(LAST);
    }

    /** Says what the greatest ID was; none of an entry is behind it. */
    public void setLastId(StreamId id) {
        setId(LAST, id);
    }

    /** The ID of the first entry; {@link StreamId#MIN} if there are none. */
    public StreamId firstId() {
        return id(FIRST);
    }

    /** The greatest ID that XDEL has deleted; {@link StreamId#MIN} if it has none. */
    public StreamId maxDeletedId() {
        return id(DELETED);
    }

    /** Says what the greatest deleted ID is. */
    public void setMaxDeletedId(StreamId id) {
        setId(DELETED, id);
    }

    /** How many entries were ever added. */
    public long entriesAdded() {
        return getLong(at(ADDED));
    }

    /** Says how many entries were ever added. */
    public void setEntriesAdded(long entries) {
        putLong(at(ADDED), entries);
    }

    /** The number of nodes. */
    public int nodes() {
        return IdTree.size(at(NODES));
    }

    // Entries.

    /** Starts a walk over the entries from one ID to another, both included; it is valid until the stream is changed. */
    public void walk(StreamWalk from, StreamId first, StreamId last, boolean backwards) {
        from.start(at(NODES), first, last, backwards);
    }

    /** Whether there is an entry with an ID. */
    public boolean contains(StreamId id) {
        walk(walk, id, id, false);
        return walk.next();
    }

    /** The ID of the first or the last entry that is not deleted; {@link StreamId#MIN} if there is none. */
    public StreamId edge(boolean last) {
        walk(walk, StreamId.MIN, StreamId.MAX, last);
        return walk.next() ? walk.id() : StreamId.MIN;
    }

    /** The ID of the first entry, deleted or not; {@link StreamId#MAX} if there is none. */
    public StreamId firstKept() {
        if (!nodes.seekFirst(at(NODES))) {
            return StreamId.MAX;
        }
        return idAt(StreamNode.firstEntry(slabs.address(nodes.value())));
    }

    /** The ID of an entry of the node under the cursor. */
    private StreamId idAt(int entry) {
        long base = slabs.address(nodes.value());
        return new StreamId(StreamNode.ms(base, entry, nodes.ms()), StreamNode.seq(base, entry, nodes.seq()));
    }

    /**
     * Appends an entry.
     *
     * @param id behind {@link #lastId}
     * @param fields of fewer bytes together than {@link StreamNode#MAX_BYTES}
     */
    public void append(StreamId id, EntryFields fields) {
        long base = lastNodeFor(fields);
        if (base == 0) {
            base = newNode(id, fields);
        }
        boolean same = StreamNode.hasFields(base, fields);
        long ms = id.ms() - nodes.ms();
        long seq = id.seq() - nodes.seq();
        base = room(Listpack.bytes(base) + StreamNode.growth(fields, same, ms, seq));
        StreamNode.append(base, fields, same, ms, seq);
        addSize(1);
        setEntriesAdded(entriesAdded() + 1);
        setLastId(id);
        if (size() == 1) {
            setId(FIRST, id);
        }
    }

    /** Goes to the last node, if an entry may join it; its address, else 0. */
    private long lastNodeFor(EntryFields fields) {
        if (!nodes.seekLast(at(NODES))) {
            return 0;
        }
        long base = slabs.address(nodes.value());
        long bytes = Listpack.bytes(base);
        for (int i = 0; i < 2 * fields.count(); i++) {
            bytes += fields.length(i);
        }
        StreamLimits limits = context.streamLimits();
        boolean full = bytes >= limits.nodeMaxBytes() && limits.nodeMaxBytes() > 0;
        long entries = limits.nodeMaxEntries() == 0 ? 0 : StreamNode.live(base) + StreamNode.deleted(base);
        if (!full && bytes < StreamNode.MAX_BYTES && (entries == 0 || entries < limits.nodeMaxEntries())) {
            return base;
        }
        shrinkNode();
        return 0;
    }

    /** Gives back the spare room of the node under the cursor; with no memory to move to, it stays as it is. */
    private void shrinkNode() {
        try {
            nodes.setValue(slabs.resize(nodes.value(), Listpack.bytes(slabs.address(nodes.value()))));
        } catch (MemoryLimitException full) {
            return;
        }
    }

    /** Makes a node with room for an entry and goes to it. */
    private long newNode(StreamId id, EntryFields fields) {
        int node = slabs.alloc(StreamNode.bytesOfNew(fields) + StreamNode.growth(fields, true, 0, 0));
        StreamNode.create(slabs.address(node), fields);
        addNode(id, node);
        nodes.seekLast(at(NODES));
        return slabs.address(node);
    }

    private void addNode(StreamId id, int node) {
        try {
            tree.add(at(NODES), id.ms(), id.seq(), node);
        } catch (MemoryLimitException full) {
            slabs.free(node);
            throw full;
        }
    }

    /** Makes the node under the cursor at least so large; its address. */
    private long room(long bytes) {
        int node = nodes.value();
        int roomy = slabs.grow(node, bytes);
        if (roomy != node) {
            nodes.setValue(roomy);
        }
        return slabs.address(roomy);
    }

    /** Deletes an entry; false if there is none with this ID. */
    public boolean delete(StreamId id) {
        walk(walk, id, id, false);
        if (!walk.next()) {
            return false;
        }
        nodes.seekUpTo(at(NODES), id.ms(), id.seq());
        if (StreamNode.live(slabs.address(walk.node())) == 1) {
            dropNode();
        } else {
            StreamNode.delete(roomToDelete(), walk.place());
        }
        addSize(-1);
        if (id.isAfter(maxDeletedId())) {
            setMaxDeletedId(id);
        }
        if (id.equals(firstId())) {
            setId(FIRST, edge(false));
        }
        return true;
    }

    private long roomToDelete() {
        return room(Listpack.bytes(slabs.address(nodes.value())) + (long) StreamNode.COUNT_GROWTH);
    }

    /** Frees the node under the cursor, which is on nothing then. */
    private void dropNode() {
        slabs.free(tree.remove(at(NODES), nodes.ms(), nodes.seq()));
    }

    // Trimming.

    /**
     * Removes the first entries until there are no more than {@code length}.
     *
     * @param approximately whether only whole nodes are removed
     * @param limit how many entries to remove at most; 0 is no limit
     * @return how many were removed
     */
    public long trimToLength(long length, boolean approximately, long limit) {
        return trim(length, StreamId.MIN, approximately, limit);
    }

    /** As {@link #trimToLength}, of the entries before an ID. */
    public long trimBefore(StreamId id, boolean approximately, long limit) {
        return trim(-1, id, approximately, limit);
    }

    /** By length, or if that is negative, by ID. */
    private long trim(long length, StreamId before, boolean approximately, long limit) {
        long removed = 0;
        while ((length < 0 || size() > length) && nodes.seekFirst(at(NODES))) {
            long entries = StreamNode.live(slabs.address(nodes.value()));
            if (limit > 0 && removed + entries > limit) {
                break;
            }
            boolean whole = length >= 0
                    ? size() - entries >= length
                    : idAt(StreamNode.lastEntry(slabs.address(nodes.value()))).compareTo(before) < 0;
            if (!whole) {
                removed += approximately ? 0 : trimNode(length, before);
                break;
            }
            dropNode();
            addSize(-entries);
            removed += entries;
        }
        if (removed > 0) {
            setId(FIRST, size() == 0 ? StreamId.MIN : edge(false));
        }
        return removed;
    }

    private long trimNode(long length, StreamId before) {
        long removed = 0;
        long base = roomToDelete();
        int entry = StreamNode.firstEntry(base);
        while (entry != Listpack.NONE && (length < 0 ? idAt(entry).compareTo(before) < 0 : size() > length)) {
            int next = StreamNode.entryBehind(base, entry);
            if (!StreamNode.isDeleted(base, entry)) {
                int shift = StreamNode.delete(base, entry);
                next = next == Listpack.NONE ? next : next + shift;
                addSize(-1);
                removed++;
            }
            entry = next;
        }
        return removed;
    }

    // Groups.

    private int table() {
        return getInt(at(GROUPS));
    }

    /** A cursor for the pending entries of groups and consumers of any stream. */
    public IdCursor pendingCursor() {
        return new IdCursor(tree);
    }

    /** How many groups there are. */
    public int groups() {
        return groups.count(table());
    }

    /** The group at a place in the order of names, from 0, on a flyweight that is reused. */
    public StreamGroup group(int place) {
        group.attach(groups.get(table(), place));
        return group;
    }

    /** Goes to the group with a name, on a flyweight that is reused: {@link #foundGroup}; false if there is none. */
    public boolean findGroup(long name, int length) {
        int found = groups.find(table(), name, length);
        group.attach(found);
        return found != 0;
    }

    /** The group that {@link #findGroup} or {@link #createGroup} went to last. */
    public StreamGroup foundGroup() {
        return group;
    }

    /**
     * Makes a group whose name no other has, and goes to it.
     *
     * @param last the last ID that counts as delivered
     * @param entriesRead how many entries count as read, or {@link StreamGroup#UNKNOWN}
     */
    public void createGroup(long name, int length, StreamId last, long entriesRead) {
        int made = groups.create(name, length);
        group.initialize(made, last, entriesRead);
        try {
            putInt(at(GROUPS), groups.add(table(), made));
        } catch (MemoryLimitException full) {
            slabs.free(made);
            throw full;
        }
    }

    /** Deletes the group that {@link #findGroup} went to, with its consumers and pending entries. */
    public void destroyGroup() {
        putInt(at(GROUPS), groups.remove(table(), group.handle()));
        while (!group.reclaimContents(Integer.MAX_VALUE)) {
            // all of it
        }
        slabs.free(group.handle());
    }

    /**
     * How many of the entries ever added come up to an ID, it included, or {@link StreamGroup#UNKNOWN} if deleted entries, or the ID's
     * place among the entries, make that impossible to say.
     */
    public long entriesUpTo(StreamId id) {
        long added = entriesAdded();
        int fromLast = id.compareTo(lastId());
        if (added == 0 || fromLast == 0 || (size() == 0 && fromLast < 0)) {
            return added;
        }
        if (fromLast > 0) {
            return StreamGroup.UNKNOWN;
        }
        boolean gapless = maxDeletedId().equals(StreamId.MIN) || maxDeletedId().compareTo(firstId()) < 0;
        int fromFirst = id.compareTo(firstId());
        if (!gapless || fromFirst > 0) {
            return StreamGroup.UNKNOWN;
        }
        return fromFirst < 0 ? added - size() : added - size() + 1;
    }

    /** Whether an entry from an ID on may have been deleted by XDEL while entries before it stand. */
    public boolean hasGapFrom(StreamId id) {
        return size() > 0
                && !maxDeletedId().equals(StreamId.MIN)
                && !firstId().isAfter(maxDeletedId())
                && !id.isAfter(maxDeletedId());
    }

    // Saving, loading, copying, freeing.

    /** Goes to the first or the next node, for saving; false if there are no more. The stream must not change meanwhile. */
    public boolean nextNode(boolean first) {
        return first ? nodes.seekFirst(at(NODES)) : nodes.next();
    }

    /** The ID of the node that {@link #nextNode} went to. */
    public StreamId nodeId() {
        return nodes.id();
    }

    /** Where its bytes are. */
    public long nodeAddress() {
        return slabs.address(nodes.value());
    }

    /** How many bytes it has. */
    public int nodeLength() {
        return Listpack.bytes(nodeAddress());
    }

    /**
     * Appends a node from outside, and what it says of entries and their IDs with it.
     *
     * @return false, and nothing done, if the bytes are no node of entries behind those of the stream
     */
    public boolean appendNode(StreamId id, long address, long length) {
        StreamId last = StreamNodeCheck.lastId(address, length, id);
        if (last == null || (nodes() > 0 && !id.isAfter(lastId()))) {
            return false;
        }
        addNode(id, blockOf(address, length));
        addSize(StreamNode.live(address));
        setLastId(last);
        if (nodes() == 1) {
            setId(FIRST, edge(false));
        }
        return true;
    }

    /** Streams have no packed encoding of their own; their nodes do. */
    @Override
    public int packedLength() {
        throw new UnsupportedOperationException("a stream is saved node by node");
    }

    @Override
    public int duplicate() {
        StreamValue copy = new StreamValue(context);
        copy.create();
        try {
            copy.copyFrom(this);
        } catch (MemoryLimitException full) {
            while (!reclaim(Encoding.STREAM, copy.root(), Integer.MAX_VALUE)) {
                // all of it
            }
            throw full;
        }
        return copy.root();
    }

    private void copyFrom(StreamValue other) {
        for (boolean more = other.nextNode(true); more; more = other.nextNode(false)) {
            addNode(other.nodeId(), blockOf(other.nodeAddress(), other.nodeLength()));
        }
        addSize(other.size());
        setLastId(other.lastId());
        setId(FIRST, other.firstId());
        setMaxDeletedId(other.maxDeletedId());
        setEntriesAdded(other.entriesAdded());
        ElementView name = new ElementView();
        for (int i = 0; i < other.groups(); i++) {
            StreamGroup from = other.group(i);
            from.name(name);
            createGroup(name.address(), name.length(), from.lastId(), from.entriesRead());
            group.copyFrom(from);
        }
    }

    @Override
    public long memoryBytes(int samples) {
        long bytes = slabs.usableSize(root()) + tree.bytes(at(NODES)) + groups.bytes(table());
        long weighed = 0;
        int count = 0;
        for (boolean more = nextNode(true); more && (samples == 0 || count < samples); more = nextNode(false)) {
            weighed += slabs.usableSize(nodes.value());
            count++;
        }
        for (int i = 0; i < groups(); i++) {
            StreamGroup one = group(i);
            bytes += slabs.usableSize(one.handle()) + one.bytes();
        }
        return count == 0 ? bytes : bytes + weighed * nodes() / count;
    }

    @Override
    public boolean reclaim(Encoding encoding, int root, int budget) {
        long at = slabs.address(root);
        for (int freed = 0; freed < budget; freed++) {
            int node = dyingTree.removeFirst(at + NODES);
            if (node != 0) {
                slabs.free(node);
                continue;
            }
            int dying = getInt(at + GROUPS);
            if (dying == 0) {
                slabs.free(root);
                return true;
            }
            int last = groups.get(dying, groups.count(dying) - 1);
            dyingGroup.attach(last);
            if (!dyingGroup.reclaimContents(budget - freed)) {
                return false;
            }
            putInt(at + GROUPS, groups.remove(dying, last));
            slabs.free(last);
        }
        return false;
    }
}
