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
import org.backstay.keyspace.types.stream.StreamNodes;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.backstay.keyspace.types.stream.StreamWatch;
import org.jspecify.annotations.Nullable;

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
    private final StreamNodes nodes;
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
        nodes = new StreamNodes(slabs, tree);
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
    void attached() {
        nodes.attach(at(NODES));
    }

    /** Who hears of changes in this stream; nearly always nobody. */
    private @Nullable StreamWatch watch() {
        return context.moments().stream(root());
    }

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
        return nodes.count();
    }

    // Entries.

    /** Starts a walk over the entries from one ID to another, both included; it is valid until the stream is changed. */
    public void walk(StreamWalk from, StreamId first, StreamId last, boolean backwards) {
        nodes.walk(from, first, last, backwards);
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
        return nodes.firstKept();
    }

    /**
     * Appends an entry.
     *
     * @param id behind {@link #lastId}
     * @param fields of fewer bytes together than {@link StreamNode#MAX_BYTES}
     */
    public void append(StreamId id, EntryFields fields) {
        nodes.watch(watch());
        nodes.append(
                id,
                fields,
                context.streamLimits().nodeMaxBytes(),
                context.streamLimits().nodeMaxEntries());
        addSize(1);
        setEntriesAdded(entriesAdded() + 1);
        setLastId(id);
        if (size() == 1) {
            setId(FIRST, id);
        }
    }

    /** Deletes an entry; false if there is none with this ID. */
    public boolean delete(StreamId id) {
        nodes.watch(watch());
        if (!nodes.delete(id)) {
            return false;
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

    /**
     * Removes the first entries until there are no more than {@code length}.
     *
     * @param approximately whether only whole nodes are removed
     * @param limit how many entries to remove at most; 0 is no limit
     * @return how many were removed
     */
    public long trimToLength(long length, boolean approximately, long limit) {
        nodes.watch(watch());
        return trimmed(nodes.trim(size(), length, null, approximately, limit));
    }

    /** As {@link #trimToLength}, of the entries before an ID. */
    public long trimBefore(StreamId id, boolean approximately, long limit) {
        nodes.watch(watch());
        return trimmed(nodes.trim(size(), 0, id, approximately, limit));
    }

    private long trimmed(long removed) {
        if (removed > 0) {
            addSize(-removed);
            setId(FIRST, size() == 0 ? StreamId.MIN : edge(false));
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
        group.watch(watch());
        return group;
    }

    /** Goes to the group with a name, on a flyweight that is reused: {@link #foundGroup}; false if there is none. */
    public boolean findGroup(long name, int length) {
        int found = groups.find(table(), name, length);
        group.attach(found);
        group.watch(watch());
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
        group.watch(watch());
        try {
            putInt(at(GROUPS), groups.add(table(), made));
        } catch (MemoryLimitException full) {
            slabs.free(made);
            throw full;
        }
    }

    /** Deletes the group that {@link #findGroup} went to, with its consumers and pending entries. */
    public void destroyGroup() {
        StreamWatch by = watch();
        if (by != null) {
            by.groupLeaves(group.handle());
        }
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
        return nodes.next(first);
    }

    /** The ID of the node that {@link #nextNode} went to. */
    public StreamId nodeId() {
        return nodes.id();
    }

    /** Where its bytes are. */
    public long nodeAddress() {
        return nodes.address();
    }

    /** How many bytes it has. */
    public int nodeLength() {
        return nodes.length();
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
        nodes.add(id, blockOf(address, length));
        addSize(StreamNode.live(address));
        setLastId(last);
        if (nodes() == 1) {
            setId(FIRST, edge(false));
        }
        return true;
    }

    /** Where the header of the index of nodes is. */
    long nodesHeader() {
        return nodes.header();
    }

    /** Where a block's bytes are. */
    long blockAddress(int node) {
        return slabs.address(node);
    }

    /** How many bytes a node has. */
    int blockLength(int node) {
        return Listpack.bytes(slabs.address(node));
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
            copy.free();
            throw full;
        }
        return copy.root();
    }

    private void copyFrom(StreamValue other) {
        for (boolean more = other.nextNode(true); more; more = other.nextNode(false)) {
            nodes.add(other.nodeId(), blockOf(other.nodeAddress(), other.nodeLength()));
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
            weighed += nodes.blockBytes();
            count++;
        }
        for (int i = 0; i < groups(); i++) {
            StreamGroup one = group(i);
            bytes += slabs.usableSize(one.handle()) + one.bytes();
        }
        return count == 0 ? bytes : bytes + weighed * nodes.count() / count;
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
