package org.backstay.resp.command;

import java.util.Locale;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Finds things by ASCII names in either case, from text or from memory outside the heap, without allocating. Names are compared as
 * two words of eight bytes, which for the rare longer name are its ends. Filled at start, then of one thread.
 */
final class NameTable<V> {
    private static final int FIRST_ROOM = 8;

    /** Makes capitals small in eight bytes at once; other bytes that it changes are told apart afterwards. */
    private static final long SMALL = 0x2020202020202020L;

    private String[] names = new String[FIRST_ROOM];
    private Object[] values = new Object[FIRST_ROOM];
    private long[] heads = new long[FIRST_ROOM];
    private long[] tails = new long[FIRST_ROOM];
    private int size;

    void put(String name, V value) {
        if (2 * (size + 1) > names.length) {
            grow();
        }
        long head = head(name);
        long tail = tail(name);
        int at = slot(head, tail, name.length(), names.length);
        while (names[at] != null) {
            at = (at + 1) & (names.length - 1);
        }
        names[at] = name.toLowerCase(Locale.ROOT);
        values[at] = value;
        heads[at] = head;
        tails[at] = tail;
        size++;
    }

    @SuppressWarnings("unchecked") // only put() fills the array
    @Nullable
    V get(String name) {
        int length = name.length();
        if (length == 0) {
            return null;
        }
        long head = head(name);
        long tail = tail(name);
        int mask = names.length - 1;
        for (int at = slot(head, tail, length, names.length); names[at] != null; at = (at + 1) & mask) {
            if (names[at].equalsIgnoreCase(name)) {
                return (V) values[at];
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // only put() fills the array
    @Nullable
    V get(long address, int length) {
        if (length <= 0) {
            return null;
        }
        long head = head(address, length);
        long tail = tail(address, length);
        int mask = names.length - 1;
        for (int at = slot(head, tail, length, names.length); names[at] != null; at = (at + 1) & mask) {
            if (heads[at] == head && tails[at] == tail && isSame(names[at], address, length)) {
                return (V) values[at];
            }
        }
        return null;
    }

    private static boolean isSame(String name, long address, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int b = NativeMemory.getByte(address + i);
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(long head, long tail, int length, int room) {
        long mixed = (head ^ Long.rotateLeft(tail, 29) ^ length) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (room - 1);
    }

    private static long head(long address, int length) {
        if (length >= 8) {
            return NativeMemory.getLong(address) | SMALL;
        }
        if (length >= 4) {
            return NativeMemory.getInt(address) | SMALL;
        }
        return NativeMemory.getByte(address) | SMALL;
    }

    private static long tail(long address, int length) {
        if (length >= 8) {
            return NativeMemory.getLong(address + length - 8) | SMALL;
        }
        if (length >= 4) {
            return NativeMemory.getInt(address + length - 4) | SMALL;
        }
        return (NativeMemory.getByte(address + (length >>> 1)) << 8 | NativeMemory.getByte(address + length - 1))
                | SMALL;
    }

    private static long head(String name) {
        int length = name.length();
        return word(name, 0, length >= 8 ? 8 : length >= 4 ? 4 : 1) | SMALL;
    }

    private static long tail(String name) {
        int length = name.length();
        if (length < 4) {
            return (name.charAt(length >>> 1) << 8 | name.charAt(length - 1)) | SMALL;
        }
        int part = length >= 8 ? 8 : 4;
        return word(name, length - part, part) | SMALL;
    }

    private static long word(String name, int from, int bytes) {
        long word = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            word = word << 8 | (name.charAt(from + i) & 0xff);
        }
        return bytes == 4 ? (int) word : word;
    }

    private void grow() {
        String[] oldNames = names;
        Object[] oldValues = values;
        int room = 2 * oldNames.length;
        names = new String[room];
        values = new Object[room];
        heads = new long[room];
        tails = new long[room];
        size = 0;
        for (int i = 0; i < oldNames.length; i++) {
            if (oldNames[i] != null) {
                @SuppressWarnings("unchecked") // only put() fills the array
                V value = (V) oldValues[i];
                put(oldNames[i], value);
            }
        }
    }
}
