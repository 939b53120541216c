package org.backstay.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The alternative: one array a key, which holds header, key and value packed, in an open-addressing table on the heap that
 * doubles when it is three quarters full.
 */
final class HeapStore implements KeyspaceMemory.Store {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int KEY = 6;
    private static final int VALUE = KEY + 16 + 1;
    private static final int ENTRY = VALUE + 16;
    private static final long PREFIX = 0x3A79656B3A79656BL; // key:key:

    private byte[][] table = new byte[1024][];
    private int size;

    @Override
    public void set(long number, long content) {
        if (size * 4L >= table.length * 3L) {
            grow();
        }
        int at = find(number);
        if (table[at] == null) {
            size++;
        }
        // A new array for each value, as values have any length.
        byte[] entry = new byte[ENTRY];
        LONG.set(entry, KEY, PREFIX);
        LONG.set(entry, KEY + 8, number);
        LONG.set(entry, VALUE, content);
        LONG.set(entry, VALUE + 8, ~content);
        table[at] = entry;
    }

    @Override
    public long get(long number) {
        byte[] entry = table[find(number)];
        return entry == null ? -1 : (long) LONG.get(entry, VALUE);
    }

    @Override
    public long snapshot() {
        return 0;
    }

    @Override
    public void close() {
        table = new byte[1][];
    }

    private int find(long number) {
        int at = (int) hash(number) & (table.length - 1);
        while (table[at] != null
                && ((long) LONG.get(table[at], KEY + 8) != number || (long) LONG.get(table[at], KEY) != PREFIX)) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    private void grow() {
        byte[][] old = table;
        table = new byte[old.length * 2][];
        for (byte[] entry : old) {
            if (entry != null) {
                int at = (int) hash((long) LONG.get(entry, KEY + 8)) & (table.length - 1);
                while (table[at] != null) {
                    at = (at + 1) & (table.length - 1);
                }
                table[at] = entry;
            }
        }
    }

    private static long hash(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
