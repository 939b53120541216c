package org.backstay.keyspace.types;

import java.util.function.LongConsumer;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackCheck;

/**
 * A list: linked nodes of listpacks ({@link Encoding#QUICKLIST}), each up to {@code list-max-listpack-size}; an element too large for a
 * node is a node of its own. Indexes count from 0; negative ones from the end, -1 being the last.
 */
public final class ListValue extends CollectionValue {
    private final ListNodes nodes;
    private final ListEditor editor;
    private final ElementView element = new ElementView();

    /** Where {@link #seek(long)} found an element: its node, its offset there (0 in a plain node), and how many stand before it. */
    private int foundNode;

    private int foundOffset;
    private int foundInNode;

    private int walkNode;
    private int walkOffset;
    private boolean walkForward;

    private int shownNode;

    /** A flyweight that is attached to nothing yet. */
    public ListValue(CollectionContext context) {
        super(context, Encoding.QUICKLIST);
        nodes = new ListNodes(context);
        editor = new ListEditor(context, nodes);
    }

    @Override
    public void create() {
        attach(Encoding.QUICKLIST, nodes.createRoot());
    }

    @Override
    void attached() {
        editor.attach(root());
    }

    @Override
    public long size() {
        return nodes.count(root());
    }

    // The ends.

    /** Adds an element before the first. */
    public void pushFirst(long address, int length) {
        int first = nodes.first(root());
        editor.insertAt(first, first == 0 ? 0 : nodes.startOffset(first), address, length);
    }

    /** Adds an element behind the last. */
    public void pushLast(long address, int length) {
        int last = nodes.last(root());
        editor.insertAt(last, last == 0 ? 0 : nodes.endOffset(last), address, length);
    }

    /** Shows the first element; false if the list is empty. */
    public boolean first(ElementView result) {
        int node = nodes.first(root());
        if (node == 0) {
            return false;
        }
        nodes.read(node, nodes.startOffset(node), result);
        return true;
    }

    /** Shows the last element; false if the list is empty. */
    public boolean last(ElementView result) {
        int node = nodes.last(root());
        if (node == 0) {
            return false;
        }
        nodes.read(node, nodes.lastOffset(node), result);
        return true;
    }

    /** Removes the first element; the list must not be empty. */
    public void removeFirst() {
        int node = nodes.first(root());
        editor.delete(node, nodes.startOffset(node));
    }

    /** Removes the last element; the list must not be empty. */
    public void removeLast() {
        int node = nodes.last(root());
        editor.delete(node, nodes.lastOffset(node));
    }

    /** Moves an element from one end to the same or the other end of this list: LMOVE with one key. */
    public void rotate(boolean fromFirst, boolean toFirst) {
        if (fromFirst == toFirst || size() < 2) {
            return;
        }
        int node = fromFirst ? nodes.first(root()) : nodes.last(root());
        if (nodes.isPlain(node)) {
            nodes.unlink(root(), node);
            nodes.linkBefore(root(), node, toFirst ? nodes.first(root()) : 0);
            return;
        }
        nodes.read(node, fromFirst ? nodes.startOffset(node) : nodes.lastOffset(node), element);
        // The element's node moves when something is pushed to it, so its text is carried over in a block of its own.
        int length = element.textLength();
        int carried = slabs.alloc(length);
        try {
            element.writeTo(slabs.address(carried));
            if (toFirst) {
                pushFirst(slabs.address(carried), length);
                removeLast();
            } else {
                pushLast(slabs.address(carried), length);
                removeFirst();
            }
        } finally {
            slabs.free(carried);
        }
    }

    // By index.

    /** Shows the element at an index; false if there is none. */
    public boolean get(long index, ElementView result) {
        if (!seek(index)) {
            return false;
        }
        nodes.read(foundNode, foundOffset, result);
        return true;
    }

    /** Replaces the element at an index; false if there is none. */
    public boolean set(long index, long address, int length) {
        if (!seek(index)) {
            return false;
        }
        if (!editor.replaceInPlace(foundNode, foundOffset, address, length)) {
            long position = index < 0 ? index + size() : index;
            editor.insertAt(foundNode, foundOffset, address, length);
            seek(position + 1);
            editor.delete(foundNode, foundOffset);
        }
        return true;
    }

    /**
     * Inserts an element before or behind the first one that equals {@code pivot}.
     *
     * @return false if there is no such element
     */
    public boolean insert(boolean before, long pivot, int pivotLength, long address, int length) {
        for (int node = nodes.first(root()); node != 0; node = nodes.next(node)) {
            int offset = nodes.find(node, pivot, pivotLength);
            if (offset != Listpack.NONE) {
                editor.insertAt(node, before ? offset : nodes.behind(node, offset), address, length);
                return true;
            }
        }
        return false;
    }

    /** Removes {@code count} elements from {@code index} (not negative) on, or as many as there are; returns how many. */
    public long removeRange(long index, long count) {
        if (count <= 0 || index < 0 || !seek(index)) {
            return 0;
        }
        long wanted = Math.min(count, size() - index);
        long rest = wanted;
        int node = foundNode;
        int offset = foundOffset;
        int before = foundInNode;
        while (rest > 0) {
            int next = nodes.next(node);
            int here = (int) Math.min(rest, nodes.elements(node) - before);
            if (here == nodes.elements(node)) {
                editor.drop(node);
            } else {
                nodes.changing(root(), node);
                Listpack.delete(nodes.content(node), offset, here);
                nodes.addCount(root(), -here);
                editor.shrink(node);
            }
            rest -= here;
            node = next;
            offset = node == 0 ? 0 : nodes.startOffset(node);
            before = 0;
        }
        return wanted;
    }

    /** Keeps the elements from {@code from} to {@code to}, both not negative and inclusive, and removes all others. */
    public void trim(long from, long to) {
        removeRange(Math.max(to + 1, 0), Long.MAX_VALUE);
        removeRange(0, from);
    }

    // By value.

    /**
     * Removes elements equal to the given one.
     *
     * @param count how many at most, from the first on; negative: from the last on; 0: all
     * @return how many were removed
     */
    public long remove(long count, long address, int length) {
        long limit = count == 0 ? Long.MAX_VALUE : Math.abs(count);
        boolean forward = count >= 0;
        long removed = 0;
        int node = forward ? nodes.first(root()) : nodes.last(root());
        while (node != 0 && removed < limit) {
            int next = forward ? nodes.next(node) : nodes.previous(node);
            removed += editor.removeFrom(node, limit - removed, forward, address, length);
            node = next;
        }
        return removed;
    }

    /**
     * Looks for elements equal to the given one: LPOS.
     *
     * @param rank the first match to report: 1 the first from the front, -1 the first from the end; not 0
     * @param maxMatches how many matches to report at most
     * @param maxCompared how many elements to look at, at most
     * @param found is told each match's index, counted from the front
     */
    public void positions(long address, int length, long rank, long maxMatches, long maxCompared, LongConsumer found) {
        boolean forward = rank > 0;
        long size = size();
        long skip = Math.abs(rank) - 1;
        long matches = 0;
        startWalk(forward ? nodes.first(root()) : nodes.last(root()), forward);
        for (long i = 0; i < Math.min(size, maxCompared) && matches < maxMatches; i++, step()) {
            if (!nodes.matches(walkNode, walkOffset, address, length)) {
                continue;
            }
            if (skip > 0) {
                skip--;
            } else {
                found.accept(forward ? i : size - 1 - i);
                matches++;
            }
        }
    }

    // Walking.

    /**
     * Starts a walk at an index, towards the end or towards the front. One walk at a time; the list must not change during it. False if
     * there is no such element.
     */
    public boolean seek(long index, boolean forward) {
        walkNode = 0;
        if (!seek(index)) {
            return false;
        }
        walkNode = foundNode;
        walkOffset = foundOffset;
        walkForward = forward;
        return true;
    }

    /** Shows the walk's next element, the first time the one at which it started; false when there are no more. */
    public boolean next(ElementView result) {
        if (walkNode == 0) {
            return false;
        }
        nodes.read(walkNode, walkOffset, result);
        step();
        return true;
    }

    private void startWalk(int node, boolean forward) {
        walkForward = forward;
        walkNode = node;
        walkOffset = edge(node, forward);
    }

    private int edge(int node, boolean forward) {
        if (node == 0) {
            return 0;
        }
        return forward ? nodes.startOffset(node) : nodes.lastOffset(node);
    }

    private void step() {
        if (!nodes.isPlain(walkNode)) {
            long base = nodes.content(walkNode);
            walkOffset = walkForward ? Listpack.next(base, walkOffset) : Listpack.previous(base, walkOffset);
            if (walkOffset != Listpack.NONE) {
                return;
            }
        }
        walkNode = walkForward ? nodes.next(walkNode) : nodes.previous(walkNode);
        walkOffset = edge(walkNode, walkForward);
    }

    /** Finds an element by index, from the nearer end. */
    private boolean seek(long index) {
        long size = size();
        long wanted = index < 0 ? index + size : index;
        if (wanted < 0 || wanted >= size) {
            return false;
        }
        long before;
        int node;
        if (wanted < size / 2) {
            node = nodes.first(root());
            before = 0;
            for (int here = nodes.elements(node); before + here <= wanted; here = nodes.elements(node)) {
                before += here;
                node = nodes.next(node);
            }
        } else {
            node = nodes.last(root());
            before = size - nodes.elements(node);
            while (before > wanted) {
                node = nodes.previous(node);
                before -= nodes.elements(node);
            }
        }
        foundNode = node;
        foundInNode = (int) (wanted - before);
        foundOffset = nodes.isPlain(node) ? 0 : Listpack.seek(nodes.content(node), foundInNode);
        return true;
    }

    // Saving, loading, copying, freeing.

    /** The number of nodes, for an RDB file. */
    public int nodeCount() {
        return nodes.nodes(root());
    }

    /** Starts a walk over the nodes; one at a time, and the list must not change during it. */
    public void rewindNodes() {
        shownNode = 0;
    }

    /** Goes to the next node, the first time to the first; false when there are no more. */
    public boolean nextNode() {
        shownNode = shownNode == 0 ? nodes.first(root()) : nodes.next(shownNode);
        return shownNode != 0;
    }

    /** Whether the node is one large element (an RDB file's PLAIN container) and not a listpack (PACKED). */
    public boolean nodeIsPlain() {
        return nodes.isPlain(shownNode);
    }

    /** Where the node's listpack is, or its one element. */
    public long nodeAddress() {
        return nodes.content(shownNode);
    }

    /** The length of the node's listpack, or of its one element. */
    public int nodeLength() {
        return nodes.contentBytes(shownNode);
    }

    /** Appends one large element as a node of its own, as an RDB file has it. */
    public void appendPlainNode(long address, int length) {
        nodes.linkBefore(root(), nodes.createPlain(address, length), 0);
        nodes.addCount(root(), 1);
    }

    /** Appends a listpack from outside as a node (an empty one as none); false, and nothing done, if the bytes are no listpack. */
    public boolean appendListpackNode(long address, long length) {
        int entries = ListpackCheck.entries(address, length);
        if (entries <= 0) {
            return entries == 0;
        }
        int node = nodes.createPacked(length);
        NativeMemory.copy(address, nodes.content(node), length);
        nodes.linkBefore(root(), node, 0);
        nodes.addCount(root(), entries);
        return true;
    }

    /** Lists have no packed encoding of their own; their nodes do. */
    @Override
    public int packedLength() {
        throw new UnsupportedOperationException("a list is saved node by node");
    }

    @Override
    public int duplicate() {
        int copied = nodes.createRoot();
        try {
            for (int node = nodes.first(root()); node != 0; node = nodes.next(node)) {
                nodes.linkBefore(copied, nodes.copyOf(node), 0);
            }
        } catch (MemoryLimitException full) {
            nodes.reclaim(copied, Integer.MAX_VALUE);
            throw full;
        }
        nodes.addCount(copied, size());
        return copied;
    }

    @Override
    public long memoryBytes(int samples) {
        long bytes = slabs.usableSize(root());
        long weighed = 0;
        int count = 0;
        for (int node = nodes.first(root()); node != 0 && (samples == 0 || count < samples); node = nodes.next(node)) {
            weighed += slabs.usableSize(node);
            count++;
        }
        return count == 0 ? bytes : bytes + weighed * nodes.nodes(root()) / count;
    }

    @Override
    public boolean reclaim(Encoding encoding, int root, int budget) {
        return nodes.reclaim(root, budget);
    }
}
