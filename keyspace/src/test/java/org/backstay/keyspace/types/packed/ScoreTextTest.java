package org.backstay.keyspace.types.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTextTest {
    private final Arena arena = Arena.ofConfined();
    private final long text = arena.allocate(256).address();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"0.1,0.1", "-2.5,-2.5", "3.14,3.14", "1234567.891,1234567.891", "1e300,1.0E300", "-0.000001,-0.000001"})
    void fractionsAreWrittenShort(double score, String expected) {
        assertThat(written(score)).isEqualTo(expected);
    }

    @Test
    void infinitiesHaveTheirNames() {
        assertThat(written(Double.POSITIVE_INFINITY)).isEqualTo("inf");
        assertThat(written(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(parse("inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(parse("+inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(parse("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void everyDoubleComesBackTheSame() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            double score = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextDouble();
                case 2 -> random.nextInt(1_000_000_000) / 1000.0;
                default -> random.nextGaussian() * 1e18;
            };
            if (!Double.isNaN(score) && !ScoreText.isInteger(score)) {
                int length = ScoreText.write(score, text);
                assertThat(length).isLessThanOrEqualTo(ScoreText.MAX_LENGTH);
                assertThat(ScoreText.parse(text, length)).isEqualTo(score);
            }
        }
    }

    @Test
    void whatCWroteIsReadAsCMeantIt() {
        Random random = new Random(6);
        for (int i = 0; i < 50_000; i++) {
            double score = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            String written = String.format("%.16e", score);
            assertThat(parse(written)).isEqualTo(score);
        }
        assertThat(parse("3.1400000000000001")).isEqualTo(3.14);
        assertThat(parse("1e+20")).isEqualTo(1e20);
        assertThat(parse("0.30000000000000004")).isEqualTo(0.1 + 0.2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "abc",
                "1x",
                "nan",
                "NaN",
                "1 ",
                " 1",
                "1e",
                "1d",
                "1D",
                "Infinity",
                "infinite",
                "--1",
                "1.2.3"
            })
    void whatIsNoNumberIsNaN(String text) {
        assertThat(parse(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"0,true", "-5,true", "0.5,false", "4611686018427387904,true", "9223372036854775807,false", "1e300,false"
    })
    void integersAreToldApart(double score, boolean integer) {
        assertThat(ScoreText.isInteger(score)).isEqualTo(integer);
    }

    private String written(double score) {
        return new String(NativeMemory.toArray(text, ScoreText.write(score, text)), US_ASCII);
    }

    private double parse(String source) {
        byte[] bytes = source.getBytes(US_ASCII);
        NativeMemory.copy(bytes, 0, text, bytes.length);
        return ScoreText.parse(text, bytes.length);
    }
}
