package org.backstay.keyspace.types.packed;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getShort;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;
import static org.backstay.base.memory.NativeMemory.putShort;

import org.backstay.base.memory.NativeMemory;
import org.backstay.base.number.LongText;

/**
 * Redis's listpack, byte for byte: what RDB files carry, so that saving and loading one is a copy.
 *
 * <pre>
 *   total bytes (4, little endian) | entries (2, 65535: too many to say) | entry ... | 0xFF
 *   entry: encoding and length | data | length of both, readable backwards (1 to 5 bytes)
 * </pre>
 *
 * Functions over a base address; entries are named by their offset from it, because a block moves when it grows. The functions that make
 * a listpack longer write behind its end: the caller has seen to the room. Nothing here checks bytes but {@link ListpackCheck}, which must
 * have passed everything that came from outside.
 */
public final class Listpack {
    /** Total bytes and number of entries. */
    public static final int HEADER_BYTES = 6;
    /** The header and the end mark. */
    public static final int EMPTY_BYTES = HEADER_BYTES + 1;
    /** Offset that stands for "no such entry". */
    public static final int NONE = -1;
    /** No listpack grows beyond this, as in Redis: the total stays far from its 32 bits. */
    public static final int MAX_BYTES = 1 << 30;

    static final int END = 0xFF;
    static final int COUNT_OFFSET = 4;
    static final int COUNT_UNKNOWN = 0xFFFF;

    static final int INT_13 = 0xC0;
    static final int STRING_6 = 0x80;
    static final int STRING_12 = 0xE0;
    static final int STRING_32 = 0xF0;
    static final int INT_16 = 0xF1;
    static final int INT_24 = 0xF2;
    static final int INT_32 = 0xF3;
    static final int INT_64 = 0xF4;

    private Listpack() {}

    /** Writes an empty listpack. */
    public static void create(long base) {
        putInt(base, EMPTY_BYTES);
        putShort(base + COUNT_OFFSET, 0);
        putByte(base + HEADER_BYTES, (byte) END);
    }

    /** The whole length, header and end mark included. */
    public static int bytes(long base) {
        return getInt(base);
    }

    /** The number of entries; walks the listpack if the header can't say. */
    public static int count(long base) {
        int count = getShort(base + COUNT_OFFSET) & 0xFFFF;
        if (count != COUNT_UNKNOWN) {
            return count;
        }
        count = 0;
        for (int at = first(base); at != NONE; at = next(base, at)) {
            count++;
        }
        if (count < COUNT_UNKNOWN) {
            putShort(base + COUNT_OFFSET, count);
        }
        return count;
    }

    /** The first entry, or {@link #NONE}. */
    public static int first(long base) {
        return isEnd(base, HEADER_BYTES) ? NONE : HEADER_BYTES;
    }

    /** The last entry, or {@link #NONE}. */
    public static int last(long base) {
        return previous(base, end(base));
    }

    /** The offset of the end mark: where an append inserts. */
    public static int end(long base) {
        return bytes(base) - 1;
    }

    /** The entry behind the one at {@code offset}, or {@link #NONE}. */
    public static int next(long base, int offset) {
        int next = offset + entryBytes(base + offset);
        return isEnd(base, next) ? NONE : next;
    }

    /** The entry before the one (or the end mark) at {@code offset}, or {@link #NONE}. */
    public static int previous(long base, int offset) {
        if (offset == HEADER_BYTES) {
            return NONE;
        }
        int body = backLength(base + offset - 1);
        return offset - body - backLengthBytes(body);
    }

    /** The entry at {@code index} (from 0; negative from the end, -1 the last), or {@link #NONE}. Walks from the nearer end. */
    public static int seek(long base, int index) {
        int count = count(base);
        int wanted = index < 0 ? index + count : index;
        if (wanted < 0 || wanted >= count) {
            return NONE;
        }
        if (wanted <= count / 2) {
            int at = HEADER_BYTES;
            for (int i = 0; i < wanted; i++) {
                at += entryBytes(base + at);
            }
            return at;
        }
        int at = end(base);
        for (int i = count; i > wanted; i--) {
            at = previous(base, at);
        }
        return at;
    }

    static boolean isEnd(long base, int offset) {
        return (getByte(base + offset) & 0xFF) == END;
    }

    /** Shows the entry at {@code offset}. */
    public static void read(long base, int offset, ElementView view) {
        long at = base + offset;
        int head = getByte(at) & 0xFF;
        if (head < STRING_6) {
            view.setInteger(head);
        } else if (head < INT_13) {
            view.setBytes(at + 1, head & 0x3F);
        } else if (head < STRING_12) {
            view.setInteger(integer13(at, head));
        } else if (head < STRING_32) {
            view.setBytes(at + 2, tail12(at, head));
        } else if (head == STRING_32) {
            view.setBytes(at + 5, getInt(at + 1));
        } else {
            view.setInteger(wideInteger(at, head));
        }
    }

    private static int tail12(long at, int head) {
        return ((head & 0x0F) << 8) | (getByte(at + 1) & 0xFF);
    }

    private static int integer13(long at, int head) {
        int raw = ((head & 0x1F) << 8) | (getByte(at + 1) & 0xFF);
        return (raw << 19) >> 19;
    }

    private static long wideInteger(long at, int head) {
        return switch (head) {
            case INT_16 -> getShort(at + 1);
            case INT_24 -> (getShort(at + 1) & 0xFFFF) | (getByte(at + 3) << 16);
            case INT_32 -> getInt(at + 1);
            case INT_64 -> getLong(at + 1);
            default -> throw new IllegalStateException("not a listpack entry: 0x" + Integer.toHexString(head));
        };
    }

    /** Whether the entry at {@code offset} is an integer. */
    public static boolean isInteger(long base, int offset) {
        return isIntegerHead(getByte(base + offset) & 0xFF);
    }

    private static boolean isIntegerHead(int head) {
        return head < STRING_6 || (head >= INT_13 && head < STRING_12) || head > STRING_32;
    }

    /** The integer at {@code offset}; the entry there is one. */
    public static long integer(long base, int offset) {
        return integerAt(base + offset, getByte(base + offset) & 0xFF);
    }

    private static long integerAt(long at, int head) {
        if (head < STRING_6) {
            return head;
        }
        return head < STRING_12 ? integer13(at, head) : wideInteger(at, head);
    }

    /** Whether the text of the entry at {@code offset} is these bytes. */
    public static boolean matches(long base, int offset, long address, int length) {
        long at = base + offset;
        int head = getByte(at) & 0xFF;
        return isIntegerHead(head)
                ? isText(integerAt(at, head), address, length)
                : matchesString(at, head, address, length);
    }

    /** Whether these bytes are the text of a number. */
    static boolean isText(long value, long address, int length) {
        return LongText.parse(address, length) == value
                && (value != Long.MIN_VALUE || LongText.isLong(address, length));
    }

    private static boolean matchesString(long at, int head, long address, int length) {
        if (head < INT_13) {
            return (head & 0x3F) == length && NativeMemory.equals(at + 1, address, length);
        }
        if (head < STRING_32) {
            return tail12(at, head) == length && NativeMemory.equals(at + 2, address, length);
        }
        return getInt(at + 1) == length && NativeMemory.equals(at + 5, address, length);
    }

    /**
     * The first entry from {@code offset} on (which may be {@link #NONE}) whose text is these bytes, or {@link #NONE}.
     *
     * @param skip how many entries to leave out after each that was compared: 1 looks at the keys of a list of pairs; the number of
     *     entries is a multiple of {@code skip + 1}
     */
    public static int find(long base, int offset, long address, int length, int skip) {
        if (offset == NONE) {
            return NONE;
        }
        boolean number = LongText.isLong(address, length);
        long wanted = number ? LongText.parse(address, length) : 0;
        int at = offset;
        while (true) {
            int head = getByte(base + at) & 0xFF;
            if (head == END) {
                return NONE;
            }
            boolean found = isIntegerHead(head)
                    ? number && integerAt(base + at, head) == wanted
                    : matchesString(base + at, head, address, length);
            if (found) {
                return at;
            }
            for (int i = 0; i <= skip; i++) {
                at += entryBytes(base + at);
            }
        }
    }

    /** The bytes of the whole entry at {@code offset}. */
    public static int entryBytes(long base, int offset) {
        return entryBytes(base + offset);
    }

    /** The bytes of the whole entry at an address. */
    static int entryBytes(long at) {
        int body = bodyBytes(at);
        return body + backLengthBytes(body);
    }

    /** The bytes of an entry without its back length. */
    static int bodyBytes(long at) {
        int head = getByte(at) & 0xFF;
        if (head < STRING_6) {
            return 1;
        }
        if (head < INT_13) {
            return 1 + (head & 0x3F);
        }
        if (head < STRING_12) {
            return 2;
        }
        if (head < STRING_32) {
            return 2 + tail12(at, head);
        }
        return switch (head) {
            case STRING_32 -> 5 + getInt(at + 1);
            case INT_16 -> 3;
            case INT_24 -> 4;
            case INT_32 -> 5;
            case INT_64 -> 9;
            default -> throw new IllegalStateException("not a listpack entry: 0x" + Integer.toHexString(head));
        };
    }

    /** The steps are Redis's: one short of what the bits could hold, from the second on. */
    static int backLengthBytes(int body) {
        if (body <= 127) {
            return 1;
        }
        if (body < 16383) {
            return 2;
        }
        if (body < 2097151) {
            return 3;
        }
        return body < 268435455 ? 4 : 5;
    }

    /** Reads a back length from its last byte towards the front; at most five bytes, or -1. */
    static int backLength(long last) {
        long length = 0;
        for (int i = 0; i < 5; i++) {
            byte part = getByte(last - i);
            length |= (long) (part & 127) << (7 * i);
            if (part >= 0) {
                return length > Integer.MAX_VALUE ? -1 : (int) length;
            }
        }
        return -1;
    }

    private static void putBackLength(long at, int body) {
        int bytes = backLengthBytes(body);
        for (int i = bytes - 1, rest = body; i > 0; i--, rest >>>= 7) {
            putByte(at + i, (byte) ((rest & 127) | 128));
        }
        putByte(at, (byte) (body >>> (7 * (bytes - 1))));
    }

    /** The bytes that an entry for this text takes: an integer's if it is canonical. */
    public static int entryBytesFor(long address, int length) {
        long value = LongText.parse(address, length);
        if (value != Long.MIN_VALUE || LongText.isLong(address, length)) {
            return entryBytesFor(value);
        }
        int body = stringHeadBytes(length) + length;
        return body + backLengthBytes(body);
    }

    /** The bytes that an entry for this integer takes. */
    public static int entryBytesFor(long value) {
        return integerBodyBytes(value) + 1;
    }

    private static int stringHeadBytes(int length) {
        return length < 64 ? 1 : length < 4096 ? 2 : 5;
    }

    private static int integerBodyBytes(long value) {
        if (value >= 0 && value <= 127) {
            return 1;
        }
        if (value >= -4096 && value <= 4095) {
            return 2;
        }
        if (value == (short) value) {
            return 3;
        }
        if (value >= -(1 << 23) && value < 1 << 23) {
            return 4;
        }
        return value == (int) value ? 5 : 9;
    }

    /**
     * Inserts text before the entry (or the end mark) at {@code offset}; the block has room for {@link #entryBytesFor} more bytes. The
     * text must not lie in this listpack: it moves. Returns the offset behind the new entry.
     */
    public static int insert(long base, int offset, long address, int length) {
        int bytes = entryBytesFor(address, length);
        openGap(base, offset, 0, bytes, 1);
        write(base + offset, address, length);
        return offset + bytes;
    }

    /** Inserts an integer before the entry (or the end mark) at {@code offset}. Returns the offset behind the new entry. */
    public static int insert(long base, int offset, long value) {
        int bytes = entryBytesFor(value);
        openGap(base, offset, 0, bytes, 1);
        writeInteger(base + offset, value);
        return offset + bytes;
    }

    /** Inserts what a view shows; the view must not lie in this listpack. */
    public static int insert(long base, int offset, ElementView element) {
        return element.isInteger()
                ? insert(base, offset, element.value())
                : insert(base, offset, element.address(), element.length());
    }

    /** How many bytes longer (or shorter) {@link #replace} makes the listpack. */
    public static int growthOfReplace(long base, int offset, long address, int length) {
        return entryBytesFor(address, length) - entryBytes(base + offset);
    }

    /** Replaces the entry at {@code offset}, which stays there. The text must not lie in this listpack. */
    public static void replace(long base, int offset, long address, int length) {
        openGap(base, offset, entryBytes(base + offset), entryBytesFor(address, length), 0);
        write(base + offset, address, length);
    }

    /** Replaces the entry at {@code offset} by an integer. */
    public static void replace(long base, int offset, long value) {
        openGap(base, offset, entryBytes(base + offset), entryBytesFor(value), 0);
        writeInteger(base + offset, value);
    }

    /** Deletes {@code entries} entries from {@code offset} on, which must exist. What followed them is at {@code offset} afterwards. */
    public static void delete(long base, int offset, int entries) {
        int to = offset;
        for (int i = 0; i < entries; i++) {
            to += entryBytes(base + to);
        }
        openGap(base, offset, to - offset, 0, -entries);
    }

    /** Appends all entries of another listpack; the block has room for {@code bytes(other) - EMPTY_BYTES} more bytes. */
    public static void appendAll(long base, long other) {
        int entries = count(other);
        int bytes = bytes(other) - EMPTY_BYTES;
        int end = end(base);
        openGap(base, end, 0, bytes, entries);
        copy(other + HEADER_BYTES, base + end, bytes);
    }

    /**
     * Moves the entries from {@code offset} on to the end of another listpack, whose block has room for
     * {@code end(base) - offset} more bytes.
     */
    public static void moveTail(long base, int offset, long target) {
        int bytes = end(base) - offset;
        int entries = 0;
        for (int at = offset; !isEnd(base, at); at += entryBytes(base + at)) {
            entries++;
        }
        int end = end(target);
        openGap(target, end, 0, bytes, entries);
        copy(base + offset, target + end, bytes);
        openGap(base, offset, bytes, 0, -entries);
    }

    /** Makes {@code before} bytes at {@code offset} into {@code after}, moving what follows, and keeps the header true. */
    private static void openGap(long base, int offset, int before, int after, int entries) {
        int bytes = bytes(base);
        long tail = base + offset + before;
        copy(tail, base + offset + after, bytes - offset - before);
        putHeader(base, bytes - before + after, getShort(base + COUNT_OFFSET) & 0xFFFF, entries);
    }

    /** Writes the header of a listpack that had {@code count} entries, or too many to say, and has {@code more} now. */
    static void putHeader(long base, int bytes, int count, int more) {
        putInt(base, bytes);
        putShort(base + COUNT_OFFSET, count == COUNT_UNKNOWN ? count : Math.min(count + more, COUNT_UNKNOWN));
    }

    /** Writes the entry for a text. */
    static void write(long at, long address, int length) {
        long value = LongText.parse(address, length);
        if (value != Long.MIN_VALUE || LongText.isLong(address, length)) {
            writeInteger(at, value);
        } else {
            writeString(at, address, length);
        }
    }

    private static void writeString(long at, long address, int length) {
        int head = stringHeadBytes(length);
        if (head == 1) {
            putByte(at, (byte) (STRING_6 | length));
        } else if (head == 2) {
            putByte(at, (byte) (STRING_12 | (length >>> 8)));
            putByte(at + 1, (byte) length);
        } else {
            putByte(at, (byte) STRING_32);
            putInt(at + 1, length);
        }
        copy(address, at + head, length);
        putBackLength(at + head + length, head + length);
    }

    private static void writeInteger(long at, long value) {
        int body = integerBodyBytes(value);
        switch (body) {
            case 1 -> putByte(at, (byte) value);
            case 2 -> {
                putByte(at, (byte) (INT_13 | (((int) value >>> 8) & 0x1F)));
                putByte(at + 1, (byte) value);
            }
            case 3 -> {
                putByte(at, (byte) INT_16);
                putShort(at + 1, (int) value);
            }
            case 4 -> {
                putByte(at, (byte) INT_24);
                putShort(at + 1, (int) value);
                putByte(at + 3, (byte) (value >> 16));
            }
            case 5 -> {
                putByte(at, (byte) INT_32);
                putInt(at + 1, (int) value);
            }
            default -> {
                putByte(at, (byte) INT_64);
                putLong(at + 1, value);
            }
        }
        putByte(at + body, (byte) body);
    }
}
