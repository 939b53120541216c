package org.backstay.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LzfTest {
    private final Lzf lzf = new Lzf();

    private static MemorySegment segment(Arena arena, byte[] bytes) {
        return arena.allocate(Math.max(1, bytes.length)).copyFrom(MemorySegment.ofArray(bytes));
    }

    private int roundTrip(byte[] original) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = segment(arena, original);
            MemorySegment packed = arena.allocate(original.length + 16L);
            int length = lzf.compress(from.address(), original.length, packed.address(), original.length + 16);
            if (length == 0) {
                return 0;
            }
            MemorySegment back = arena.allocate(original.length);
            assertThat(Lzf.expand(packed.address(), length, back.address(), original.length))
                    .isTrue();
            assertThat(back.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(original);
            return length;
        }
    }

    @Test
    void repeatedTextBecomesShort() {
        byte[] text = "a man a plan a canal panama, ".repeat(40).getBytes(StandardCharsets.US_ASCII);
        assertThat(roundTrip(text)).isBetween(1, text.length / 5);
        assertThat(roundTrip(new byte[100_000])).isLessThan(1500);
    }

    @Test
    void everyStringComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(i < 100 ? 60_000 : 300)];
            int alphabet = 1 + random.nextInt(5);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) random.nextInt(alphabet);
            }
            roundTrip(bytes);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        byte[] noise = new byte[1000];
        new Random(2).nextBytes(noise);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packed = arena.allocate(1000);
            assertThat(lzf.compress(segment(arena, noise).address(), 1000, packed.address(), 996))
                    .isZero();
        }
    }

    @Test
    void noiseNeverExpandsBeyondItsBounds() {
        Random random = new Random(3);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(64 + 2);
            for (int i = 0; i < 20_000; i++) {
                byte[] noise = new byte[1 + random.nextInt(24)];
                random.nextBytes(noise);
                room.set(ValueLayout.JAVA_BYTE, 64, (byte) 77);
                MemorySegment from = segment(arena, noise);
                Lzf.expand(from.address(), noise.length, room.address(), 64);
                assertThat(room.get(ValueLayout.JAVA_BYTE, 64)).isEqualTo((byte) 77);
            }
        }
    }
}
