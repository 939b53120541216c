package org.backstay.keyspace.memory;

import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.base.memory.Pages;

/**
 * Catches misuse of blocks when assertions are on; owned by its {@link Slabs}.
 *
 * <p>One bit per unit says which blocks are in use, so a second free or a stale handle is found at once. A freed block
 * is overwritten and must still be so when it is given again, which finds writes after the free. Blocks whose size is
 * not a multiple of 64 (those may be aligned on purpose) end in eight guard bytes, which finds writes past the end.
 */
final class BlockWatch {
    private static final byte FREED = (byte) 0xDD;
    private static final byte UNDEFINED = (byte) 0xCD;
    private static final long GUARD = 0x6B6973612D746147L;
    private static final int GUARD_BYTES = 8;

    /** Of a large block only this much is overwritten and checked. Bytes. */
    private static final int LOOK_AT = 4096;

    private final long live;
    private final long guarded;
    private final long bitmapBytes;

    BlockWatch(long range) {
        bitmapBytes = range / 64;
        live = Pages.reserve(bitmapBytes);
        guarded = Pages.reserve(bitmapBytes);
    }

    /** What to ask for, so that there is room for the guard. */
    long padded(long size) {
        return wantsGuard(size) ? size + GUARD_BYTES : size;
    }

    private static boolean wantsGuard(long size) {
        return (size & 63) != 0 && size <= SizeClasses.LARGEST - GUARD_BYTES;
    }

    int allocated(Slabs slabs, int handle, long size) {
        assert !isLive(handle) : "block " + handle + " given twice";
        assert isUntouched(slabs, handle) : "written after the free of block " + handle;
        set(live, handle, true);
        set(guarded, handle, wantsGuard(size));
        long address = slabs.address(handle);
        long usable = slabs.usableSize(handle);
        fill(address, Math.min(usable, LOOK_AT), UNDEFINED);
        if (wantsGuard(size)) {
            putLong(address + usable, GUARD);
        }
        return handle;
    }

    void freed(Slabs slabs, int handle) {
        assert handle != 0 : "free of no block";
        assert isLive(handle) : "block " + handle + " freed twice or never given";
        long address = slabs.address(handle);
        long usable = slabs.usableSize(handle);
        assert !isGuarded(handle) || getLong(address + usable) == GUARD : "written past the end of block " + handle;
        fill(address, Math.min(usable + (isGuarded(handle) ? GUARD_BYTES : 0), LOOK_AT), FREED);
        set(live, handle, false);
        set(guarded, handle, false);
    }

    /** Whether every word but the first, which holds the free list, is as it was left: overwritten or never used. */
    private static boolean isUntouched(Slabs slabs, int handle) {
        long address = slabs.address(handle);
        long end = Math.min(slabs.usableSize(handle), LOOK_AT);
        for (long i = 8; i + 8 <= end; i += 8) {
            long word = getLong(address + i);
            if (word != 0 && word != 0xDDDDDDDDDDDDDDDDL) {
                return false;
            }
        }
        return true;
    }

    boolean isLive(int handle) {
        return get(live, handle);
    }

    boolean isGuarded(int handle) {
        return get(guarded, handle);
    }

    long usable(int handle, long blockSize) {
        return isGuarded(handle) ? blockSize - GUARD_BYTES : blockSize;
    }

    void close() {
        Pages.release(live, bitmapBytes);
        Pages.release(guarded, bitmapBytes);
    }

    private static boolean get(long bitmap, int handle) {
        long unit = handle & 0xFFFF_FFFFL;
        return (getByte(bitmap + (unit >>> 3)) & 1 << (unit & 7)) != 0;
    }

    private static void set(long bitmap, int handle, boolean value) {
        long unit = handle & 0xFFFF_FFFFL;
        int bits = getUnsignedByte(bitmap + (unit >>> 3));
        int bit = 1 << (unit & 7);
        putByte(bitmap + (unit >>> 3), value ? bits | bit : bits & ~bit);
    }
}
