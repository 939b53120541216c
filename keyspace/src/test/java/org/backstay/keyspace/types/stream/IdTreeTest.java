package org.backstay.keyspace.types.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTreeTest {
    private static final int STEPS = 40_000;

    /** Steps of growth and of decay take turns, so that leaves and levels come and go. */
    @ParameterizedTest
    @CsvSource({"1,50", "2,3000", "3,100000", "4,1000000"})
    void randomOperationsAgreeWithAJavaMap(long seed, int ids) {
        Random random = new Random(seed);
        try (Slabs slabs = new Slabs(1L << 28);
                Arena arena = Arena.ofConfined()) {
            IdTree tree = new IdTree(slabs);
            long header = arena.allocate(IdTree.HEADER_BYTES).address();
            NavigableMap<StreamId, Integer> model = new TreeMap<>();
            for (int step = 0; step < STEPS; step++) {
                StreamId id = id(random.nextInt(ids));
                int value = 1 + random.nextInt(1000);
                boolean growing = step / 5_000 % 2 == 0;
                switch (random.nextInt(growing ? 4 : 10)) {
                    case 0, 1 -> {
                        StreamId last = model.isEmpty() ? id : model.lastKey().next();
                        boolean added = tree.add(header, last.ms(), last.seq(), value);
                        assertThat(added).isEqualTo(model.putIfAbsent(last, value) == null);
                    }
                    case 2 ->
                        assertThat(tree.add(header, id.ms(), id.seq(), value))
                                .isEqualTo(model.putIfAbsent(id, value) == null);
                    case 3 -> {
                        Map.Entry<StreamId, Integer> first = model.pollFirstEntry();
                        assertThat(tree.removeFirst(header)).isEqualTo(first == null ? 0 : first.getValue());
                    }
                    default -> {
                        StreamId there = model.ceilingKey(id);
                        StreamId removed = there == null ? id : there;
                        Integer was = model.remove(removed);
                        assertThat(tree.remove(header, removed.ms(), removed.seq()))
                                .isEqualTo(was == null ? 0 : was);
                    }
                }
                assertSeeks(new IdCursor(tree), header, model, id(random.nextInt(ids)));
                if (step % 2_000 == 0) {
                    assertSame(new IdCursor(tree), header, model);
                }
            }
            assertSame(new IdCursor(tree), header, model);
            while (tree.removeFirst(header) != 0) {
                // to the last one
            }
            assertThat(slabs.blocks()).isZero();
        }
    }

    /** Both halves matter, and both are unsigned. */
    private static StreamId id(int number) {
        return new StreamId((number / 7) * 0x9000_0000_0000_0000L + number / 7, number % 7 - 3L);
    }

    private static void assertSeeks(IdCursor cursor, long header, NavigableMap<StreamId, Integer> model, StreamId id) {
        StreamId from = model.ceilingKey(id);
        assertThat(cursor.seekFrom(header, id.ms(), id.seq())).isEqualTo(from != null);
        if (from != null) {
            assertThat(cursor.id()).isEqualTo(from);
            assertThat(cursor.value()).isEqualTo(model.get(from));
        }
        StreamId upTo = model.floorKey(id);
        assertThat(cursor.seekUpTo(header, id.ms(), id.seq())).isEqualTo(upTo != null);
        if (upTo != null) {
            assertThat(cursor.id()).isEqualTo(upTo);
        }
    }

    private static void assertSame(IdCursor cursor, long header, NavigableMap<StreamId, Integer> model) {
        assertThat(IdTree.size(header)).isEqualTo(model.size());
        boolean more = cursor.seekFirst(header);
        for (Map.Entry<StreamId, Integer> entry : model.entrySet()) {
            assertThat(more).isTrue();
            assertThat(cursor.id()).isEqualTo(entry.getKey());
            assertThat(cursor.value()).isEqualTo(entry.getValue());
            more = cursor.next();
        }
        assertThat(more).isFalse();
        more = cursor.seekLast(header);
        for (StreamId id : model.descendingKeySet()) {
            assertThat(more).isTrue();
            assertThat(cursor.id()).isEqualTo(id);
            more = cursor.previous();
        }
        assertThat(more).isFalse();
    }

    @Test
    void idsInOrderFillTheirNodes() {
        try (Slabs slabs = new Slabs(1L << 28);
                Arena arena = Arena.ofConfined()) {
            IdTree tree = new IdTree(slabs);
            long header = arena.allocate(IdTree.HEADER_BYTES).address();
            int entries = 100_000;
            for (int i = 1; i <= entries; i++) {
                tree.add(header, i, 0, i);
            }
            assertThat(slabs.usedBytes() / (double) entries).isLessThan(1.1 * IdTree.ENTRY_BYTES + 1);
        }
    }

    @Test
    void aTreeIsWhatItWasWhenMemoryIsRefused() {
        Random random = new Random(9);
        try (Slabs slabs = new Slabs(1 << 16);
                Arena arena = Arena.ofConfined()) {
            IdTree tree = new IdTree(slabs);
            long header = arena.allocate(IdTree.HEADER_BYTES).address();
            NavigableMap<StreamId, Integer> model = new TreeMap<>();
            for (int refused = 0; refused < 60; ) {
                StreamId id = id(random.nextInt(1_000_000));
                try {
                    if (tree.add(header, id.ms(), id.seq(), 1)) {
                        model.put(id, 1);
                    }
                } catch (MemoryLimitException full) {
                    refused++;
                    assertSame(new IdCursor(tree), header, model);
                    slabs.limit(slabs.residentBytes() + random.nextInt(3) * 65_536L);
                }
            }
        }
    }
}
