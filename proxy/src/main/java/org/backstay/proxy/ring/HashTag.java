package org.backstay.proxy.ring;

import org.backstay.base.memory.NativeMemory;

/**
 * The pair of characters of {@code hash_tag:}: of a key that has both, in this order and with something between them, only what is
 * between the first of each is hashed, so that keys with the same tag land on the same server.
 */
public record HashTag(byte opening, byte closing) {
    /**
     * Finds the part to hash.
     *
     * @return offset in the upper half, length in the lower; the whole key when it has no tag
     */
    public long within(long address, int length) {
        int from = indexOf(opening, address, 0, length);
        if (from >= 0) {
            int to = indexOf(closing, address, from + 1, length);
            if (to > from + 1) {
                return ((long) (from + 1) << 32) | (to - from - 1);
            }
        }
        return length;
    }

    private static int indexOf(byte wanted, long address, int from, int length) {
        for (int i = from; i < length; i++) {
            if (NativeMemory.getByte(address + i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
