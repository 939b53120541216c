package org.backstay.keyspace.types;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.packed.Listpack;

/**
 * Changes a list node by node and keeps its nodes within the limits; a flyweight that is attached to one list's root, owned by the
 * keyspace's loop. Keeps the count of elements true.
 */
final class ListEditor {
    /** Nodes below this get no spare room: moving them is cheaper than the memory. Bytes. */
    private static final int SMALL_NODE = 256;

    private final CollectionContext context;
    private final ListNodes nodes;
    private int root;

    /** The two sides of a position at which {@link #split} has made a node's edge; 0 where the list ends. */
    private int left;

    private int right;

    ListEditor(CollectionContext context, ListNodes nodes) {
        this.context = context;
        this.nodes = nodes;
    }

    void attach(int listRoot) {
        root = listRoot;
    }

    private int maxListpackBytes() {
        return context.limits().listNodeBytes() - ListNodes.NODE_HEADER;
    }

    private boolean fits(int node, int entryBytes) {
        return node != 0
                && !nodes.isPlain(node)
                && (long) nodes.contentBytes(node) + entryBytes <= maxListpackBytes()
                && nodes.elements(node) < context.limits().listNodeEntries();
    }

    private boolean isStart(int node, int offset) {
        return offset == nodes.startOffset(node);
    }

    /** Makes room for a listpack of {@code bytes} in a node; returns the node's handle. */
    private int roomIn(int node, long bytes) {
        long roomy = Math.max(bytes, Math.min(bytes + (bytes >> 3), maxListpackBytes()));
        return nodes.resize(root, node, bytes <= nodes.room(node) || bytes < SMALL_NODE ? bytes : roomy);
    }

    /** Inserts before the element at {@code offset} of {@code node} (or behind its last one); node 0: into an empty list. */
    void insertAt(int node, int offset, long address, int length) {
        int entryBytes = Listpack.entryBytesFor(address, length);
        if (Listpack.EMPTY_BYTES + entryBytes > maxListpackBytes() || context.isPlainElement(length)) {
            insertNode(node, offset, nodes.createPlain(address, length));
        } else if (fits(node, entryBytes)) {
            insertInto(node, offset, entryBytes, address, length);
        } else {
            insertBeside(node, offset, entryBytes, address, length);
        }
        nodes.addCount(root, 1);
    }

    /** Inserts where there is room; returns the node's handle, which may be another now. */
    private int insertInto(int node, int offset, int entryBytes, long address, int length) {
        nodes.changing(root, node);
        if (isStart(node, offset) && nodes.prepend(node, entryBytes, address, length)) {
            return node;
        }
        int roomy = roomIn(node, (long) nodes.contentBytes(node) + entryBytes);
        Listpack.insert(nodes.content(roomy), offset, address, length);
        return roomy;
    }

    /** Puts a new node at a position, splitting the node there if need be. */
    private void insertNode(int node, int offset, int fresh) {
        if (node == 0) {
            nodes.linkBefore(root, fresh, 0);
            return;
        }
        try {
            split(node, offset);
        } catch (MemoryLimitException full) {
            nodes.free(fresh);
            throw full;
        }
        nodes.linkBefore(root, fresh, right);
    }

    /** Inserts where the node is full: at the edge of a neighbour, of a half of the node, or as a new node. */
    private void insertBeside(int node, int offset, int entryBytes, long address, int length) {
        boolean inside = node != 0 && !isStart(node, offset) && offset != nodes.endOffset(node);
        if (node != 0) {
            split(node, offset);
        } else {
            left = 0;
            right = 0;
        }
        if (fits(left, entryBytes)) {
            left = insertInto(left, nodes.endOffset(left), entryBytes, address, length);
        } else if (fits(right, entryBytes)) {
            right = insertInto(right, Listpack.HEADER_BYTES, entryBytes, address, length);
        } else {
            int fresh = nodes.createPacked((long) Listpack.EMPTY_BYTES + entryBytes);
            Listpack.insert(nodes.content(fresh), Listpack.HEADER_BYTES, address, length);
            nodes.linkBefore(root, fresh, right);
        }
        if (inside) {
            mergeHalves();
        }
    }

    /** After an insertion split a node: joins its halves with their outer neighbours, so that many insertions leave no crumbs. */
    private void mergeHalves() {
        int outerLeft = nodes.previous(left);
        int outerRight = nodes.next(right);
        if (outerLeft != 0) {
            merge(outerLeft, left);
        }
        if (outerRight != 0) {
            merge(right, outerRight);
        }
    }

    private void merge(int one, int other) {
        if (nodes.isPlain(one) || nodes.isPlain(other)) {
            return;
        }
        long bytes = (long) nodes.contentBytes(one) + nodes.contentBytes(other) - Listpack.EMPTY_BYTES;
        long elements = (long) nodes.elements(one) + nodes.elements(other);
        if (bytes > maxListpackBytes() || elements > context.limits().listNodeEntries()) {
            return;
        }
        int joined;
        try {
            joined = nodes.resize(root, one, bytes);
        } catch (MemoryLimitException full) {
            return;
        }
        nodes.changing(root, joined);
        Listpack.appendAll(nodes.content(joined), nodes.content(other));
        nodes.unlink(root, other);
        nodes.free(other);
    }

    /** Makes a position an edge between two nodes, {@link #left} and {@link #right}. */
    private void split(int node, int offset) {
        if (isStart(node, offset)) {
            left = nodes.previous(node);
            right = node;
            return;
        }
        if (offset == nodes.endOffset(node)) {
            left = node;
            right = nodes.next(node);
            return;
        }
        long base = nodes.content(node);
        right = nodes.createPacked((long) Listpack.EMPTY_BYTES + Listpack.end(base) - offset);
        nodes.changing(root, node);
        Listpack.moveTail(base, offset, nodes.content(right));
        nodes.linkBefore(root, right, nodes.next(node));
        left = shrink(node);
    }

    /** Gives back room after elements went; returns the node's handle. With no memory to move to, the node stays as it is. */
    int shrink(int node) {
        try {
            return nodes.resize(root, node, nodes.contentBytes(node));
        } catch (MemoryLimitException full) {
            return node;
        }
    }

    void delete(int node, int offset) {
        if (nodes.elements(node) == 1) {
            drop(node);
            return;
        }
        nodes.changing(root, node);
        if (isStart(node, offset)) {
            nodes.dropFirst(node);
        } else {
            Listpack.delete(nodes.content(node), offset, 1);
        }
        nodes.addCount(root, -1);
        shrink(node);
    }

    /** Removes a node with all that is in it. */
    void drop(int node) {
        nodes.addCount(root, -nodes.elements(node));
        nodes.unlink(root, node);
        nodes.free(node);
    }

    /** Replaces an element where it is; false, and nothing done, if that would break the node's limit. */
    boolean replaceInPlace(int node, int offset, long address, int length) {
        if (nodes.isPlain(node) || context.isPlainElement(length)) {
            return false;
        }
        int growth = Listpack.growthOfReplace(nodes.content(node), offset, address, length);
        long bytes = (long) nodes.contentBytes(node) + growth;
        if (growth > 0 && bytes > maxListpackBytes()) {
            return false;
        }
        nodes.changing(root, node);
        int roomy = growth > 0 ? roomIn(node, bytes) : node;
        Listpack.replace(nodes.content(roomy), offset, address, length);
        if (growth < 0) {
            shrink(roomy);
        }
        return true;
    }

    /** Removes up to {@code limit} elements of a node that equal the given one, from its front or from its end; returns how many. */
    long removeFrom(int node, long limit, boolean forward, long address, int length) {
        if (nodes.isPlain(node)) {
            if (!nodes.matches(node, 0, address, length)) {
                return 0;
            }
            drop(node);
            return 1;
        }
        long base = nodes.content(node);
        long removed = 0;
        int at = forward ? Listpack.first(base) : Listpack.last(base);
        while (at != Listpack.NONE && removed < limit) {
            int before = Listpack.previous(base, at);
            if (!Listpack.matches(base, at, address, length)) {
                at = forward ? Listpack.next(base, at) : before;
                continue;
            }
            if (Listpack.count(base) == 1) {
                drop(node);
                return removed + 1;
            }
            nodes.changing(root, node);
            Listpack.delete(base, at, 1);
            nodes.addCount(root, -1);
            removed++;
            boolean atEnd = at == Listpack.end(base);
            at = !forward ? before : atEnd ? Listpack.NONE : at;
        }
        if (removed > 0) {
            shrink(node);
        }
        return removed;
    }
}
