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

class CanonicalIntegerTest {
    private final Arena arena = Arena.ofConfined();
    private final long text = arena.allocate(64).address();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-0",
                "00",
                "01",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "18446744073709551616",
                "99999999999999999999",
                "-99999999999999999999",
                "--1",
                "1-"
            })
    void otherTextsAreNotCanonical(String source) {
        assertThat(CanonicalInteger.matches(place(source), source.length())).isFalse();
    }

    @Test
    void everyLongComesBack() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
        for (long value : new long[] {0, 1, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
            check(value);
        }
    }

    private void check(long value) {
        String source = Long.toString(value);
        assertThat(CanonicalInteger.matches(place(source), source.length())).isTrue();
        assertThat(CanonicalInteger.parse(text, source.length())).isEqualTo(value);
        assertThat(CanonicalInteger.equalsText(value, text, source.length())).isTrue();
        assertThat(CanonicalInteger.equalsText(value + 1, text, source.length()))
                .isFalse();
        assertThat(CanonicalInteger.equalsText(-value, text, source.length()))
                .isEqualTo(value == 0 || value == Long.MIN_VALUE);
        int length = CanonicalInteger.write(value, text + 32);
        assertThat(new String(NativeMemory.toArray(text + 32, length), US_ASCII))
                .isEqualTo(source);
    }

    private long place(String source) {
        NativeMemory.copy(source.getBytes(US_ASCII), 0, text, source.length());
        return text;
    }
}
