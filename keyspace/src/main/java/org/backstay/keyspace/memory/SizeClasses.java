package org.backstay.keyspace.memory;

import java.util.Arrays;

/**
 * Which block sizes a span is cut into; constants, for any thread.
 *
 * <p>Up to 1 KiB every multiple of 8, so that packed entries waste under 4 bytes on average; beyond that, sizes that
 * divide a span into a whole number of blocks, about an eighth apart as long as there are eight blocks or more. All
 * powers of two are among them and lie at multiples of themselves.
 */
final class SizeClasses {
    /** The largest size that shares a span with others. */
    static final int LARGEST = Slabs.SPAN / 2;

    private static final int FINE_LIMIT = 1024;
    private static final int[] SIZES = sizes();
    private static final byte[] BY_UNITS = byUnits(SIZES);

    private SizeClasses() {}

    static int count() {
        return SIZES.length;
    }

    static int size(int sizeClass) {
        return SIZES[sizeClass];
    }

    /** The class of a size from 0 to {@link #LARGEST}. */
    static int of(int size) {
        return BY_UNITS[(size + 7) >>> 3] & 0xFF;
    }

    private static int[] sizes() {
        int[] sizes = new int[256];
        int count = 0;
        for (int size = 8; size <= FINE_LIMIT; size += 8) {
            sizes[count++] = size;
        }
        int blocks = Slabs.SPAN / FINE_LIMIT;
        while (blocks > 2) {
            int fewer = Math.min(blocks - 1, (blocks * 8 + 8) / 9);
            int powerOfTwo = Integer.highestOneBit(blocks - 1);
            blocks = Math.max(fewer, powerOfTwo);
            sizes[count++] = Slabs.SPAN / blocks & -8;
        }
        return Arrays.copyOf(sizes, count);
    }

    private static byte[] byUnits(int[] sizes) {
        byte[] classes = new byte[LARGEST / 8 + 1];
        int sizeClass = 0;
        for (int units = 0; units < classes.length; units++) {
            if (units * 8 > sizes[sizeClass]) {
                sizeClass++;
            }
            classes[units] = (byte) sizeClass;
        }
        return classes;
    }
}
