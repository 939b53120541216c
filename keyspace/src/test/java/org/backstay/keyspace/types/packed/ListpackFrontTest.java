package org.backstay.keyspace.types.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListpackFrontTest {
    private static final int ROOM = 1 << 20;
    private final Arena arena = Arena.ofConfined();
    private final long ordinary = arena.allocate(ROOM).address();
    private final long scratch = arena.allocate(ROOM).address();
    private long base = arena.allocate(ROOM).address() + ROOM / 2;

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void editsAtTheFrontLeaveTheBytesThatOrdinaryOnesLeave(long seed) {
        Random random = new Random(seed);
        Listpack.create(base);
        Listpack.create(ordinary);
        for (int step = 0; step < 2_000; step++) {
            if (Listpack.count(base) == 0 || random.nextInt(3) > 0) {
                byte[] text = text(random);
                NativeMemory.copy(text, 0, scratch, text.length);
                base = ListpackFront.prepend(base, scratch, text.length);
                Listpack.insert(ordinary, Listpack.HEADER_BYTES, scratch, text.length);
            } else {
                base = ListpackFront.dropFirst(base);
                Listpack.delete(ordinary, Listpack.HEADER_BYTES, 1);
            }
            assertThat(bytes(base)).isEqualTo(bytes(ordinary));
        }
    }

    @Test
    void moreEntriesThanTheHeaderCountsStayUncounted() {
        Listpack.create(base);
        NativeMemory.putByte(scratch, '7');
        for (int i = 0; i < 65_600; i++) {
            base = ListpackFront.prepend(base, scratch, 1);
        }
        base = ListpackFront.dropFirst(base);
        assertThat(Listpack.count(base)).isEqualTo(65_599);
        assertThat(ListpackCheck.entries(base, Listpack.bytes(base))).isEqualTo(65_599);
    }

    /** Integers and texts, of lengths that take heads and back lengths of every size but the largest. */
    private static byte[] text(Random random) {
        if (random.nextBoolean()) {
            return Long.toString(random.nextLong() >> random.nextInt(64)).getBytes(US_ASCII);
        }
        return "x".repeat(random.nextInt(random.nextInt(50) == 0 ? 5_000 : 70)).getBytes(US_ASCII);
    }

    private static byte[] bytes(long listpack) {
        return NativeMemory.toArray(listpack, Listpack.bytes(listpack));
    }
}
