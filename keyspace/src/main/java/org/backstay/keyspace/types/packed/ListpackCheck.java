package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getShort;

/**
 * Decides whether bytes from outside are a listpack, completely: nothing else looks at lengths again. The bounds are checked before each
 * byte is read, and an entry's back length must say, in exactly the bytes that Redis would use, what its front says.
 */
public final class ListpackCheck {
    private ListpackCheck() {}

    /**
     * The number of entries if these bytes are exactly one whole listpack, or -1 if they are anything else.
     */
    public static int entries(long base, long length) {
        if (length < Listpack.EMPTY_BYTES || length > Integer.MAX_VALUE || getInt(base) != length) {
            return -1;
        }
        int end = (int) length - 1;
        if ((getByte(base + end) & 0xFF) != Listpack.END) {
            return -1;
        }
        int entries = 0;
        int at = Listpack.HEADER_BYTES;
        while (at < end) {
            int bytes = entryBytes(base + at, end - at);
            if (bytes < 0) {
                return -1;
            }
            at += bytes;
            entries++;
        }
        int declared = getShort(base + Listpack.COUNT_OFFSET) & 0xFFFF;
        return declared == entries || declared == Listpack.COUNT_UNKNOWN ? entries : -1;
    }

    /** The whole length of the entry at an address, or -1 if there is none within {@code room} bytes. */
    private static int entryBytes(long at, int room) {
        int head = getByte(at) & 0xFF;
        int headBytes = headBytes(head);
        if (headBytes < 0 || headBytes >= room) {
            return -1;
        }
        long body = head == Listpack.STRING_32 ? 5 + (getInt(at + 1) & 0xFFFFFFFFL) : Listpack.bodyBytes(at);
        if (body >= room) {
            return -1;
        }
        int backBytes = Listpack.backLengthBytes((int) body);
        if (body + backBytes > room || !backLengthAgrees(at + body, backBytes, (int) body)) {
            return -1;
        }
        return (int) body + backBytes;
    }

    /** The bytes that must be readable before the entry's length is known. */
    private static int headBytes(int head) {
        if (head < Listpack.STRING_12) {
            return 1;
        }
        if (head < Listpack.STRING_32) {
            return 2;
        }
        if (head == Listpack.STRING_32) {
            return 5;
        }
        return head <= Listpack.INT_64 ? 1 : -1;
    }

    private static boolean backLengthAgrees(long at, int backBytes, int body) {
        // The first byte (the most significant) ends the backwards reading; every other one continues it.
        for (int i = 0; i < backBytes; i++) {
            boolean continues = getByte(at + i) < 0;
            if (continues != (i > 0)) {
                return false;
            }
        }
        return Listpack.backLength(at + backBytes - 1) == body;
    }
}
