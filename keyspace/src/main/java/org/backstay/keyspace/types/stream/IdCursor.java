package org.backstay.keyspace.types.stream;

/**
 * A place in an {@link IdTree}, valid until the tree is changed. Owned by the keyspace's loop; made once and moved from tree to tree.
 */
public final class IdCursor {
    private final IdTree tree;
    private int leaf;
    private int at;

    /** A cursor in trees of one instance's slabs, on nothing as yet. */
    public IdCursor(IdTree tree) {
        this.tree = tree;
    }

    /** Whether it is on an entry. */
    public boolean isValid() {
        return leaf != 0;
    }

    /** Goes to the first entry; false if there is none. */
    public boolean seekFirst(long header) {
        leaf = tree.edgeLeaf(header, false);
        at = 0;
        return leaf != 0;
    }

    /** Goes to the last entry; false if there is none. */
    public boolean seekLast(long header) {
        leaf = tree.edgeLeaf(header, true);
        at = leaf == 0 ? 0 : IdTree.count(tree.node(leaf)) - 1;
        return leaf != 0;
    }

    /** Goes to the last entry that is not behind an ID; false if there is none. */
    public boolean seekUpTo(long header, long ms, long seq) {
        leaf = tree.leafOf(header, ms, seq);
        if (leaf == 0) {
            return false;
        }
        at = IdTree.upTo(tree.node(leaf), ms, seq);
        return previous();
    }

    /** Goes to the first entry that is not before an ID; false if there is none. */
    public boolean seekFrom(long header, long ms, long seq) {
        leaf = tree.leafOf(header, ms, seq);
        if (leaf == 0) {
            return false;
        }
        at = IdTree.upTo(tree.node(leaf), ms, seq) - 1;
        return (at >= 0 && ms() == ms && seq() == seq) || next();
    }

    /** Goes to the next entry; false if there is none. */
    public boolean next() {
        long node = tree.node(leaf);
        if (++at < IdTree.count(node)) {
            return true;
        }
        leaf = IdTree.next(node);
        at = 0;
        return leaf != 0;
    }

    /** Goes to the previous entry; false if there is none. */
    public boolean previous() {
        if (--at >= 0) {
            return true;
        }
        leaf = IdTree.previous(tree.node(leaf));
        at = leaf == 0 ? 0 : IdTree.count(tree.node(leaf)) - 1;
        return leaf != 0;
    }

    /** The first half of the ID. */
    public long ms() {
        return IdTree.ms(tree.node(leaf), at);
    }

    /** The second half of the ID. */
    public long seq() {
        return IdTree.seq(tree.node(leaf), at);
    }

    /** The ID. */
    public StreamId id() {
        return new StreamId(ms(), seq());
    }

    /** The entry's value. */
    public int value() {
        return IdTree.value(tree.node(leaf), at);
    }

    /** Gives the entry another value. */
    public void setValue(int value) {
        IdTree.setValue(tree.node(leaf), at, value);
    }
}
