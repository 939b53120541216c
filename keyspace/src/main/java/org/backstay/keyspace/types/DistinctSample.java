package org.backstay.keyspace.types;

import java.util.random.RandomGenerator;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.EntryVisitor;

/** Draws a few different entries of a large table, each set of them with equal chances; stateless. */
final class DistinctSample {
    /** Drawing pays while the wanted ones are fewer than one in this many; beyond, one walk over the table is cheaper. */
    static final int SPARSE = 4;

    private DistinctSample() {}

    /** Shows {@code count} different entries of a table that has at least {@link #SPARSE} times as many. */
    static void of(Dict dict, int count, RandomGenerator random, EntryVisitor visitor) {
        int mask = Math.max(16, Integer.highestOneBit(count) << 2) - 1;
        int[] drawn = new int[mask + 1];
        for (int found = 0; found < count; ) {
            int handle = dict.handleAt(dict.randomSlot(random));
            if (note(drawn, mask, handle)) {
                found++;
                visitor.visit(handle);
            }
        }
    }

    private static boolean note(int[] drawn, int mask, int handle) {
        int at = ((handle * 0x9E3779B9) >>> 1) & mask;
        while (drawn[at] != 0) {
            if (drawn[at] == handle) {
                return false;
            }
            at = (at + 1) & mask;
        }
        drawn[at] = handle;
        return true;
    }
}
