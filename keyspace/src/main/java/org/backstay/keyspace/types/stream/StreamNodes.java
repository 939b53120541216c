package org.backstay.keyspace.types.stream;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.Listpack;
import org.jspecify.annotations.Nullable;

/**
 * A flyweight over the nodes of one stream, in their index. What the stream says of its entries as a whole is its owner's business. Owned
 * by the keyspace's loop.
 */
public final class StreamNodes {
    private final Slabs slabs;
    private final IdTree tree;
    private final IdCursor node;
    private final StreamWalk walk;
    private long header;
    private @Nullable StreamWatch watch;

    /** A flyweight that is attached to nothing yet. */
    public StreamNodes(Slabs slabs, IdTree tree) {
        this.slabs = slabs;
        this.tree = tree;
        this.node = new IdCursor(tree);
        this.walk = new StreamWalk(slabs);
    }

    /** Goes to the nodes whose index has its header at an address. */
    public void attach(long at) {
        header = at;
        watch = null;
    }

    /** Says who hears of changes from now on until the next {@link #attach}. */
    public void watch(@Nullable StreamWatch by) {
        watch = by;
    }

    /** Where the header of the index is. */
    public long header() {
        return header;
    }

    /** What is in the node under the cursor is about to change. */
    private void changing() {
        StreamWatch by = watch;
        if (by != null) {
            by.nodeChanges(id(), node.value());
        }
    }

    private void setBlock(int block) {
        int before = node.value();
        if (block == before) {
            return;
        }
        node.setValue(block);
        StreamWatch by = watch;
        if (by != null) {
            by.nodeMoved(before, block);
        }
    }

    /** The number of nodes. */
    public int count() {
        return IdTree.size(header);
    }

    /** Starts a walk over the entries from one ID to another, both included. */
    public void walk(StreamWalk over, StreamId first, StreamId last, boolean backwards) {
        over.start(header, first, last, backwards);
    }

    /** Goes to the first or the next node; false if there are no more. They must not change meanwhile. */
    public boolean next(boolean first) {
        return first ? node.seekFirst(header) : node.next();
    }

    /** The node's ID. */
    public StreamId id() {
        return node.id();
    }

    /** Where the node's bytes are. */
    public long address() {
        return slabs.address(node.value());
    }

    /** How many bytes it has. */
    public int length() {
        return Listpack.bytes(address());
    }

    /** How many bytes its block has. */
    public long blockBytes() {
        return slabs.usableSize(node.value());
    }

    /** The ID of the first entry, deleted or not; {@link StreamId#MAX} if there is none. */
    public StreamId firstKept() {
        return next(true) ? idAt(StreamNode.firstEntry(address())) : StreamId.MAX;
    }

    /** The ID of an entry of the node under the cursor. */
    private StreamId idAt(int entry) {
        long base = address();
        return new StreamId(StreamNode.ms(base, entry, node.ms()), StreamNode.seq(base, entry, node.seq()));
    }

    // Appending.

    /**
     * Adds a node behind all others, which takes over a block.
     *
     * @throws MemoryLimitException the block is freed then
     */
    public void add(StreamId id, int block) {
        try {
            tree.add(header, id.ms(), id.seq(), block);
        } catch (MemoryLimitException full) {
            slabs.free(block);
            throw full;
        }
        StreamWatch by = watch;
        if (by != null) {
            by.nodeJoins(id, block);
        }
    }

    /**
     * Appends an entry behind all others, in a new node if the last one is full.
     *
     * @param maxBytes of a node; 0 is no limit
     * @param maxEntries of a node, deleted ones included; 0 is no limit
     */
    public void append(StreamId id, EntryFields fields, long maxBytes, long maxEntries) {
        if (!seekLastFor(fields, maxBytes, maxEntries)) {
            create(id, fields);
        }
        changing();
        boolean same = StreamNode.hasFields(address(), fields);
        long ms = id.ms() - node.ms();
        long seq = id.seq() - node.seq();
        makeRoom(StreamNode.growth(fields, same, ms, seq));
        StreamNode.append(address(), fields, same, ms, seq);
    }

    /** Goes to the last node; whether an entry may join it. */
    private boolean seekLastFor(EntryFields fields, long maxBytes, long maxEntries) {
        if (!node.seekLast(header)) {
            return false;
        }
        long bytes = length();
        for (int i = 0; i < 2 * fields.count(); i++) {
            bytes += fields.length(i);
        }
        long limit = maxBytes == 0 ? StreamNode.MAX_BYTES : Math.min(maxBytes, StreamNode.MAX_BYTES);
        boolean full = bytes >= limit
                || (maxEntries > 0 && StreamNode.live(address()) + StreamNode.deleted(address()) >= maxEntries);
        if (full) {
            shrink();
        }
        return !full;
    }

    /** Gives back the spare room of the node; with no memory to move to, it stays as it is. */
    private void shrink() {
        try {
            setBlock(slabs.resize(node.value(), length()));
        } catch (MemoryLimitException full) {
            return;
        }
    }

    /** Makes a node with room for an entry and goes to it. */
    private void create(StreamId id, EntryFields fields) {
        int block = slabs.alloc(StreamNode.bytesOfNew(fields) + StreamNode.growth(fields, true, 0, 0));
        StreamNode.create(slabs.address(block), fields);
        add(id, block);
        node.seekLast(header);
    }

    /** Lets the node become so much longer. */
    private void makeRoom(long bytes) {
        setBlock(slabs.grow(node.value(), length() + bytes));
    }

    // Deleting.

    /** Deletes an entry; false if there is none with this ID. */
    public boolean delete(StreamId id) {
        walk(walk, id, id, false);
        if (!walk.next()) {
            return false;
        }
        node.seekUpTo(header, id.ms(), id.seq());
        if (StreamNode.live(address()) == 1) {
            drop();
        } else {
            changing();
            makeRoom(StreamNode.COUNT_GROWTH);
            StreamNode.delete(address(), walk.place());
        }
        return true;
    }

    /** Frees the node under the cursor, which is on nothing then. */
    private void drop() {
        StreamWatch by = watch;
        if (by != null) {
            by.nodeLeaves(id(), node.value());
        }
        slabs.free(tree.remove(header, node.ms(), node.seq()));
    }

    /**
     * Removes the first entries.
     *
     * @param entries how many there are
     * @param length how many are to stay
     * @param before those with lesser IDs go, however many that leaves; null if that does not matter
     * @param approximately whether only whole nodes are removed
     * @param limit how many entries to remove at most; 0 is no limit
     * @return how many were removed
     */
    public long trim(long entries, long length, @Nullable StreamId before, boolean approximately, long limit) {
        long removed = 0;
        while ((before != null || entries - removed > length) && next(true)) {
            long live = StreamNode.live(address());
            if (limit > 0 && removed + live > limit) {
                break;
            }
            boolean whole = before == null
                    ? entries - removed - live >= length
                    : idAt(StreamNode.lastEntry(address())).compareTo(before) < 0;
            if (!whole) {
                return approximately ? removed : removed + trimNode(entries - removed - length, before);
            }
            drop();
            removed += live;
        }
        return removed;
    }

    /** Deletes the first entries of the node: those before an ID, or if that is null, so many. */
    private long trimNode(long count, @Nullable StreamId before) {
        changing();
        makeRoom(StreamNode.COUNT_GROWTH);
        long base = address();
        long removed = 0;
        int entry = StreamNode.firstEntry(base);
        while (entry != Listpack.NONE
                && (before == null ? removed < count : idAt(entry).compareTo(before) < 0)) {
            int next = StreamNode.entryBehind(base, entry);
            if (!StreamNode.isDeleted(base, entry)) {
                int shift = StreamNode.delete(base, entry);
                next = next == Listpack.NONE ? next : next + shift;
                removed++;
            }
            entry = next;
        }
        return removed;
    }
}
