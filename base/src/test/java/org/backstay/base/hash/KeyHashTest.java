package org.backstay.base.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected numbers come from nutcracker 0.5's own functions, compiled on x86-64. */
class KeyHashTest {
    private static final List<KeyHash> ORDER = List.of(
            KeyHash.ONE_AT_A_TIME,
            KeyHash.MD5,
            KeyHash.CRC16,
            KeyHash.CRC32,
            KeyHash.CRC32A,
            KeyHash.FNV1_64,
            KeyHash.FNV1A_64,
            KeyHash.FNV1_32,
            KeyHash.FNV1A_32,
            KeyHash.HSIEH,
            KeyHash.MURMUR,
            KeyHash.JENKINS);

    @Test
    void everyFunctionGivesWhatNutcrackerComputes() {
        check(
                "",
                "00000000 d98c1dd4 00000000 00000000 00000000 84222325 84222325 811c9dc5 811c9dc5 00000000 00000000 deadbefc");
        check(
                "a",
                "ca2e9442 b975c10c 00007c87 000068b7 e8b7be43 8601b7be 8601ec8c 050c5d7e e40c292c 93642e87 4b41757c e0a38690");
        check(
                "ab",
                "45e61e58 43f47e18 007c74ff 00001e83 9e83486d b4eb37b8 b545986a 70772d38 4d2505ca 5b8c0ec3 e3b54dfb c1b5695b");
        check(
                "abc",
                "ed131f5b 98500190 7c749dd6 00003524 352441c2 6bafadcb 0541574b 439c2f4b 1a47e90b e5186b3a 7b0cc428 8f415600");
        check(
                "abcd",
                "cd8b6206 4c71fce2 749da836 00006d82 ed82cd11 fb844f95 ee0724dd b9de7375 ce3479bd 3ab452d8 ef6a86af d512151a");
        check(
                "key:000000000042",
                "a7d260c0 5fbc5f56 39281e7b 0000524e d24e18bb 7e21f332 6f896da0 a4377f52 997da5a0 ed8dbfdd 03bea259 29ab85da");
        check(
                "the quick brown fox jumps over the lazy dog",
                "2d1643ce d5d1ad77 5cea7025 00004e0c ce0c5114 d2fcc6ee 3ff89bb0 dc3f548e ef693ff0 f9ea1db0 65e55ac2 1e87cff9");
        check(
                "1234567890123",
                "a2cafc39 199776ee fc549e41 000074e3 74e38c01 24da9706 1c2cc81c 40614986 18172ffc 26a12107 eed45945 c5f8e233");
    }

    @Test
    void bytesFrom128OnAreNegativeAsInC() {
        check(
                "\u00ff\u0080\u00fe",
                "2c7ac3d4 a9561f38 1e92da2a 0000205f 205faaaf 93ed805e 8dff2b7c cf4cf29e 4c22ee5c e2f2e1aa aac02366 002bfa60");
        check(
                "caf\u00c3\u00a9-\u00e2\u0082\u00ac",
                "599937ec 2005c952 035b36f8 00003360 b36087ef 1dcb15c2 874c935c 5b407822 4c80b0dc 50d0ad21 7c101e08 4e1c6d74");
    }

    @Test
    void twoThousandKeysOfAllLengthsGiveWhatNutcrackerComputes() {
        String[] expected =
                "7cc5366f 1596765f 60cbed19 d6c5de0b 118f8d22 2a857498 5ff28df0 a08b6918 ff5b46b0 ab08f09b 732341de 0c5597fc"
                        .split(" ", -1);
        for (int f = 0; f < ORDER.size(); f++) {
            int sum = 0;
            for (int j = 0; j < 2000; j++) {
                byte[] key = new byte[j % 40];
                for (int q = 0; q < key.length; q++) {
                    key[q] = (byte) (j * 31 + q * 17 + (j >> 3));
                }
                sum = sum * 31 + ORDER.get(f).hash(key);
            }
            assertThat(hex(sum)).as(ORDER.get(f).configName()).isEqualTo(expected[f]);
        }
    }

    @Test
    void namesAreThoseOfTheConfiguration() {
        assertThat(KeyHash.named("fnv1a_64")).isEqualTo(KeyHash.FNV1A_64);
        assertThat(KeyHash.named("one_at_a_time")).isEqualTo(KeyHash.ONE_AT_A_TIME);
        assertThat(KeyHash.named("FNV1A_64")).isNull();
    }

    private static void check(String key, String expected) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        String[] numbers = expected.split(" ", -1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
            for (int f = 0; f < ORDER.size(); f++) {
                KeyHash function = ORDER.get(f);
                assertThat(hex(function.hash(bytes))).as(function.configName()).isEqualTo(numbers[f]);
                assertThat(hex(function.hash(memory.address(), bytes.length))).isEqualTo(numbers[f]);
            }
        }
    }

    private static String hex(int hash) {
        return HexFormat.of().toHexDigits(hash);
    }
}
