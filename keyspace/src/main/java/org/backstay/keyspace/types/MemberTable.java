package org.backstay.keyspace.types;

import static org.backstay.base.memory.NativeMemory.copy;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.DictWalk;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.memory.Varint;
import org.backstay.keyspace.types.packed.ElementView;

/**
 * The table of a large hash or set: a {@link Dict} of blocks that begin with the member, {@code [varint length][member]}, and for a hash
 * go on with the value in the same form. A flyweight like its dict.
 */
final class MemberTable {
    /** Members sit at the very front of their blocks. */
    private static final int KEY_OFFSET = 0;

    /** Buckets of a table that is taken apart when a conversion was refused memory. */
    private static final int DRAINED_AT_ONCE = 1024;

    private final Slabs slabs;
    private final Dict dict;
    private final DictWalk walk;
    private final EntryVisitor free;
    private final Moments moments;

    MemberTable(CollectionContext context) {
        slabs = context.slabs();
        dict = new Dict(slabs, context.hashing(), KEY_OFFSET);
        walk = new DictWalk(dict);
        free = slabs::free;
        moments = context.moments();
    }

    Dict dict() {
        return dict;
    }

    DictWalk walk() {
        return walk;
    }

    /** Adds a member without a value; false if it is there. */
    boolean add(long member, int length) {
        long hash = dict.hash(member, length);
        if (dict.find(member, length, hash) != 0) {
            return false;
        }
        int handle = slabs.alloc(Varint.size(length) + length);
        writeText(slabs.address(handle), member, length);
        insert(handle, hash);
        return true;
    }

    /** Sets a member's value; true if the member is new. */
    boolean put(long member, int length, long value, int valueLength) {
        long hash = dict.hash(member, length);
        long slot = dict.find(member, length, hash);
        if (slot != 0) {
            replaceValue(slot, value, valueLength);
            return false;
        }
        int handle = slabs.alloc(textBytes(length) + textBytes(valueLength));
        long at = writeText(slabs.address(handle), member, length);
        writeText(at, value, valueLength);
        insert(handle, hash);
        return true;
    }

    /** Puts a block of the caller's into the table; gives it back to the slabs if the table can't take it. */
    void insert(int handle, long hash) {
        try {
            dict.insert(handle, hash);
        } catch (MemoryLimitException full) {
            slabs.free(handle);
            throw full;
        }
        moments.joins(dict.root(), handle);
    }

    private void replaceValue(long slot, long value, int valueLength) {
        int handle = dict.handleAt(slot);
        moments.leaves(dict.root(), handle);
        int replaced = handle;
        try {
            long prefix = afterMember(slabs.address(handle)) - slabs.address(handle);
            replaced = slabs.resize(handle, prefix + textBytes(valueLength));
            if (replaced != handle) {
                dict.replaceAt(slot, replaced);
            }
            writeText(slabs.address(replaced) + prefix, value, valueLength);
        } finally {
            moments.joins(dict.root(), replaced);
        }
    }

    boolean contains(long member, int length) {
        return dict.find(member, length) != 0;
    }

    boolean remove(long member, int length) {
        int handle = dict.remove(member, length);
        if (handle == 0) {
            return false;
        }
        moments.leaves(dict.root(), handle);
        slabs.free(handle);
        return true;
    }

    /** The handle of a member's block, or 0. */
    int find(long member, int length) {
        long slot = dict.find(member, length);
        return slot == 0 ? 0 : dict.handleAt(slot);
    }

    void readMember(int handle, ElementView view) {
        readText(slabs.address(handle), view);
    }

    void readValue(int handle, ElementView view) {
        readText(afterMember(slabs.address(handle)), view);
    }

    private static long afterMember(long address) {
        int length = Varint.get(address);
        return address + textBytes(length);
    }

    private static void readText(long at, ElementView view) {
        int length = Varint.get(at);
        view.setBytes(at + Varint.size(length), length);
    }

    private static int textBytes(int length) {
        return Varint.size(length) + length;
    }

    /** Writes {@code [varint length][bytes]}; returns the address behind it. */
    private static long writeText(long at, long text, int length) {
        long bytes = at + Varint.put(at, length);
        copy(text, bytes, length);
        return bytes + length;
    }

    /** Copies the table to which this is attached, block by block, and stays attached to it; returns the copy's root. */
    int duplicate() {
        int original = dict.root();
        int copied = dict.create();
        dict.attach(original);
        try {
            walk.start();
            for (int handle = walk.next(); handle != 0; handle = walk.next()) {
                long hash = dict.hashOf(handle);
                int block = slabs.alloc(blockBytes(handle));
                NativeMemory.copy(slabs.address(handle), slabs.address(block), blockBytes(handle));
                dict.attach(copied);
                insert(block, hash);
                dict.attach(original);
            }
        } catch (MemoryLimitException full) {
            drop(copied);
            throw full;
        } finally {
            dict.attach(original);
        }
        return copied;
    }

    private long blockBytes(int handle) {
        return slabs.usableSize(handle);
    }

    /** Frees a whole table at once; leaves this attached to none. */
    void drop(int root) {
        dict.attach(root);
        boolean gone = false;
        while (!gone) {
            gone = dict.drain(DRAINED_AT_ONCE, free);
        }
    }

    /** Frees about {@code budget} blocks of a table; true when all is gone. */
    boolean reclaim(int root, int budget) {
        dict.attach(root);
        return dict.drain(Math.max(1, budget / ENTRIES_PER_BUCKET), free);
    }

    private static final int ENTRIES_PER_BUCKET = 8;

    /** Bytes of the table and its blocks; of the blocks, {@code samples} are weighed, or all if 0. */
    long memoryBytes(int samples) {
        long bytes = dict.bucketCount() * (long) BUCKET_BYTES;
        int weighed = 0;
        long weight = 0;
        walk.start();
        for (int handle = walk.next(); handle != 0 && (samples == 0 || weighed < samples); handle = walk.next()) {
            weight += slabs.usableSize(handle);
            weighed++;
        }
        return weighed == 0 ? bytes : bytes + weight * dict.size() / weighed;
    }

    /** A bucket's line, with its share of overflow lines and of the directory. */
    private static final int BUCKET_BYTES = 77;
}
