package org.backstay.keyspace.types.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntsetTest {
    private final Arena arena = Arena.ofConfined();
    private final long base = arena.allocate(1 << 16).address();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomEditsAgreeWithASortedSet(long seed) {
        Random random = new Random(seed);
        SortedSet<Long> model = new TreeSet<>();
        Intset.create(base);
        for (int step = 0; step < 4_000; step++) {
            // Narrow members first, so that each width is met and widened.
            int bits = step < 1_000 ? 12 : step < 2_000 ? 30 : 60;
            long value = random.nextLong() >> (63 - bits);
            int index = Intset.find(base, value);
            assertThat(index >= 0).isEqualTo(model.contains(value));
            if (index < 0) {
                int bytes = Intset.bytesWith(base, value);
                Intset.insert(base, -index - 1, value);
                assertThat(Intset.bytes(base)).isEqualTo(bytes);
                model.add(value);
            } else {
                Intset.delete(base, index);
                model.remove(value);
            }
            if (model.size() > 200 || (random.nextInt(3) == 0 && !model.isEmpty())) {
                long gone = Intset.get(base, random.nextInt(model.size()));
                Intset.delete(base, Intset.find(base, gone));
                model.remove(gone);
            }
            if (step % 20 == 0) {
                assertSame(model);
            }
        }
    }

    private void assertSame(SortedSet<Long> model) {
        assertThat(Intset.count(base)).isEqualTo(model.size());
        int index = 0;
        for (long member : model) {
            assertThat(Intset.get(base, index++)).isEqualTo(member);
        }
        assertThat(Intset.check(base, Intset.bytes(base))).isEqualTo(model.isEmpty() ? -1 : model.size());
    }

    @Test
    void membersAtTheBoundsOfAWidthWidenTheSet() {
        Intset.create(base);
        for (long member : new long[] {
            32767, -32768, 32768, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE - 1L, Long.MAX_VALUE
        }) {
            Intset.insert(base, -Intset.find(base, member) - 1, member);
            assertThat(Intset.find(base, member)).isNotNegative();
        }
        assertThat(Intset.width(base)).isEqualTo(8);
        assertThat(Intset.get(base, 0)).isEqualTo(Integer.MIN_VALUE - 1L);
    }

    @Test
    void whatIsNotAnIntsetIsRefused() {
        Intset.create(base);
        assertThat(Intset.check(base, 8)).as("empty").isEqualTo(-1);
        Intset.insert(base, 0, 1);
        Intset.insert(base, 1, 2);
        assertThat(Intset.check(base, 12)).isEqualTo(2);
        assertThat(Intset.check(base, 11)).as("truncated").isEqualTo(-1);
        assertThat(Intset.check(base, 13)).as("too long").isEqualTo(-1);
        assertThat(Intset.check(base, 7)).as("no header").isEqualTo(-1);
        NativeMemory.putShort(base + 10, 1);
        assertThat(Intset.check(base, 12)).as("a double").isEqualTo(-1);
        NativeMemory.putShort(base + 10, 0);
        assertThat(Intset.check(base, 12)).as("out of order").isEqualTo(-1);
        NativeMemory.putInt(base, 3);
        assertThat(Intset.check(base, 12)).as("no such width").isEqualTo(-1);
        NativeMemory.putInt(base, 2);
        NativeMemory.putInt(base + 4, -1);
        assertThat(Intset.check(base, 12)).as("a huge count").isEqualTo(-1);
        NativeMemory.putInt(base + 4, 0x80000002);
        assertThat(Intset.check(base, 12)).as("a count that wraps").isEqualTo(-1);
    }
}
