package org.backstay.base.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation against the same one on arrays, over all small lengths and some long ones. */
class NativeMemoryTest {
    private static final int ROOM = 8192;
    private final Random random = new Random(7);
    private long memory;

    @BeforeEach
    void reserve() {
        memory = Pages.reserve(2 * ROOM);
    }

    @AfterEach
    void release() {
        Pages.release(memory, 2 * ROOM);
    }

    @Test
    void numbersAreLittleEndianAndNeedNoAlignment() {
        NativeMemory.putLong(memory + 3, 0x0807060504030201L);
        for (int i = 0; i < 8; i++) {
            assertThat(NativeMemory.getByte(memory + 3 + i)).isEqualTo((byte) (i + 1));
        }
        assertThat(NativeMemory.getInt(memory + 5)).isEqualTo(0x06050403);
        assertThat(NativeMemory.getShort(memory + 4)).isEqualTo((short) 0x0302);
        NativeMemory.putInt(memory + 1, -2);
        assertThat(NativeMemory.getUnsignedInt(memory + 1)).isEqualTo(0xFFFF_FFFEL);
        NativeMemory.putShort(memory + 1, 0xFFFF);
        assertThat(NativeMemory.getUnsignedShort(memory + 1)).isEqualTo(0xFFFF);
        NativeMemory.putByte(memory + 1, 200);
        assertThat(NativeMemory.getUnsignedByte(memory + 1)).isEqualTo(200);
        NativeMemory.putDouble(memory + 9, -0.0);
        assertThat(NativeMemory.getDouble(memory + 9)).isEqualTo(-0.0);
    }

    @Test
    void copiesOfEveryLengthMayOverlapInBothDirections() {
        for (int length = 0; length < 300; length++) {
            for (int distance : new int[] {-70, -9, -1, 0, 1, 3, 8, 17, 64, 400}) {
                byte[] expected = randomBytes(1000);
                NativeMemory.copy(expected, 0, memory, expected.length);
                System.arraycopy(expected, 300, expected, 300 + distance, length);
                NativeMemory.copy(memory + 300, memory + 300 + distance, length);
                assertThat(NativeMemory.toArray(memory, expected.length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void copiesToAndFromTheHeapOfEveryLength() {
        for (int length = 0; length < 200; length++) {
            byte[] bytes = randomBytes(length + 10);
            NativeMemory.fill(memory, 300, (byte) 7);
            NativeMemory.copy(bytes, 5, memory + 1, length);
            assertThat(NativeMemory.getByte(memory)).isEqualTo((byte) 7);
            assertThat(NativeMemory.getByte(memory + 1 + length)).isEqualTo((byte) 7);
            byte[] back = new byte[length + 2];
            NativeMemory.copy(memory + 1, back, 1, length);
            byte[] expected = new byte[length + 2];
            System.arraycopy(bytes, 5, expected, 1, length);
            assertThat(back).isEqualTo(expected);
        }
    }

    @Test
    void comparesAsUnsignedBytes() {
        for (int round = 0; round < 20_000; round++) {
            byte[] a = randomBytes(random.nextInt(round % 10 == 0 ? 300 : 24));
            byte[] b = random.nextBoolean() ? randomBytes(random.nextInt(24)) : almost(a);
            NativeMemory.copy(a, 0, memory + 1, a.length);
            NativeMemory.copy(b, 0, memory + ROOM, b.length);
            int compared = NativeMemory.compare(memory + 1, a.length, memory + ROOM, b.length);
            assertThat(Integer.signum(compared)).isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
            if (a.length == b.length) {
                assertThat(NativeMemory.equals(memory + 1, memory + ROOM, a.length))
                        .isEqualTo(Arrays.equals(a, b));
            }
            assertThat(NativeMemory.equals(memory + 1, a.length, b)).isEqualTo(Arrays.equals(a, b));
        }
    }

    @Test
    void findsBytesAndSequences() {
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(60)];
            byte[] wanted = new byte[random.nextInt(4)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) ('a' + random.nextInt(3));
            }
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = (byte) ('a' + random.nextInt(3));
            }
            NativeMemory.copy(text, 0, memory, text.length);
            NativeMemory.copy(wanted, 0, memory + ROOM, wanted.length);
            String string = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
            String part = new String(wanted, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(NativeMemory.find(memory, text.length, memory + ROOM, wanted.length))
                    .isEqualTo(string.indexOf(part));
            assertThat(NativeMemory.find(memory, text.length, (byte) 'b')).isEqualTo(string.indexOf('b'));
        }
    }

    @Test
    void fillsEveryLength() {
        for (int length = 0; length < 200; length++) {
            NativeMemory.fill(memory, 256, (byte) 1);
            NativeMemory.fill(memory + 1, length, (byte) -3);
            byte[] expected = new byte[256];
            Arrays.fill(expected, (byte) 1);
            Arrays.fill(expected, 1, 1 + length, (byte) -3);
            assertThat(NativeMemory.toArray(memory, 256)).isEqualTo(expected);
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] almost(byte[] bytes) {
        byte[] copy = bytes.clone();
        if (copy.length > 0 && random.nextBoolean()) {
            copy[random.nextInt(copy.length)] ^= (byte) 0x80;
        }
        return copy;
    }
}
