package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.getUnsignedByte;
import static org.backstay.base.memory.NativeMemory.getUnsignedInt;

import org.backstay.keyspace.types.packed.ElementView;

/**
 * Walks over a zipmap, the packed hash before Redis 2.6, whose bytes come from outside.
 *
 * <pre>
 *   pairs (1, 254: too many to say) | field length | field | value length | unused bytes (1) | value | unused ... | 0xFF
 *   length: 1 byte up to 253, or 254 and 4 bytes, little endian
 * </pre>
 */
final class Zipmap {
    private static final int END = 0xFF;
    private static final int LONG_LENGTH = 254;

    private long at;
    private long end;
    private boolean flawed;

    /** Starts a walk; false if the bytes have no zipmap's frame. */
    boolean begin(long address, int length) {
        flawed = length < 2 || getUnsignedByte(address + length - 1) != END;
        at = address + 1;
        end = address + length - 1;
        return !flawed;
    }

    /** Whether the walk met bytes that are no pair. */
    boolean isFlawed() {
        return flawed;
    }

    /** Shows the next pair; false at the end, or when the bytes are {@linkplain #isFlawed flawed}. */
    boolean next(ElementView field, ElementView value) {
        if (flawed || at >= end) {
            return false;
        }
        flawed = !text(field, false) || !text(value, true);
        return !flawed;
    }

    private boolean text(ElementView view, boolean mayHaveUnused) {
        if (at >= end) {
            return false;
        }
        long length = getUnsignedByte(at++);
        if (length == LONG_LENGTH) {
            if (end - at < 4) {
                return false;
            }
            length = getUnsignedInt(at);
            at += 4;
        } else if (length == END) {
            return false;
        }
        long unused = 0;
        if (mayHaveUnused) {
            if (at >= end) {
                return false;
            }
            unused = getUnsignedByte(at++);
        }
        if (length + unused > end - at) {
            return false;
        }
        view.setBytes(at, (int) length);
        at += length + unused;
        return true;
    }
}
