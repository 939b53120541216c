package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.getShort;

/**
 * Changes a {@link Listpack} at its front where its block has room before it: then the header moves, and not all that follows. Functions
 * over a base address.
 */
public final class ListpackFront {
    private ListpackFront() {}

    /**
     * Inserts text before the first entry; there is room for {@link Listpack#entryBytesFor} bytes before the listpack, and the text does
     * not lie in it. Returns where the listpack begins now.
     */
    public static long prepend(long base, long address, int length) {
        long moved = moveHeader(base, -Listpack.entryBytesFor(address, length), 1);
        Listpack.write(moved + Listpack.HEADER_BYTES, address, length);
        return moved;
    }

    /** Deletes the first entry, which must exist. Returns where the listpack begins now. */
    public static long dropFirst(long base) {
        return moveHeader(base, Listpack.entryBytes(base, Listpack.HEADER_BYTES), -1);
    }

    private static long moveHeader(long base, int by, int entries) {
        int bytes = Listpack.bytes(base) - by;
        int count = getShort(base + Listpack.COUNT_OFFSET) & 0xFFFF;
        Listpack.putHeader(base + by, bytes, count, entries);
        return base + by;
    }
}
