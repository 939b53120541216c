package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.putByte;

import org.backstay.base.memory.Pages;

/**
 * A mark for each block of one {@link Slabs}, kept beside the blocks; owned like them. A bit for each unit of eight bytes: resident is a
 * 64th of the stretches in which blocks are marked, and nothing before the first mark.
 *
 * <p>A block that is freed must not be marked: its handle will name another one.
 */
public final class BlockMarks {
    private static final int PAGE_SHIFT = 12;

    private final long bytes;

    /** Where the bits are; 0 before the first mark. */
    private long bits;

    /** Which pages of the bits were written, a bit each. */
    private long[] touched = new long[0];

    private int touchedPages;
    private long count;

    BlockMarks(long range) {
        bytes = (range / 64 + Pages.SIZE - 1) & -Pages.SIZE;
    }

    /** Whether a block is marked. */
    public boolean isSet(int handle) {
        return bits != 0 && (getByte(at(handle)) & bit(handle)) != 0;
    }

    /** How many blocks are marked. */
    public long count() {
        return count;
    }

    /** Marks a block. */
    public void set(int handle) {
        if (isSet(handle)) {
            return;
        }
        count++;
        if (bits == 0) {
            bits = Pages.reserve(bytes);
            touched = new long[(int) (((bytes >>> PAGE_SHIFT) + 63) >>> 6)];
        }
        long at = at(handle);
        putByte(at, getByte(at) | bit(handle));
        int page = (int) ((at - bits) >>> PAGE_SHIFT);
        if ((touched[page >>> 6] & 1L << page) == 0) {
            touched[page >>> 6] |= 1L << page;
            touchedPages++;
        }
    }

    /** Takes a block's mark away; whether it had one. */
    public boolean clear(int handle) {
        if (!isSet(handle)) {
            return false;
        }
        count--;
        long at = at(handle);
        putByte(at, getByte(at) & ~bit(handle));
        return true;
    }

    /** The block has moved: the mark, if it has one, goes with it. */
    public void move(int from, int to) {
        if (clear(from)) {
            set(to);
        }
    }

    /** Takes all marks away, and gives back their memory. */
    public void reset() {
        if (bits != 0) {
            Pages.release(bits, bytes);
            bits = 0;
            touchedPages = 0;
            count = 0;
        }
    }

    /** Bytes that the marks take. */
    public long residentBytes() {
        return (long) touchedPages << PAGE_SHIFT;
    }

    private long at(int handle) {
        return bits + ((handle & 0xFFFF_FFFFL) >>> 3);
    }

    private static int bit(int handle) {
        return 1 << (handle & 7);
    }
}
