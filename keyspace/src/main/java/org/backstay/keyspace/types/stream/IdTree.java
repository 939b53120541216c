package org.backstay.keyspace.types.stream;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedShort;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;
import static org.backstay.base.memory.NativeMemory.putShort;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;

/**
 * An ordered map from IDs to handles: a B+ tree whose owner keeps its {@value #HEADER_BYTES} bytes of header, zeroed at first. Owned by
 * the keyspace's loop; one instance serves any number of trees, one after the other.
 *
 * <pre>
 *   header: root (4) | entries (4)
 *   node:   entries (2) | level, 0 for a leaf (2) | previous leaf (4) | next leaf (4) | entry ...
 *   entry:  ms (8) | seq (8) | value, or the child whose IDs are not below this one (4)
 * </pre>
 *
 * IDs mostly arrive in order, so a full node that grows at its end stays full. A node that has become rather empty joins a neighbour. A
 * tree of one leaf takes only what it needs.
 */
public final class IdTree {
    /** What the owner keeps. */
    public static final int HEADER_BYTES = 8;

    static final int ENTRY_BYTES = 20;
    static final int ENTRIES = 12;

    private static final int ROOT = 0;
    private static final int SIZE = 4;

    private static final int COUNT = 0;
    private static final int LEVEL = 2;
    private static final int PREVIOUS = 4;
    private static final int NEXT = 8;
    private static final int SEQ = 8;
    private static final int VALUE = 16;

    /** Entries of a node; one of {@value #NODE_BYTES} bytes. */
    private static final int MOST = 63;

    private static final int NODE_BYTES = ENTRIES + MOST * ENTRY_BYTES;
    private static final int FEW = MOST / 4;
    private static final int JOINED = MOST * 3 / 4;

    /** Enough for 2^31 entries in nodes that are hardly filled. */
    private static final int MOST_LEVELS = 12;

    private final Slabs slabs;
    private final int[] path = new int[MOST_LEVELS];
    private final int[] places = new int[MOST_LEVELS];
    private final int[] fresh = new int[MOST_LEVELS + 1];
    private int depth;

    /** For trees in these slabs. */
    public IdTree(Slabs slabs) {
        this.slabs = slabs;
    }

    /** Makes the owner's bytes those of an empty tree. */
    public static void clear(long header) {
        putLong(header, 0);
    }

    /** The number of entries. */
    public static int size(long header) {
        return getInt(header + SIZE);
    }

    static int root(long header) {
        return getInt(header + ROOT);
    }

    long node(int handle) {
        return slabs.address(handle);
    }

    static int count(long node) {
        return getUnsignedShort(node + COUNT);
    }

    static boolean isLeaf(long node) {
        return getUnsignedShort(node + LEVEL) == 0;
    }

    static int previous(long node) {
        return getInt(node + PREVIOUS);
    }

    static int next(long node) {
        return getInt(node + NEXT);
    }

    private static long entry(long node, int at) {
        return node + ENTRIES + (long) at * ENTRY_BYTES;
    }

    static long ms(long node, int at) {
        return getLong(entry(node, at));
    }

    static long seq(long node, int at) {
        return getLong(entry(node, at) + SEQ);
    }

    static int value(long node, int at) {
        return getInt(entry(node, at) + VALUE);
    }

    static void setValue(long node, int at, int value) {
        putInt(entry(node, at) + VALUE, value);
    }

    /** How many entries of a node are not behind an ID. */
    static int upTo(long node, long ms, long seq) {
        int low = 0;
        int high = count(node);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (StreamId.compare(ms(node, middle), seq(node, middle), ms, seq) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The leaf in which an ID is, if it is anywhere; 0 if the tree is empty. */
    int leafOf(long header, long ms, long seq) {
        int handle = root(header);
        while (handle != 0 && !isLeaf(node(handle))) {
            long node = node(handle);
            handle = value(node, Math.max(upTo(node, ms, seq) - 1, 0));
        }
        return handle;
    }

    /** The first leaf, or the last one; 0 if the tree is empty. */
    int edgeLeaf(long header, boolean last) {
        int handle = root(header);
        while (handle != 0 && !isLeaf(node(handle))) {
            long node = node(handle);
            handle = value(node, last ? count(node) - 1 : 0);
        }
        return handle;
    }

    private static boolean isAt(long node, int at, long ms, long seq) {
        return at >= 0 && ms(node, at) == ms && seq(node, at) == seq;
    }

    /** The value of an ID, or 0. */
    public int get(long header, long ms, long seq) {
        int leaf = leafOf(header, ms, seq);
        if (leaf == 0) {
            return 0;
        }
        int at = upTo(node(leaf), ms, seq) - 1;
        return isAt(node(leaf), at, ms, seq) ? value(node(leaf), at) : 0;
    }

    // Changing.

    private void descend(long header, long ms, long seq) {
        depth = 0;
        int handle = root(header);
        while (true) {
            long node = node(handle);
            int upTo = upTo(node, ms, seq);
            path[depth] = handle;
            places[depth] = isLeaf(node) ? upTo : Math.max(upTo - 1, 0);
            depth++;
            if (isLeaf(node)) {
                return;
            }
            handle = value(node, Math.max(upTo - 1, 0));
        }
    }

    /**
     * Adds an ID with its value, which is not 0.
     *
     * @return false, and nothing done, if it is there already
     * @throws MemoryLimitException nothing has changed then
     */
    public boolean add(long header, long ms, long seq, int value) {
        if (root(header) == 0) {
            int leaf = slabs.alloc(ENTRIES + ENTRY_BYTES);
            initialize(node(leaf), 0);
            putInt(header + ROOT, leaf);
        }
        descend(header, ms, seq);
        long leaf = node(path[depth - 1]);
        if (isAt(leaf, places[depth - 1] - 1, ms, seq)) {
            return false;
        }
        if (count(leaf) == MOST) {
            allocateSplits();
            split(header, ms, seq, value);
        } else {
            leaf = depth == 1 ? roomyRoot(header) : leaf;
            insert(leaf, places[depth - 1], ms, seq, value);
        }
        putInt(header + SIZE, size(header) + 1);
        return true;
    }

    private static void initialize(long node, int level) {
        putShort(node + COUNT, 0);
        putShort(node + LEVEL, level);
        putInt(node + PREVIOUS, 0);
        putInt(node + NEXT, 0);
    }

    /** A leaf that is alone grows with its entries. */
    private long roomyRoot(long header) {
        int leaf = root(header);
        long needed = ENTRIES + (count(node(leaf)) + 1L) * ENTRY_BYTES;
        if (slabs.usableSize(leaf) < needed) {
            leaf = slabs.resize(leaf, Math.min(ENTRIES + 2 * (needed - ENTRIES), NODE_BYTES));
            putInt(header + ROOT, leaf);
        }
        return node(leaf);
    }

    private static void insert(long node, int at, long ms, long seq, int value) {
        int count = count(node);
        copy(entry(node, at), entry(node, at + 1), (long) (count - at) * ENTRY_BYTES);
        putLong(entry(node, at), ms);
        putLong(entry(node, at) + SEQ, seq);
        putInt(entry(node, at) + VALUE, value);
        putShort(node + COUNT, count + 1);
    }

    private static void erase(long node, int at) {
        int count = count(node) - 1;
        copy(entry(node, at + 1), entry(node, at), (long) (count - at) * ENTRY_BYTES);
        putShort(node + COUNT, count);
    }

    /** Takes one block for each full node on the path, and one for a new root if all are full, before anything is changed. */
    private void allocateSplits() {
        int wanted = 0;
        while (wanted < depth && count(node(path[depth - 1 - wanted])) == MOST) {
            wanted++;
        }
        wanted += wanted == depth ? 1 : 0;
        int got = 0;
        try {
            for (; got < wanted; got++) {
                fresh[got] = slabs.alloc(NODE_BYTES);
            }
        } catch (MemoryLimitException full) {
            while (got > 0) {
                slabs.free(fresh[--got]);
            }
            throw full;
        }
    }

    /** Inserts into a full leaf, splitting it and every full node above. */
    private void split(long header, long ms, long seq, int value) {
        long insertedMs = ms;
        long insertedSeq = seq;
        int inserted = value;
        int used = 0;
        for (int level = depth - 1; level >= 0; level--) {
            long node = node(path[level]);
            int at = places[level] + (level == depth - 1 ? 0 : 1);
            if (count(node) < MOST) {
                insert(node, at, insertedMs, insertedSeq, inserted);
                return;
            }
            int right = fresh[used++];
            splitNode(path[level], right, at, insertedMs, insertedSeq, inserted);
            insertedMs = ms(node(right), 0);
            insertedSeq = seq(node(right), 0);
            inserted = right;
        }
        int root = fresh[used];
        initialize(node(root), getUnsignedShort(node(path[0]) + LEVEL) + 1);
        insert(node(root), 0, ms(node(path[0]), 0), seq(node(path[0]), 0), path[0]);
        insert(node(root), 1, insertedMs, insertedSeq, inserted);
        putInt(header + ROOT, root);
    }

    private void splitNode(int left, int right, int at, long ms, long seq, int value) {
        long from = node(left);
        long to = node(right);
        initialize(to, getUnsignedShort(from + LEVEL));
        int kept = at == MOST ? MOST : MOST / 2;
        copy(entry(from, kept), entry(to, 0), (long) (MOST - kept) * ENTRY_BYTES);
        putShort(from + COUNT, kept);
        putShort(to + COUNT, MOST - kept);
        if (isLeaf(from)) {
            link(left, right, next(from));
        }
        if (at > kept || kept == MOST) {
            insert(to, at - kept, ms, seq, value);
        } else {
            insert(from, at, ms, seq, value);
        }
    }

    private void link(int left, int leaf, int right) {
        putInt(node(leaf) + PREVIOUS, left);
        putInt(node(leaf) + NEXT, right);
        if (left != 0) {
            putInt(node(left) + NEXT, leaf);
        }
        if (right != 0) {
            putInt(node(right) + PREVIOUS, leaf);
        }
    }

    private void unlink(long leaf) {
        int left = previous(leaf);
        int right = next(leaf);
        if (left != 0) {
            putInt(node(left) + NEXT, right);
        }
        if (right != 0) {
            putInt(node(right) + PREVIOUS, left);
        }
    }

    /** Gives an ID that is there another value. */
    public void set(long header, long ms, long seq, int value) {
        long leaf = node(leafOf(header, ms, seq));
        setValue(leaf, upTo(leaf, ms, seq) - 1, value);
    }

    /** Removes an ID; its value, or 0 if it was not there. Allocates nothing. */
    public int remove(long header, long ms, long seq) {
        if (root(header) == 0) {
            return 0;
        }
        descend(header, ms, seq);
        long leaf = node(path[depth - 1]);
        int at = places[depth - 1] - 1;
        if (!isAt(leaf, at, ms, seq)) {
            return 0;
        }
        int value = value(leaf, at);
        erase(leaf, at);
        putInt(header + SIZE, size(header) - 1);
        if (count(leaf) == 0) {
            drop(header, depth - 1);
        } else if (count(leaf) < FEW && depth > 1) {
            join(header);
        }
        return value;
    }

    /** Removes the first ID; its value, or 0 if there is none. Allocates nothing. */
    public int removeFirst(long header) {
        int first = edgeLeaf(header, false);
        return first == 0 ? 0 : remove(header, ms(node(first), 0), seq(node(first), 0));
    }

    /** Frees the node at a level of the path, which has become empty, and those above that thereby do. */
    private void drop(long header, int level) {
        int handle = path[level];
        if (isLeaf(node(handle))) {
            unlink(node(handle));
        }
        slabs.free(handle);
        if (level == 0) {
            putInt(header + ROOT, 0);
            return;
        }
        long parent = node(path[level - 1]);
        erase(parent, places[level - 1]);
        if (count(parent) == 0) {
            drop(header, level - 1);
        } else {
            lowerRoot(header);
        }
    }

    /** A root with one child gives its place to it. */
    private void lowerRoot(long header) {
        int root = root(header);
        while (!isLeaf(node(root)) && count(node(root)) == 1) {
            int child = value(node(root), 0);
            slabs.free(root);
            root = child;
        }
        putInt(header + ROOT, root);
    }

    /** Puts a rather empty leaf and a neighbour under the same parent together, if one node holds both. */
    private void join(long header) {
        long parent = node(path[depth - 2]);
        int place = places[depth - 2];
        if (place + 1 < count(parent) && fitTogether(parent, place)) {
            append(value(parent, place), value(parent, place + 1));
            erase(parent, place + 1);
            lowerRoot(header);
        } else if (place > 0 && fitTogether(parent, place - 1)) {
            append(value(parent, place - 1), value(parent, place));
            erase(parent, place);
            lowerRoot(header);
        }
    }

    private boolean fitTogether(long parent, int place) {
        return count(node(value(parent, place))) + count(node(value(parent, place + 1))) <= JOINED;
    }

    private void append(int left, int right) {
        long to = node(left);
        long from = node(right);
        copy(entry(from, 0), entry(to, count(to)), (long) count(from) * ENTRY_BYTES);
        putShort(to + COUNT, count(to) + count(from));
        unlink(from);
        slabs.free(right);
    }

    /** Bytes that the nodes occupy, about. */
    public long bytes(long header) {
        int root = root(header);
        if (root == 0) {
            return 0;
        }
        return isLeaf(node(root)) ? slabs.usableSize(root) : (long) size(header) * NODE_BYTES / JOINED;
    }
}
