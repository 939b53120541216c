package org.backstay.keyspace.types.stream;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.putInt;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;

/**
 * Blocks with names, in the order of the names' bytes: a table of their handles, named by its own handle, 0 for an empty one. Stateless
 * but for the memory.
 *
 * <pre>
 *   table: blocks (4) | handle (4) ...
 *   each block: fields of its kind | length of the name (4) | name
 * </pre>
 */
public final class NamedBlocks {
    private static final int HEADER_BYTES = 4;
    private static final int HANDLE_BYTES = 4;

    private final Slabs slabs;
    private final int fieldBytes;

    /** Tables of blocks with so many bytes of fields before their names. */
    public NamedBlocks(Slabs slabs, int fieldBytes) {
        this.slabs = slabs;
        this.fieldBytes = fieldBytes;
    }

    /** A block with this name, in no table; its fields are undefined. */
    public int create(long name, int length) {
        int block = slabs.alloc((long) fieldBytes + HEADER_BYTES + length);
        putInt(slabs.address(block) + fieldBytes, length);
        copy(name, nameAddress(block), length);
        return block;
    }

    long nameAddress(int block) {
        return slabs.address(block) + fieldBytes + HEADER_BYTES;
    }

    int nameLength(int block) {
        return getInt(slabs.address(block) + fieldBytes);
    }

    /** How many blocks a table names. */
    public int count(int table) {
        return table == 0 ? 0 : getInt(slabs.address(table));
    }

    /** The block at a place in the order of names, from 0. */
    public int get(int table, int at) {
        return getInt(slot(table, at));
    }

    private long slot(int table, int at) {
        return slabs.address(table) + HEADER_BYTES + (long) at * HANDLE_BYTES;
    }

    /** The place of a name, or where it would be, negative, less one. */
    private int place(int table, long name, int length) {
        int low = 0;
        int high = count(table);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int block = get(table, middle);
            int order = NativeMemory.compare(nameAddress(block), nameLength(block), name, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -low - 1;
    }

    /** The block with a name, or 0. */
    public int find(int table, long name, int length) {
        int place = place(table, name, length);
        return place < 0 ? 0 : get(table, place);
    }

    /**
     * Adds a block whose name is in no block of the table.
     *
     * @return the table, which may have moved
     * @throws MemoryLimitException nothing has changed then
     */
    public int add(int table, int block) {
        int count = count(table);
        long bytes = HEADER_BYTES + (count + 1L) * HANDLE_BYTES;
        int roomy = table == 0 ? slabs.alloc(bytes) : slabs.grow(table, bytes);
        int place = table == 0 ? 0 : -place(roomy, nameAddress(block), nameLength(block)) - 1;
        copy(slot(roomy, place), slot(roomy, place + 1), (long) (count - place) * HANDLE_BYTES);
        putInt(slot(roomy, place), block);
        putInt(slabs.address(roomy), count + 1);
        return roomy;
    }

    /** Takes a block out of the table, which then is its owner's to free; the table, or 0 if it has become empty. */
    public int remove(int table, int block) {
        int place = place(table, nameAddress(block), nameLength(block));
        int count = count(table) - 1;
        copy(slot(table, place + 1), slot(table, place), (long) (count - place) * HANDLE_BYTES);
        putInt(slabs.address(table), count);
        if (count > 0) {
            return table;
        }
        slabs.free(table);
        return 0;
    }

    /** Bytes of the table. */
    public long bytes(int table) {
        return table == 0 ? 0 : slabs.usableSize(table);
    }
}
