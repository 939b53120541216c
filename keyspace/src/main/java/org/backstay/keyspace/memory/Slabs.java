package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedShort;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;
import static org.backstay.base.memory.NativeMemory.putShort;

import java.util.function.BooleanSupplier;
import org.backstay.base.memory.Pages;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one keyspace, owned by its event loop: an allocator over one reserved range outside the heap.
 *
 * <p>A block is named by a <em>handle</em>: an {@code int} that counts 8-byte units from the start of the range, so
 * 4 bytes name any block in 32 GiB; 0 is none. The range is cut into spans of 64 KiB. Blocks up to 32 KiB share a span
 * with blocks of the same size class; larger ones are runs of whole spans. A span keeps its own free list (two bytes
 * inside each free block) and gives new blocks from its untouched end, so a page is resident only once it was used. A
 * span whose last block was freed goes back to the operating system, but for a few that stay warm.
 *
 * <p>What is kept about a span (32 bytes) lies beside the range, not in it: headers in front of the spans would
 * compete for the same few cache sets.
 *
 * <p>When the JVM runs with assertions, blocks are watched: freed memory is overwritten and checked, stale handles and
 * writes past the end of most blocks fail an assertion ({@link BlockWatch}). Sizes and figures then differ slightly.
 */
public final class Slabs implements AutoCloseable {
    /** Bytes in a span. */
    static final int SPAN = 1 << 16;

    /** The largest range that 4-byte handles can name, bytes. */
    public static final long MAX_RANGE = 1L << 35;

    private static final int UNIT_SHIFT = 3;
    private static final int SPAN_SHIFT = 16;
    private static final int UNITS_SHIFT = SPAN_SHIFT - UNIT_SHIFT;
    private static final int UNITS_MASK = (1 << UNITS_SHIFT) - 1;
    private static final int NO_UNIT = 0xFFFF;

    /** Empty spans kept resident, so that a value rewritten again and again does not call the kernel each time. */
    private static final int WARM_SPANS = 16;

    /** Up to here a growing block doubles; beyond it, it gets a quarter more. Bytes. */
    private static final long DOUBLING_LIMIT = 1 << 20;

    /** Address space beyond twice the limit, so that holes between large blocks do not matter. Bytes. */
    private static final long ROOM_TO_MOVE = 64L << 20;

    /** Blocks up to this are not made smaller. Bytes. */
    private static final int SMALL_ENOUGH = 32;

    // What is kept about each span.
    private static final int RECORD = 32;
    private static final int KIND = 0;
    private static final int CLASS = 1;
    private static final int FREE_UNIT = 2;
    private static final int FRESH_UNIT = 4;
    private static final int USED = 6;
    private static final int NEXT = 8;
    private static final int PREVIOUS = 12;
    private static final int RUN_SPANS = 16;
    private static final int RUN_TOUCHED = 24;

    private static final int KIND_FREE = 0;
    private static final int KIND_SMALL = 1;
    private static final int KIND_RUN = 2;

    private final long range;
    private final long reservedAt;
    private final long base;
    private final long records;
    private final long recordBytes;
    private final SpanMap map;
    private final BlockMarks marks;
    private final @Nullable BlockWatch watch;

    /** By class, the first of its spans that have room; 0 if there is none. */
    private final int[] partial = new int[SizeClasses.count()];

    private final int[] warm = new int[WARM_SPANS];
    private int warmCount;

    private long limit;
    private long used;
    private long blocks;
    private long resident;
    private BooleanSupplier pressure = () -> false;
    private boolean relieving;
    private boolean closed;

    /**
     * Reserves address space for at most {@code limit} bytes and some room to move, watching blocks if assertions are on.
     *
     * @param limit bytes in use by spans at which allocation is refused; at most {@link #MAX_RANGE} is used
     */
    public Slabs(long limit) {
        this(limit, Slabs.class.desiredAssertionStatus());
    }

    Slabs(long limit, boolean watched) {
        this.limit = Math.clamp(limit, 0, MAX_RANGE);
        this.range = Math.min(MAX_RANGE, this.limit * 2 + ROOM_TO_MOVE) & -SPAN;
        int spans = (int) (range >>> SPAN_SHIFT);
        // One span more, so that the base can be rounded up: span and block addresses are multiples of their size.
        this.reservedAt = Pages.reserve(range + SPAN);
        this.base = (reservedAt + SPAN - 1) & -SPAN;
        this.recordBytes = (long) spans * RECORD;
        this.records = Pages.reserve(recordBytes);
        this.map = new SpanMap(spans);
        this.marks = new BlockMarks(range);
        this.watch = watched ? new BlockWatch(range) : null;
    }

    /**
     * A block of at least {@code size} bytes with undefined contents.
     *
     * @throws MemoryLimitException when the limit or the range is exhausted; nothing has changed then
     */
    public int alloc(long size) {
        if (watch != null) {
            return watch.allocated(this, allocBlock(watch.padded(size)), size);
        }
        return allocBlock(size);
    }

    private int allocBlock(long size) {
        if (size > SizeClasses.LARGEST) {
            return allocRun(size);
        }
        int sizeClass = SizeClasses.of((int) size);
        int span = partial[sizeClass];
        if (span == 0) {
            span = openSpan(sizeClass);
        }
        int bytes = SizeClasses.size(sizeClass);
        long record = record(span);
        int unit = getUnsignedShort(record + FREE_UNIT);
        int fresh = getUnsignedShort(record + FRESH_UNIT);
        if (unit != NO_UNIT) {
            putShort(record + FREE_UNIT, getUnsignedShort(spanAddress(span) + ((long) unit << UNIT_SHIFT)));
        } else {
            unit = fresh;
            fresh += bytes >>> UNIT_SHIFT;
            putShort(record + FRESH_UNIT, fresh);
        }
        putShort(record + USED, getUnsignedShort(record + USED) + 1);
        if (fresh + (bytes >>> UNIT_SHIFT) > UNITS_MASK + 1 && getUnsignedShort(record + FREE_UNIT) == NO_UNIT) {
            unlink(span, record, sizeClass);
        }
        used += bytes;
        blocks++;
        return span << UNITS_SHIFT | unit;
    }

    /** Gives a block back. Its handle, and any address in it, must not be used again. */
    public void free(int handle) {
        assert !marks.isSet(handle) : "free of a marked block: " + handle;
        release(handle);
    }

    private void release(int handle) {
        if (watch != null) {
            watch.freed(this, handle);
        }
        int span = handle >>> UNITS_SHIFT;
        long record = record(span);
        if (getUnsignedByte(record + KIND) == KIND_RUN) {
            freeRun(span, record);
            return;
        }
        assert getUnsignedByte(record + KIND) == KIND_SMALL : "free of a handle that was never given: " + handle;
        int sizeClass = getUnsignedByte(record + CLASS);
        int bytes = SizeClasses.size(sizeClass);
        int free = getUnsignedShort(record + FREE_UNIT);
        int fresh = getUnsignedShort(record + FRESH_UNIT);
        boolean wasFull = free == NO_UNIT && fresh + (bytes >>> UNIT_SHIFT) > UNITS_MASK + 1;
        putShort(address(handle), free);
        putShort(record + FREE_UNIT, handle & UNITS_MASK);
        int left = getUnsignedShort(record + USED) - 1;
        putShort(record + USED, left);
        used -= bytes;
        blocks--;
        if (wasFull) {
            link(span, record, sizeClass);
        }
        if (left == 0) {
            unlink(span, record, sizeClass);
            keepWarm(span, record);
        }
    }

    /** The address of a block; it holds until the block is freed or resized. */
    public long address(int handle) {
        assert handle != 0 && !closed : "no block";
        return base + ((handle & 0xFFFF_FFFFL) << UNIT_SHIFT);
    }

    /** As {@link #address}, and when blocks are watched, fails unless the block is in use. */
    public long liveAddress(int handle) {
        assert watch == null || watch.isLive(handle) : "block " + handle + " is not in use";
        return address(handle);
    }

    /** The handle of the block that starts at {@code address}. */
    public int handleOf(long address) {
        return (int) ((address - base) >>> UNIT_SHIFT);
    }

    /** How many bytes the block has, at least what was asked for. */
    public long usableSize(int handle) {
        long size = blockSize(handle);
        return watch == null ? size : watch.usable(handle, size);
    }

    private long blockSize(int handle) {
        long record = record(handle >>> UNITS_SHIFT);
        return getUnsignedByte(record + KIND) == KIND_SMALL
                ? SizeClasses.size(getUnsignedByte(record + CLASS))
                : (long) getInt(record + RUN_SPANS) << SPAN_SHIFT;
    }

    /**
     * Makes room for exactly {@code size} bytes: the same block when it has a fitting size, else a new one with the
     * old contents as far as they fit.
     *
     * @return the block's handle; if it differs from {@code handle}, the old one is freed
     * @throws MemoryLimitException nothing has changed then
     */
    public int resize(int handle, long size) {
        long now = usableSize(handle);
        if (size > now) {
            return enlarge(handle, now, size);
        }
        return isSnug(now, size) ? handle : move(handle, size, size);
    }

    /**
     * Makes room for at least {@code size} bytes, and if that means a larger block, then one with spare room, so that a
     * value built by appends is not copied each time. Never makes a block smaller.
     *
     * @return as {@link #resize}
     * @throws MemoryLimitException nothing has changed then
     */
    public int grow(int handle, long size) {
        long now = usableSize(handle);
        return size <= now ? handle : enlarge(handle, now, size < DOUBLING_LIMIT ? size * 2 : size + size / 4);
    }

    /** Whether {@link #resize} to this size would keep the block where it is. */
    public boolean fits(int handle, long size) {
        long now = usableSize(handle);
        return size <= now && isSnug(now, size);
    }

    private static boolean isSnug(long usable, long size) {
        return size >= usable - usable / 4 || usable <= SMALL_ENOUGH;
    }

    private int enlarge(int handle, long now, long size) {
        return extendRun(handle, size) ? handle : move(handle, now, size);
    }

    private int move(int handle, long kept, long size) {
        int moved = alloc(size);
        copy(liveAddress(handle), address(moved), kept);
        release(handle);
        return moved;
    }

    /** Bytes in blocks in use, rounded up to their classes (large ones to pages), and in marks: what Redis calls used memory. */
    public long usedBytes() {
        return used + marks.residentBytes();
    }

    /** Blocks in use. */
    public long blocks() {
        return blocks;
    }

    /** Bytes that the operating system holds for us, at most: whole spans in use or warm, and the touched part of runs. */
    public long residentBytes() {
        return resident;
    }

    public long limit() {
        return limit;
    }

    /** Changes the limit; blocks already given stay valid if it is lower than what is resident. */
    public void limit(long bytes) {
        limit = Math.clamp(bytes, 0, MAX_RANGE);
    }

    /**
     * What to do when an allocation would be refused: free something that nobody refers to any more, and answer
     * whether that was possible. It must not allocate, and must not touch blocks that a caller may be working on.
     */
    public void onPressure(BooleanSupplier relief) {
        pressure = relief;
    }

    /** Gives the address space back. Every handle and address is invalid from here on. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Pages.release(reservedAt, range + SPAN);
        Pages.release(records, recordBytes);
        marks.reset();
        if (watch != null) {
            watch.close();
        }
    }

    /** Marks for these blocks. */
    public BlockMarks marks() {
        return marks;
    }

    /** The bytes between the base and the end of the range, for tests that look for leaks in address space. */
    long range() {
        return range;
    }

    private long record(int span) {
        return records + (long) span * RECORD;
    }

    private long spanAddress(int span) {
        return base + ((long) span << SPAN_SHIFT);
    }

    // Spans of small blocks.

    private int openSpan(int sizeClass) {
        int span = warmCount > 0 ? warm[--warmCount] : takeSpans(1, SPAN);
        long record = record(span);
        putByte(record + KIND, KIND_SMALL);
        putByte(record + CLASS, sizeClass);
        putShort(record + FREE_UNIT, NO_UNIT);
        putShort(record + FRESH_UNIT, 0);
        putShort(record + USED, 0);
        link(span, record, sizeClass);
        return span;
    }

    private void link(int span, long record, int sizeClass) {
        int next = partial[sizeClass];
        putInt(record + NEXT, next);
        putInt(record + PREVIOUS, 0);
        if (next != 0) {
            putInt(record(next) + PREVIOUS, span);
        }
        partial[sizeClass] = span;
    }

    private void unlink(int span, long record, int sizeClass) {
        int next = getInt(record + NEXT);
        int previous = getInt(record + PREVIOUS);
        if (previous == 0) {
            assert partial[sizeClass] == span;
            partial[sizeClass] = next;
        } else {
            putInt(record(previous) + NEXT, next);
        }
        if (next != 0) {
            putInt(record(next) + PREVIOUS, previous);
        }
    }

    private void keepWarm(int span, long record) {
        if (warmCount < WARM_SPANS && watch == null) {
            putByte(record + KIND, KIND_FREE);
            warm[warmCount++] = span;
        } else {
            giveBack(span, 1, SPAN);
        }
    }

    // Whole spans.

    private int takeSpans(int count, long touched) {
        while (true) {
            if (resident + touched <= limit) {
                int span = map.take(count);
                if (span != 0) {
                    resident += touched;
                    return span;
                }
            }
            if (warmCount > 0) {
                coolAll();
            } else if (!relieved()) {
                throw new MemoryLimitException("the limit of " + limit + " bytes for keys and values is reached");
            }
        }
    }

    private boolean relieved() {
        if (relieving) {
            return false;
        }
        relieving = true;
        try {
            return pressure.getAsBoolean();
        } finally {
            relieving = false;
        }
    }

    /** Gives the empty spans that were kept warm back to the operating system. */
    public void purge() {
        coolAll();
    }

    private void coolAll() {
        while (warmCount > 0) {
            giveBack(warm[--warmCount], 1, SPAN);
        }
    }

    private void giveBack(int span, int count, long touched) {
        putByte(record(span) + KIND, KIND_FREE);
        Pages.discard(spanAddress(span), (long) count << SPAN_SHIFT);
        map.release(span, count);
        resident -= touched;
    }

    // Runs: blocks of whole spans.

    private int allocRun(long size) {
        int count = (int) ((size + SPAN - 1) >>> SPAN_SHIFT);
        if (size > MAX_RANGE) {
            throw new MemoryLimitException("a block of " + size + " bytes is larger than the keyspace can be");
        }
        long touched = touched(size);
        int span = takeSpans(count, touched);
        long record = record(span);
        putByte(record + KIND, KIND_RUN);
        putInt(record + RUN_SPANS, count);
        putLong(record + RUN_TOUCHED, touched);
        used += touched;
        blocks++;
        return span << UNITS_SHIFT;
    }

    private void freeRun(int span, long record) {
        long touched = getLong(record + RUN_TOUCHED);
        used -= touched;
        blocks--;
        giveBack(span, getInt(record + RUN_SPANS), touched);
    }

    /** Lengthens a run in place if the spans behind it are free and the limit allows. */
    private boolean extendRun(int handle, long size) {
        int span = handle >>> UNITS_SHIFT;
        long record = record(span);
        if (getUnsignedByte(record + KIND) != KIND_RUN) {
            return false;
        }
        int count = getInt(record + RUN_SPANS);
        int wanted = (int) ((size + SPAN - 1) >>> SPAN_SHIFT);
        if (resident + touched(size) - getLong(record + RUN_TOUCHED) > limit
                || !map.takeAt(span + count, wanted - count)) {
            return false;
        }
        putInt(record + RUN_SPANS, wanted);
        long touched = touched(size) - getLong(record + RUN_TOUCHED);
        putLong(record + RUN_TOUCHED, touched(size));
        used += touched;
        resident += touched;
        return true;
    }

    private static long touched(long size) {
        return (size + Pages.SIZE - 1) & -Pages.SIZE;
    }
}
