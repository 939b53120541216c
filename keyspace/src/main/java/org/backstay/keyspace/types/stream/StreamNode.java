package org.backstay.keyspace.types.stream;

import org.backstay.keyspace.types.packed.Listpack;

/**
 * A node of a stream: entries in one listpack, as RDB files carry them. Functions over its address; places are offsets from it.
 *
 * <pre>
 *   node:  live entries | deleted entries | n | field 1 ... field n | 0 | entry ...
 *   entry: flags | ms less the node's | seq less the node's | value 1 ... value n | elements before this one
 *          or, with other fields than the node's: ... | m | field 1 | value 1 ... field m | value m | elements before this one
 * </pre>
 *
 * The node's ID, that of its first entry, is kept in the index. A deleted entry stays, flagged, until its node goes.
 */
public final class StreamNode {
    /** The flag of an entry that is deleted. */
    static final int DELETED = 1;

    /** The flag of an entry that has the node's fields. */
    static final int SAME_FIELDS = 2;

    /** Elements of an entry with the node's fields, but for its values and the last one. */
    static final int FIXED = 3;

    /** No node grows beyond this, bytes. */
    public static final long MAX_BYTES = Listpack.MAX_BYTES;

    /** The counts of entries may come to need this many bytes more. */
    public static final int COUNT_GROWTH = 8;

    private StreamNode() {}

    /** Entries that are not deleted. */
    public static long live(long base) {
        return Listpack.integer(base, Listpack.HEADER_BYTES);
    }

    static int deletedAt(long base) {
        return Listpack.next(base, Listpack.HEADER_BYTES);
    }

    /** Entries that are deleted. */
    public static long deleted(long base) {
        return Listpack.integer(base, deletedAt(base));
    }

    private static int fieldCountAt(long base) {
        return Listpack.next(base, deletedAt(base));
    }

    static int fieldCount(long base) {
        return (int) Listpack.integer(base, fieldCountAt(base));
    }

    /** Where the first of the node's fields is. */
    static int firstField(long base) {
        return Listpack.next(base, fieldCountAt(base));
    }

    /** Where the first entry is. */
    public static int firstEntry(long base) {
        return Listpack.next(base, skip(base, firstField(base), fieldCount(base)));
    }

    /** Where the last entry is. */
    public static int lastEntry(long base) {
        return startOf(base, Listpack.last(base));
    }

    /** Where the entry before another one is, or {@link Listpack#NONE}. */
    static int entryBefore(long base, int entry) {
        int end = Listpack.previous(base, entry);
        return Listpack.integer(base, end) == 0 ? Listpack.NONE : startOf(base, end);
    }

    /** Where the entry behind another one is, or {@link Listpack#NONE}. */
    public static int entryBehind(long base, int entry) {
        int values = skip(base, entry, FIXED);
        if ((Listpack.integer(base, entry) & SAME_FIELDS) != 0) {
            return Listpack.next(base, skip(base, values, fieldCount(base)));
        }
        return Listpack.next(base, skip(base, values, 1 + 2 * Listpack.integer(base, values)));
    }

    private static int startOf(long base, int end) {
        int at = end;
        for (long elements = Listpack.integer(base, end); elements > 0; elements--) {
            at = Listpack.previous(base, at);
        }
        return at;
    }

    /** The place so many elements on; there is one. */
    static int skip(long base, int offset, long elements) {
        int at = offset;
        for (long i = elements; i > 0; i--) {
            at = Listpack.next(base, at);
        }
        return at;
    }

    /** Whether the entry at a place is deleted. */
    public static boolean isDeleted(long base, int entry) {
        return (Listpack.integer(base, entry) & DELETED) != 0;
    }

    /** The place of the entry's difference of milliseconds. */
    private static int msAt(long base, int entry) {
        return Listpack.next(base, entry);
    }

    /** The first half of an entry's ID. */
    public static long ms(long base, int entry, long nodeMs) {
        return nodeMs + Listpack.integer(base, msAt(base, entry));
    }

    /** The second half of an entry's ID. */
    public static long seq(long base, int entry, long nodeSeq) {
        return nodeSeq + Listpack.integer(base, Listpack.next(base, msAt(base, entry)));
    }

    /**
     * Flags an entry that is not deleted as deleted, and counts that; the block has room for {@link #COUNT_GROWTH} more bytes.
     *
     * @return by how many bytes what follows has moved
     */
    public static int delete(long base, int entry) {
        int before = Listpack.bytes(base);
        Listpack.replace(base, entry, Listpack.integer(base, entry) | DELETED);
        Listpack.replace(base, deletedAt(base), deleted(base) + 1);
        Listpack.replace(base, Listpack.HEADER_BYTES, live(base) - 1);
        return Listpack.bytes(base) - before;
    }

    /** Whether these are the node's fields, in the same order. */
    public static boolean hasFields(long base, EntryFields entry) {
        if (fieldCount(base) != entry.count()) {
            return false;
        }
        int at = firstField(base);
        for (int i = 0; i < entry.count(); i++) {
            if (!Listpack.matches(base, at, entry.address(2 * i), entry.length(2 * i))) {
                return false;
            }
            at = Listpack.next(base, at);
        }
        return true;
    }

    /** Bytes of a new node for an entry's fields, before the entry is appended. */
    public static long bytesOfNew(EntryFields entry) {
        long bytes = Listpack.EMPTY_BYTES + 3L * Listpack.entryBytesFor(0) + Listpack.entryBytesFor(entry.count());
        for (int i = 0; i < entry.count(); i++) {
            bytes += Listpack.entryBytesFor(entry.address(2 * i), entry.length(2 * i));
        }
        return bytes;
    }

    /** Writes a new node with an entry's fields and no entries; the block has room for {@link #bytesOfNew}. */
    public static void create(long base, EntryFields entry) {
        Listpack.create(base);
        int at = Listpack.insert(base, Listpack.HEADER_BYTES, 0);
        at = Listpack.insert(base, at, 0);
        at = Listpack.insert(base, at, entry.count());
        for (int i = 0; i < entry.count(); i++) {
            at = Listpack.insert(base, at, entry.address(2 * i), entry.length(2 * i));
        }
        Listpack.insert(base, at, 0);
    }

    /** The most bytes by which {@link #append} makes a node longer. */
    public static long growth(EntryFields entry, boolean same, long ms, long seq) {
        long bytes = COUNT_GROWTH
                + 2L * Listpack.entryBytesFor(entry.count() * 2L + FIXED + 1)
                + Listpack.entryBytesFor(0)
                + Listpack.entryBytesFor(ms)
                + Listpack.entryBytesFor(seq);
        for (int i = same ? 1 : 0; i < 2 * entry.count(); i += same ? 2 : 1) {
            bytes += Listpack.entryBytesFor(entry.address(i), entry.length(i));
        }
        return bytes;
    }

    /**
     * Appends an entry; the block has room for {@link #growth} more bytes.
     *
     * @param same whether it {@link #hasFields has the node's fields}
     * @param ms what its ID has more than the node's
     * @param seq likewise
     */
    public static void append(long base, EntryFields entry, boolean same, long ms, long seq) {
        int count = entry.count();
        Listpack.replace(base, Listpack.HEADER_BYTES, live(base) + 1);
        int at = Listpack.insert(base, Listpack.end(base), same ? SAME_FIELDS : 0);
        at = Listpack.insert(base, at, ms);
        at = Listpack.insert(base, at, seq);
        if (!same) {
            at = Listpack.insert(base, at, count);
        }
        for (int i = same ? 1 : 0; i < 2 * count; i += same ? 2 : 1) {
            at = Listpack.insert(base, at, entry.address(i), entry.length(i));
        }
        Listpack.insert(base, at, same ? FIXED + (long) count : FIXED + 1 + 2L * count);
    }
}
