package org.backstay.keyspace.types;

import static org.backstay.base.memory.NativeMemory.copy;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueReclaimer;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.ElementView;
import org.jspecify.annotations.Nullable;

/**
 * A flyweight over the value of one key, owned by the keyspace's loop. It is made once, attached to a key's entry (or to a root that has
 * no key yet), used, and attached to the next; nothing is allocated on the heap by that. When a change moves the root or changes the
 * encoding, the entry is told at once.
 *
 * <p>Arguments are bytes at an address, which must not lie inside the collection that is changed: its blocks move. An
 * {@link ElementView} that a collection filled is valid until that collection changes.
 *
 * <p>An allocation that is refused ({@code MemoryLimitException}) leaves the collection as it was.
 */
public abstract sealed class CollectionValue implements ValueReclaimer
        permits HashValue, ListValue, SetValue, StreamValue, ZSetValue {
    /** Packed blocks below this get no spare room: moving them is cheaper than the memory. Bytes. */
    private static final int ROOMY_FROM = 256;

    final CollectionContext context;
    final Slabs slabs;
    private @Nullable Entry entry;
    private Encoding encoding;
    private int root;

    CollectionValue(CollectionContext context, Encoding smallest) {
        this.context = context;
        this.slabs = context.slabs();
        this.encoding = smallest;
    }

    /** Attaches to the value of a key. */
    public final void attach(Entry key) {
        attach(key.encoding(), key.root());
        entry = key;
    }

    /** Attaches to a value that no key has yet, or whose key is someone else's business. */
    public final void attach(Encoding valueEncoding, int valueRoot) {
        entry = null;
        encoding = valueEncoding;
        root = valueRoot;
        attached();
    }

    /** Makes an empty collection in its smallest encoding, with no key, and attaches to it. */
    public abstract void create();

    /** The handle that the key's entry holds. */
    public final int root() {
        return root;
    }

    /** How the collection lies in memory. */
    public final Encoding encoding() {
        return encoding;
    }

    /** Frees the collection, which belongs to no key. */
    public final void free() {
        while (!reclaim(encoding, root, Integer.MAX_VALUE)) {
            // in as many steps as it takes
        }
    }

    /** The number of elements (of a hash: fields). */
    public abstract long size();

    /** Whether the key is to be deleted. */
    public final boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Copies the collection.
     *
     * @return the root of the copy, which has the same encoding
     */
    public abstract int duplicate();

    /**
     * Bytes that the collection occupies.
     *
     * @param samples how many elements of a table to weigh for an estimate; 0 weighs all
     */
    public abstract long memoryBytes(int samples);

    /** Where the bytes of a packed encoding (listpack or intset) are: they are what an RDB file carries. */
    public final long packedAddress() {
        assert isPacked();
        return slabs.address(root);
    }

    /** The length of the packed bytes. */
    public abstract int packedLength();

    /** Whether the whole collection is one block of packed bytes. */
    public final boolean isPacked() {
        return encoding == Encoding.LISTPACK || encoding == Encoding.INTSET;
    }

    /** Called when root and encoding were set. */
    abstract void attached();

    /** Tells the key's entry that the block or the encoding is another one. */
    final void moveTo(Encoding newEncoding, int newRoot) {
        root = newRoot;
        Entry key = entry;
        if (key != null) {
            key.setRoot(newRoot);
        }
        if (newEncoding != encoding) {
            encoding = newEncoding;
            if (key != null) {
                key.setEncoding(newEncoding);
            }
        }
        attached();
    }

    /** Makes room for {@code bytes} in the packed block; returns its address. */
    final long packedRoom(long bytes) {
        int moved = roomFor(root, bytes);
        if (moved != root) {
            moveTo(encoding, moved);
        }
        return slabs.address(moved);
    }

    /** Gives back room after the packed bytes became fewer; with no memory to move to, the block stays as it is. */
    final void shrinkPacked() {
        try {
            int moved = slabs.resize(root, packedLength());
            if (moved != root) {
                moveTo(encoding, moved);
            }
        } catch (MemoryLimitException full) {
            return;
        }
    }

    /** Makes room for {@code bytes} in a block that grows by appends; returns the block's handle. */
    final int roomFor(int handle, long bytes) {
        boolean fits = bytes <= slabs.usableSize(handle);
        return slabs.resize(handle, fits || bytes < ROOMY_FROM ? bytes : bytes + (bytes >> 3));
    }

    /** A new block with these bytes. */
    final int blockOf(long address, long bytes) {
        int handle = slabs.alloc(bytes);
        copy(address, slabs.address(handle), bytes);
        return handle;
    }

    /** Where the text of an element is: its own bytes, or digits in the scratch. */
    final long textAddress(ElementView element) {
        if (!element.isInteger()) {
            return element.address();
        }
        element.writeTo(context.scratch());
        return context.scratch();
    }
}
