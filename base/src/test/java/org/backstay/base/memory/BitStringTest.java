package org.backstay.base.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Random;
import org.backstay.base.memory.BitString.Operation;
import org.junit.jupiter.api.Test;

/** Words at a time come to what bits one by one come to. */
class BitStringTest {
    private static final int BYTES = 83;
    private static final int BITS = BYTES * 8;
    private static final int ROUNDS = 2_000;

    private final Random random = new Random(1);

    private long filled(Arena arena, int zerosInEight) {
        long address = arena.allocate(BYTES + 1).address() + 1;
        for (int i = 0; i < BYTES; i++) {
            int kind = random.nextInt(8);
            NativeMemory.putByte(address + i, kind < zerosInEight ? 0 : kind == 7 ? random.nextInt() : -1);
        }
        return address;
    }

    private static int bit(long address, long i) {
        return NativeMemory.getUnsignedByte(address + i / 8) >> (7 - i % 8) & 1;
    }

    @Test
    void countsAndFindsWhatIsThere() {
        try (Arena arena = Arena.ofConfined()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = filled(arena, round % 8);
                int first = random.nextInt(BITS);
                int last = first + random.nextInt(BITS - first);
                long count = 0;
                long[] found = {-1, -1};
                for (int i = last; i >= first; i--) {
                    count += bit(address, i);
                    found[bit(address, i)] = i;
                }
                assertThat(BitString.countBetween(address, first, last)).isEqualTo(count);
                assertThat(BitString.find(address, 0, first, last)).isEqualTo(found[0]);
                assertThat(BitString.find(address, 1, first, last)).isEqualTo(found[1]);
            }
        }
    }

    @Test
    void combinesBitByBit() {
        try (Arena arena = Arena.ofConfined()) {
            for (Operation operation : Operation.values()) {
                long left = filled(arena, 3);
                long right = filled(arena, 3);
                byte[] before = NativeMemory.toArray(left, BYTES);
                BitString.combine(operation, left, right, BYTES);
                for (int i = 0; i < BYTES; i++) {
                    int other = NativeMemory.getByte(right + i);
                    byte expected = (byte)
                            switch (operation) {
                                case AND -> before[i] & other;
                                case OR -> before[i] | other;
                                case XOR -> before[i] ^ other;
                            };
                    assertThat(NativeMemory.getByte(left + i)).isEqualTo(expected);
                }
                byte[] combined = NativeMemory.toArray(left, BYTES);
                BitString.invert(left, BYTES);
                for (int i = 0; i < BYTES; i++) {
                    assertThat(NativeMemory.getByte(left + i)).isEqualTo((byte) ~combined[i]);
                }
            }
        }
    }

    @Test
    void fieldsOfAnyWidthAreWrittenAndReadWithoutTheirNeighbours() {
        try (Arena arena = Arena.ofConfined()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = filled(arena, 3);
                int width = 1 + random.nextInt(64);
                int offset = random.nextInt(BITS - width);
                byte[] before = NativeMemory.toArray(address, BYTES);
                long value = random.nextLong();
                BitString.setField(address, offset, width, value);
                assertThat(BitString.field(address, BYTES, offset, width)).isEqualTo(value & -1L >>> (64 - width));
                for (int i = 0; i < BITS; i++) {
                    if (i < offset || i >= offset + width) {
                        assertThat(bit(address, i)).isEqualTo(before[i / 8] >> (7 - i % 8) & 1);
                    }
                }
            }
        }
    }

    @Test
    void whatLiesBehindTheEndIsZero() {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(1).address();
            NativeMemory.putByte(address, 0xFF);
            assertThat(BitString.field(address, 1, 4, 8)).isEqualTo(0xF0);
            assertThat(BitString.field(address, 1, 800, 64)).isZero();
        }
    }

    @Test
    void aBitIsSetAlone() {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(2).address();
            BitString.set(address, 9, 1);
            assertThat(NativeMemory.getByte(address + 1)).isEqualTo((byte) 0x40);
            assertThat(BitString.get(address, 9)).isOne();
            BitString.set(address, 9, 0);
            assertThat(NativeMemory.getByte(address + 1)).isZero();
        }
    }
}
