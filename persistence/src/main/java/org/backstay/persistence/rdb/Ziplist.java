package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getShort;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedInt;

import org.backstay.keyspace.types.packed.ElementView;

/**
 * Walks over a ziplist, the packed form before Redis 7, whose bytes come from outside: every entry's bounds are checked before it is shown.
 *
 * <pre>
 *   total bytes (4) | offset of the last entry (4) | entries (2) | entry ... | 0xFF
 *   entry: length of the one before (1, or 0xFE and 4) | encoding and length | data
 * </pre>
 */
final class Ziplist {
    private static final int HEADER_BYTES = 10;
    private static final int END = 0xFF;
    private static final int LONG_BEFORE = 0xFE;

    private static final int INT_16 = 0xC0;
    private static final int INT_32 = 0xD0;
    private static final int INT_64 = 0xE0;
    private static final int INT_24 = 0xF0;
    private static final int INT_8 = 0xFE;
    private static final int SMALLEST_IMMEDIATE = 0xF1;
    private static final int LARGEST_IMMEDIATE = 0xFD;

    private long at;
    private long end;
    private boolean flawed;

    /** Starts a walk; false if the bytes have no ziplist's frame. */
    boolean begin(long address, int length) {
        flawed = length <= HEADER_BYTES
                || getUnsignedInt(address) != length
                || getUnsignedByte(address + length - 1) != END;
        at = address + HEADER_BYTES;
        end = address + length - 1;
        return !flawed;
    }

    /** Whether the walk met bytes that are no entry. */
    boolean isFlawed() {
        return flawed;
    }

    /** Shows the next entry; false at the end, or when the bytes are {@linkplain #isFlawed flawed}. */
    boolean next(ElementView view) {
        if (flawed || at >= end) {
            return false;
        }
        long entry = at + (getUnsignedByte(at) == LONG_BEFORE ? 5 : 1);
        flawed = entry >= end || !show(entry, view) || at > end;
        return !flawed;
    }

    private boolean show(long entry, ElementView view) {
        int head = getUnsignedByte(entry);
        return switch (head >>> 6) {
            case 0 -> text(entry + 1, head & 0x3F, view);
            case 1 -> entry + 2 <= end && text(entry + 2, (head & 0x3F) << 8 | getUnsignedByte(entry + 1), view);
            case 2 ->
                entry + 5 <= end
                        && text(entry + 5, Integer.toUnsignedLong(Integer.reverseBytes(getInt(entry + 1))), view);
            default -> integer(entry, head, view);
        };
    }

    private boolean text(long from, long length, ElementView view) {
        if (length > end - from) {
            return false;
        }
        view.setBytes(from, (int) length);
        at = from + length;
        return true;
    }

    private boolean integer(long entry, int head, ElementView view) {
        if (head >= SMALLEST_IMMEDIATE && head <= LARGEST_IMMEDIATE) {
            view.setInteger((head & 0x0F) - 1);
            at = entry + 1;
            return true;
        }
        int bytes = switch (head) {
            case INT_8 -> 1;
            case INT_16 -> 2;
            case INT_24 -> 3;
            case INT_32 -> 4;
            case INT_64 -> 8;
            default -> 0;
        };
        long from = entry + 1;
        if (bytes == 0 || bytes > end - from) {
            return false;
        }
        view.setInteger(
                switch (bytes) {
                    case 1 -> getByte(from);
                    case 2 -> getShort(from);
                    case 3 -> (getShort(from) & 0xFFFF) | (getByte(from + 2) << 16);
                    case 4 -> getInt(from);
                    default -> getLong(from);
                });
        at = from + bytes;
        return true;
    }
}
