package org.backstay.base.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeededHashTest {
    private long memory;

    @BeforeEach
    void reserve() {
        memory = Pages.reserve(Pages.SIZE);
    }

    @AfterEach
    void release() {
        Pages.release(memory, Pages.SIZE);
    }

    @Test
    void equalBytesHashEquallyWhereverTheyLie() {
        SeededHash hash = new SeededHash(1, 2);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            NativeMemory.copy(bytes, 0, memory + 1, length);
            NativeMemory.copy(bytes, 0, memory + 1000, length);
            assertThat(hash.hash(memory + 1, length)).isEqualTo(new SeededHash(1, 2).hash(memory + 1000, length));
            assertThat(new SeededHash(1, 3).hash(memory + 1, length)).isNotEqualTo(hash.hash(memory + 1, length));
        }
    }

    @Test
    void everyBitOfTheInputReachesEveryBitOfTheHash() {
        SeededHash hash = new SeededHash(11, 12);
        for (int length : new int[] {1, 3, 4, 7, 8, 9, 16, 17, 31, 48, 49, 100}) {
            int[] flips = new int[64];
            int trials = 0;
            Random random = new Random(length);
            for (int sample = 0; sample < 2000; sample++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                NativeMemory.copy(bytes, 0, memory, length);
                long before = hash.hash(memory, length);
                int bit = random.nextInt(length * 8);
                NativeMemory.putByte(memory + bit / 8, NativeMemory.getByte(memory + bit / 8) ^ 1 << (bit % 8));
                long changed = before ^ hash.hash(memory, length);
                trials++;
                for (int i = 0; i < 64; i++) {
                    flips[i] += (int) (changed >>> i & 1);
                }
            }
            for (int count : flips) {
                assertThat(count).as("flips at length %d", length).isBetween(trials * 42 / 100, trials * 58 / 100);
            }
        }
    }

    @Test
    void countingKeysDoNotCollideAndFillBucketsEvenly() {
        SeededHash hash = new SeededHash(5, 9);
        Set<Long> seen = new HashSet<>();
        int[] low = new int[256];
        int keys = 200_000;
        for (int i = 0; i < keys; i++) {
            byte[] key = ("key:" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            NativeMemory.copy(key, 0, memory, key.length);
            long value = hash.hash(memory, key.length);
            seen.add(value);
            low[(int) value & 255]++;
        }
        assertThat(seen).hasSize(keys);
        for (int count : low) {
            assertThat(count).isBetween(keys / 256 * 80 / 100, keys / 256 * 120 / 100);
        }
    }
}
