package org.backstay.base.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrcTest {
    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theChecksOfTheNineDigitsAreTheKnownOnes() {
        assertThat(Crc64.update(0, DIGITS, 0, 9)).isEqualTo(0xe9c6d914c4b8d9caL);
        assertThat(Crc16.of(DIGITS, 0, 9)).isEqualTo(0x31c3);
    }

    @Test
    void aCheckMayBeContinuedAnywhereOnAndOffTheHeap() {
        byte[] bytes = new byte[1000];
        new Random(5).nextBytes(bytes);
        long whole = Crc64.update(0, bytes, 0, bytes.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(bytes.length);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
            for (int cut = 0; cut <= bytes.length; cut += 7) {
                long first = Crc64.update(0, memory.address(), cut);
                assertThat(Crc64.update(first, bytes, cut, bytes.length - cut)).isEqualTo(whole);
            }
            assertThat(Crc16.of(memory.address(), bytes.length)).isEqualTo(Crc16.of(bytes, 0, bytes.length));
        }
    }
}
