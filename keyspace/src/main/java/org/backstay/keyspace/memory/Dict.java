package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.putInt;

import java.util.random.RandomGenerator;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.SeededHash;

/**
 * A hash table of blocks outside the heap, owned by one event loop; this object is a flyweight that is attached to a
 * table by the table's root handle, and may be attached to another at any time.
 *
 * <p><b>Linear hashing.</b> The table grows and shrinks by one bucket at a time: with {@code n} buckets, {@code 2^k <=
 * n}, the lowest {@code k} bits of a key's hash name its bucket, or {@code k+1} bits for the {@code n - 2^k} buckets at
 * the front, which have been split already. There is no second table and no rehash: the longest stop is one bucket, and
 * bytes per key are the same at every size (about ten).
 *
 * <p><b>A bucket</b> ({@link Buckets}) is one cache line of ten slots with a 16-bit tag and a 4-byte handle each, and a
 * link to an overflow line, which one bucket in five needs. A lookup of a key that exists reads the bucket and the
 * entry, two cache misses; one that does not exist, the bucket. The tag holds the next bits of the hash, among them those
 * that decide the next six splits, so that five of six splits move handles without reading the entries behind them.
 *
 * <p><b>Entries</b> are blocks of the caller's, who allocates and frees them. The key lies at a fixed offset in the
 * block: its length as {@link Varint}, then its bytes. When an entry's block moves, the caller overwrites the handle in
 * its slot ({@link #replaceAt}).
 *
 * <p><b>Slots</b> are addresses of handles. They hold until the next insertion or removal in the same table.
 *
 * <p><b>Marks.</b> Each slot has a mark bit for its owner; the table counts marked slots by segment, so that marked
 * entries are found without a second index (the keyspace marks the keys that expire).
 *
 * <p><b>Scanning</b> visits buckets in the order of their hash bits read backwards, which splits and merges keep: a
 * cursor names a point in that order, so whatever is in the table during a whole scan is visited at least once.
 *
 * <p>The hash is keyed by a secret, so that clients can't choose keys that share a bucket.
 */
public final class Dict {
    /** Slots in use per bucket at which a table grows, doubled: 7.5 of 10. */
    private static final int GROW_AT = 15;

    /** And at which it shrinks, doubled: 2.5 of 10. */
    private static final int SHRINK_AT = 5;

    /** The most buckets that are made at once: some ten milliseconds' work. */
    private static final long MOST_PREPARED = 1 << 19;

    // A table's root block.
    static final int SIZE = 0;
    static final int BUCKETS = 4;
    static final int TABLE = 8;
    static final int CAPACITY = 12;
    static final int MARKED = 16;
    static final int ROOT_BYTES = 24;

    /** A scan that has not begun, or that has come to its end. */
    public static final long SCAN_START = 0;

    private static final int RANDOM_TRIES = 1000;

    /** An even choice among buckets is made even among entries by taking a bucket in proportion to its load, up to this. */
    private static final int EVEN_UP_TO = 24;

    private final Slabs slabs;
    private final SeededHash hashing;
    private final int keyOffset;
    private final Buckets buckets;
    private final Segments segments;
    private int root;
    private long rootAddress;

    /** For tables whose entries have their key at {@code keyOffset}; attached to no table yet. */
    public Dict(Slabs slabs, SeededHash hashing, int keyOffset) {
        this.slabs = slabs;
        this.hashing = hashing;
        this.keyOffset = keyOffset;
        this.buckets = new Buckets(slabs);
        this.segments = new Segments(slabs);
    }

    /**
     * Makes an empty table and attaches to it.
     *
     * @return its root handle, which stays the same for the table's whole life
     */
    public int create() {
        int first = segments.allocate(1);
        int created;
        try {
            created = slabs.alloc(ROOT_BYTES);
        } catch (MemoryLimitException full) {
            slabs.free(first);
            throw full;
        }
        long address = slabs.address(created);
        fill(address, ROOT_BYTES, (byte) 0);
        putInt(address + BUCKETS, 1);
        putInt(address + TABLE, first);
        putInt(address + CAPACITY, 1);
        attach(created);
        return created;
    }

    public void attach(int rootHandle) {
        root = rootHandle;
        rootAddress = slabs.liveAddress(rootHandle);
    }

    public int root() {
        return root;
    }

    /** Entries in the table. */
    public int size() {
        return getInt(rootAddress + SIZE);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Buckets, for those who walk them or report on them. */
    public int bucketCount() {
        return getInt(rootAddress + BUCKETS);
    }

    /** Bytes of the buckets, without those that some of them overflow into. */
    public long tableBytes() {
        return (long) bucketCount() * Buckets.BYTES;
    }

    // Keys.

    public long hash(long key, int length) {
        return hashing.hash(key, length);
    }

    /** The hash of the key inside an entry. */
    public long hashOf(int handle) {
        long at = slabs.address(handle) + keyOffset;
        int length = Varint.get(at);
        return hashing.hash(at + Varint.size(length), length);
    }

    /** The slot of the entry with this key, or 0. */
    public long find(long key, int length) {
        return find(key, length, hash(key, length));
    }

    /** As {@link #find(long, int)}, for callers that know the hash. */
    public long find(long key, int length, long hash) {
        int level = levelOf(hash);
        long bucket = bucketOf(hash, level);
        long pattern = Buckets.pattern(hash, level);
        while (true) {
            for (int word = 0; word < Buckets.WORDS; word++) {
                long matches = Buckets.matches(bucket, word, pattern);
                while (matches != 0) {
                    long slot = Buckets.slot(bucket, word, matches);
                    if (hasKey(getInt(slot), key, length)) {
                        return slot;
                    }
                    matches &= matches - 1;
                }
            }
            int overflow = Buckets.overflow(bucket);
            if (overflow == 0) {
                return 0;
            }
            bucket = slabs.address(overflow);
        }
    }

    private boolean hasKey(int handle, long key, int length) {
        long at = slabs.address(handle) + keyOffset;
        int first = NativeMemory.getByte(at);
        if (first >= 0) {
            return first == length && NativeMemory.equals(at + 1, key, length);
        }
        return Varint.get(at) == length && NativeMemory.equals(at + Varint.size(length), key, length);
    }

    /**
     * Reads the first word of the bucket of each hash, none of which depends on another: so the processor waits for all of them at once, where
     * one lookup after the other would wait for each.
     *
     * @return what must not be thrown away, or the compiler leaves the reads out
     */
    public long fetch(long[] hashes, int count) {
        long read = 0;
        for (int i = 0; i < count; i++) {
            read += getLong(bucketOf(hashes[i], levelOf(hashes[i])));
        }
        return read;
    }

    public int handleAt(long slot) {
        return getInt(slot);
    }

    /** Lets a slot refer to the block to which its entry has moved. */
    public void replaceAt(long slot, int handle) {
        putInt(slot, handle);
    }

    /** Adds an entry whose key is not in the table, unmarked; its slot. */
    public long insert(int handle) {
        return insert(handle, hashOf(handle));
    }

    /**
     * As {@link #insert(int)}, for callers that know the hash.
     *
     * @throws MemoryLimitException nothing has changed then
     */
    public long insert(int handle, long hash) {
        growIfFull();
        int level = levelOf(hash);
        long slot = buckets.add(bucketOf(hash, level), Buckets.tag(hash, level), handle);
        putInt(rootAddress + SIZE, size() + 1);
        return slot;
    }

    /**
     * Takes the entry with this key out of the table.
     *
     * @return its handle, now the caller's to free, or 0 if there is none
     */
    public int remove(long key, int length) {
        long hash = hash(key, length);
        long slot = find(key, length, hash);
        if (slot == 0) {
            return 0;
        }
        int handle = handleAt(slot);
        removeAt(slot, hash);
        return handle;
    }

    /** Takes the entry in a slot out of the table; {@code hash} is that of its key. Does not free the entry. */
    public void removeAt(long slot, long hash) {
        if (Buckets.isMarked(slot)) {
            mark(slot, hash, false);
        }
        buckets.remove(bucketOf(hash, levelOf(hash)), slot);
        putInt(rootAddress + SIZE, size() - 1);
        shrinkIfSparse();
    }

    // Marks.

    /** Entries that carry the mark. */
    public int marked() {
        return getInt(rootAddress + MARKED);
    }

    public boolean isMarked(long slot) {
        return Buckets.isMarked(slot);
    }

    /** Sets or clears the mark of the entry in {@code slot}; {@code hash} is that of its key. */
    public void mark(long slot, long hash, boolean marked) {
        if (Buckets.isMarked(slot) == marked) {
            return;
        }
        Buckets.setMarked(slot, marked);
        int change = marked ? 1 : -1;
        putInt(rootAddress + MARKED, marked() + change);
        segments.addMarked(rootAddress, indexOf(hash, levelOf(hash)), change);
    }

    /**
     * Shows the marked entries of the next bucket that may have some, at or after {@code bucket}.
     *
     * @return the bucket after it, for the next call; 0 when the end of the table was reached
     */
    public int visitMarked(int bucket, EntryVisitor visitor) {
        int count = bucketCount();
        int at = bucket >= count ? 0 : segments.nextWithMarks(rootAddress, bucket);
        if (at < count) {
            buckets.visitMarked(segments.bucket(rootAddress, at), visitor);
            at++;
        }
        return at >= count ? 0 : at;
    }

    // Reading all or some of it.

    /** The slot of an entry chosen with equal chances, or 0 if there are none. */
    public long randomSlot(RandomGenerator random) {
        if (isEmpty()) {
            return 0;
        }
        int count = bucketCount();
        for (int tries = 0; ; tries++) {
            long bucket = segments.bucket(rootAddress, random.nextInt(count));
            int load = buckets.load(bucket);
            boolean accepted = count == 1 || tries > RANDOM_TRIES || random.nextInt(EVEN_UP_TO) < load;
            if (load > 0 && accepted) {
                return buckets.slotAt(bucket, random.nextInt(load));
            }
        }
    }

    /**
     * Shows the entries of one bucket, for sampling; {@code bucket} is 0 to {@link #bucketCount()} - 1.
     */
    public void visitBucket(int bucket, EntryVisitor visitor) {
        buckets.visit(segments.bucket(rootAddress, bucket), visitor);
    }

    /**
     * Shows the entries of the bucket at {@code cursor}, about eight, and returns the cursor of the next one: start with
     * {@link #SCAN_START}, and stop when it comes back. Between calls the table may change at will: an entry that is in
     * it all the time is shown at least once.
     */
    public long scan(long cursor, EntryVisitor visitor) {
        int level = levelOf(cursor);
        buckets.visit(bucketOf(cursor, level), visitor);
        return next(cursor, level);
    }

    /** The cursor behind the bucket at {@code cursor}. */
    private static long next(long cursor, int level) {
        return Long.reverse(Long.reverse(cursor | -1L << level) + 1);
    }

    /**
     * Whether a bucket begins at {@code cursor}. If not, buckets were merged since, and the scan will show entries again
     * that are {@link #isBehind behind} the cursor.
     */
    public boolean isBucketStart(long cursor) {
        return cursor >>> levelOf(cursor) == 0;
    }

    /** Whether a scan that will go on at {@code cursor} (and is under way) has already shown keys with this hash. */
    public static boolean isBehind(long hash, long cursor) {
        return Long.compareUnsigned(Long.reverse(hash), Long.reverse(cursor)) < 0;
    }

    /** Shows every entry. */
    public void forEach(EntryVisitor visitor) {
        int count = bucketCount();
        for (int bucket = 0; bucket < count; bucket++) {
            buckets.visit(segments.bucket(rootAddress, bucket), visitor);
        }
    }

    /**
     * Takes the table apart from its end: hands over the entries of at most {@code count} buckets, whose blocks the
     * visitor may free. From the first call on, nothing else may be done with the table.
     *
     * @return true when all is gone, the root included
     */
    public boolean drain(int count, EntryVisitor visitor) {
        for (int i = 0; i < count; i++) {
            int last = bucketCount() - 1;
            long bucket = segments.bucket(rootAddress, last);
            buckets.visit(bucket, visitor);
            putInt(rootAddress + SIZE, size() - buckets.load(bucket));
            buckets.clear(bucket);
            if (last == 0) {
                segments.freeAll(rootAddress);
                slabs.free(root);
                root = 0;
                rootAddress = 0;
                return true;
            }
            segments.dropLast(rootAddress, false);
        }
        return false;
    }

    // Growing and shrinking.

    /**
     * Prepares an empty table for so many entries, so that they come without splits. A wrong guess costs 64 bytes for seven entries, up
     * to 32 MiB; what goes beyond that grows step by step as ever.
     */
    public void expect(long entries) {
        long wanted = isEmpty() ? Math.min(entries * 2 / GROW_AT + 1, MOST_PREPARED) : 0;
        boolean room = true;
        while (room && bucketCount() < wanted) {
            room = segments.tryAppend(rootAddress);
        }
    }

    private void growIfFull() {
        int count = bucketCount();
        int size = size();
        if (count == 1 ? size < Buckets.SLOTS : size * 2L < count * (long) GROW_AT) {
            return;
        }
        if (!segments.tryAppend(rootAddress)) {
            return; // no memory for a bucket: chains get longer instead
        }
        int level = 31 - Integer.numberOfLeadingZeros(count);
        int splitting = count - (1 << level);
        long from = segments.bucket(rootAddress, splitting);
        long to = segments.bucket(rootAddress, count);
        int moved = buckets.split(from, to, level, this);
        if (moved != 0) {
            segments.addMarked(rootAddress, splitting, -moved);
            segments.addMarked(rootAddress, count, moved);
        }
    }

    private void shrinkIfSparse() {
        int count = bucketCount();
        if (count == 1 || size() * 2L >= count * (long) SHRINK_AT) {
            return;
        }
        int last = count - 1;
        int level = 31 - Integer.numberOfLeadingZeros(last);
        int into = last - (1 << level);
        int marks = buckets.marks(segments.bucket(rootAddress, last));
        if (buckets.tryMerge(segments.bucket(rootAddress, last), segments.bucket(rootAddress, into), level, this)) {
            segments.addMarked(rootAddress, last, -marks);
            segments.addMarked(rootAddress, into, marks);
            segments.dropLast(rootAddress, true);
        }
    }

    // Addressing.

    /** How many bits of the hash name the bucket. */
    private int levelOf(long hash) {
        int count = bucketCount();
        int level = 31 - Integer.numberOfLeadingZeros(count);
        return ((int) hash & ((1 << level) - 1)) < count - (1 << level) ? level + 1 : level;
    }

    private static int indexOf(long hash, int level) {
        return (int) hash & ((1 << level) - 1);
    }

    private long bucketOf(long hash, int level) {
        return segments.bucket(rootAddress, indexOf(hash, level));
    }
}
