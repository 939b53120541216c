package org.backstay.keyspace.types;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackFront;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a quicklist and how they hang together; stateless but for the memory.
 *
 * <pre>
 *   root: elements (8) | first node (4) | last node (4) | nodes (4)
 *   node: previous (4) | next (4) | -1 - gap (4), then a gap and a listpack; or the length (4), then the bytes of one large element
 * </pre>
 *
 * An empty list has no nodes; no node is empty. The gap is room before a listpack, so that elements come and go at a node's front without
 * all others being moved.
 */
final class ListNodes {
    static final int ROOT_BYTES = 20;
    /** What stands before a node's content. */
    static final int NODE_HEADER = 12;

    private static final int COUNT = 0;
    private static final int FIRST = 8;
    private static final int LAST = 12;
    private static final int NODES = 16;

    private static final int PREVIOUS = 0;
    private static final int NEXT = 4;
    private static final int KIND = 8;
    private static final int PACKED = -1;

    private final Slabs slabs;
    private final Moments moments;

    ListNodes(CollectionContext context) {
        slabs = context.slabs();
        moments = context.moments();
    }

    int createRoot() {
        int root = slabs.alloc(ROOT_BYTES);
        long at = slabs.address(root);
        putLong(at + COUNT, 0);
        putInt(at + FIRST, 0);
        putInt(at + LAST, 0);
        putInt(at + NODES, 0);
        return root;
    }

    long count(int root) {
        return getLong(slabs.address(root) + COUNT);
    }

    void addCount(int root, long change) {
        long at = slabs.address(root) + COUNT;
        putLong(at, getLong(at) + change);
    }

    int first(int root) {
        return getInt(slabs.address(root) + FIRST);
    }

    int last(int root) {
        return getInt(slabs.address(root) + LAST);
    }

    int nodes(int root) {
        return getInt(slabs.address(root) + NODES);
    }

    int next(int node) {
        return getInt(slabs.address(node) + NEXT);
    }

    int previous(int node) {
        return getInt(slabs.address(node) + PREVIOUS);
    }

    boolean isPlain(int node) {
        return getInt(slabs.address(node) + KIND) > PACKED;
    }

    int plainLength(int node) {
        return getInt(slabs.address(node) + KIND);
    }

    private int gap(int node) {
        return Math.max(0, PACKED - getInt(slabs.address(node) + KIND));
    }

    /** Where a node's listpack begins, or the bytes of its one large element. */
    long content(int node) {
        return slabs.address(node) + NODE_HEADER + gap(node);
    }

    /** How many bytes a node's content has. */
    int contentBytes(int node) {
        return isPlain(node) ? plainLength(node) : Listpack.bytes(content(node));
    }

    int elements(int node) {
        return isPlain(node) ? 1 : Listpack.count(content(node));
    }

    /** A node of a listpack with room for {@code listpackBytes}, empty as yet, in no list. */
    int createPacked(long listpackBytes) {
        int node = slabs.alloc(NODE_HEADER + listpackBytes);
        putInt(slabs.address(node) + KIND, PACKED);
        Listpack.create(content(node));
        return node;
    }

    /** A node of one element, in no list. */
    int createPlain(long element, int length) {
        int node = slabs.alloc(NODE_HEADER + (long) length);
        putInt(slabs.address(node) + KIND, length);
        copy(element, content(node), length);
        return node;
    }

    /** A node with a copy of another's content, in no list. */
    int copyOf(int node) {
        int bytes = contentBytes(node);
        if (isPlain(node)) {
            return createPlain(content(node), bytes);
        }
        int copied = createPacked(bytes);
        copy(content(node), content(copied), bytes);
        return copied;
    }

    /** Puts a node that is in no list before {@code next} (0: at the end). Does not count its elements. */
    void linkBefore(int root, int node, int next) {
        long rootAt = slabs.address(root);
        int previous = next == 0 ? getInt(rootAt + LAST) : previous(next);
        long at = slabs.address(node);
        putInt(at + PREVIOUS, previous);
        putInt(at + NEXT, next);
        putInt(previous == 0 ? rootAt + FIRST : slabs.address(previous) + NEXT, node);
        putInt(next == 0 ? rootAt + LAST : slabs.address(next) + PREVIOUS, node);
        putInt(rootAt + NODES, getInt(rootAt + NODES) + 1);
        ListMoment<?> moment = moment(root);
        if (moment != null) {
            moment.joins(node);
        }
    }

    private @Nullable ListMoment<?> moment(int root) {
        return moments.list(root);
    }

    /** To be called before what is in a node changes. */
    void changing(int root, int node) {
        ListMoment<?> moment = moment(root);
        if (moment != null) {
            moment.changing(node);
        }
    }

    /** Takes a node out of the list. Neither frees it nor discounts its elements. */
    void unlink(int root, int node) {
        ListMoment<?> moment = moment(root);
        if (moment != null) {
            moment.leaves(node);
        }
        long rootAt = slabs.address(root);
        int previous = previous(node);
        int next = next(node);
        putInt(previous == 0 ? rootAt + FIRST : slabs.address(previous) + NEXT, next);
        putInt(next == 0 ? rootAt + LAST : slabs.address(next) + PREVIOUS, previous);
        putInt(rootAt + NODES, getInt(rootAt + NODES) - 1);
    }

    /** Resizes a node of the list to hold {@code contentBytes} behind its gap; returns its handle, which its neighbours then name too. */
    int resize(int root, int node, long contentBytes) {
        long bytes = NODE_HEADER + contentBytes;
        if (gap(node) > 0) {
            if (slabs.fits(node, bytes) && bytes + gap(node) <= slabs.usableSize(node)) {
                return node;
            }
            moveContent(node, 0);
        }
        int moved = slabs.resize(node, bytes);
        if (moved != node) {
            int previous = previous(moved);
            int next = next(moved);
            long rootAt = slabs.address(root);
            putInt(previous == 0 ? rootAt + FIRST : slabs.address(previous) + NEXT, moved);
            putInt(next == 0 ? rootAt + LAST : slabs.address(next) + PREVIOUS, moved);
            ListMoment<?> moment = moment(root);
            if (moment != null) {
                moment.moved(node, moved);
            }
        }
        return moved;
    }

    /** How many bytes of content a node's block can hold as it is. */
    long room(int node) {
        return slabs.usableSize(node) - NODE_HEADER;
    }

    /** Puts a node's listpack behind a gap of another length, which there is room for. */
    private void moveContent(int node, int gap) {
        long from = content(node);
        copy(from, slabs.address(node) + NODE_HEADER + gap, Listpack.bytes(from));
        putInt(slabs.address(node) + KIND, PACKED - gap);
    }

    /**
     * Inserts before the first element of a listpack, in the gap; makes one of half the node's spare room when there is none that suffices.
     *
     * @return false, and nothing inserted, when there is too little spare room for that to be worth it
     */
    boolean prepend(int node, int entryBytes, long address, int length) {
        if (gap(node) < entryBytes) {
            int wanted = (int) (room(node) - contentBytes(node)) / 2;
            if (wanted < entryBytes) {
                return false;
            }
            moveContent(node, wanted);
        }
        placeContent(node, ListpackFront.prepend(content(node), address, length));
        return true;
    }

    /** Deletes the first element of a listpack that has more than one; its place becomes part of the gap. */
    void dropFirst(int node) {
        placeContent(node, ListpackFront.dropFirst(content(node)));
    }

    private void placeContent(int node, long listpack) {
        long at = slabs.address(node);
        putInt(at + KIND, PACKED - (int) (listpack - at - NODE_HEADER));
    }

    void free(int node) {
        slabs.free(node);
    }

    /** Frees up to {@code budget} nodes, and the root behind the last; true when all is gone. */
    boolean reclaim(int root, int budget) {
        for (int freed = 0; freed < budget; freed++) {
            int node = first(root);
            if (node == 0) {
                slabs.free(root);
                return true;
            }
            unlink(root, node);
            slabs.free(node);
        }
        return false;
    }

    // Elements, named by their offset in the node's listpack; the one of a plain node by 0, and 1 is behind it.

    int startOffset(int node) {
        return isPlain(node) ? 0 : Listpack.HEADER_BYTES;
    }

    int lastOffset(int node) {
        return isPlain(node) ? 0 : Listpack.last(content(node));
    }

    /** Where an append to a node inserts. */
    int endOffset(int node) {
        return isPlain(node) ? 1 : Listpack.end(content(node));
    }

    /** Shows the element at an offset. */
    void read(int node, int offset, ElementView result) {
        if (isPlain(node)) {
            result.setBytes(content(node), plainLength(node));
        } else {
            Listpack.read(content(node), offset, result);
        }
    }

    /** Whether the element at an offset equals the given one. */
    boolean matches(int node, int offset, long address, int length) {
        if (isPlain(node)) {
            return plainLength(node) == length && NativeMemory.equals(content(node), address, length);
        }
        return Listpack.matches(content(node), offset, address, length);
    }

    /** The first element of a node that equals the given one, or {@link Listpack#NONE}. */
    int find(int node, long address, int length) {
        if (isPlain(node)) {
            return matches(node, 0, address, length) ? 0 : Listpack.NONE;
        }
        long base = content(node);
        return Listpack.find(base, Listpack.first(base), address, length, 0);
    }

    /** The offset behind an element. */
    int behind(int node, int offset) {
        if (isPlain(node)) {
            return 1;
        }
        int next = Listpack.next(content(node), offset);
        return next == Listpack.NONE ? endOffset(node) : next;
    }
}
