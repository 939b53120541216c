package org.backstay.base.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.backstay.base.memory.NativeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected texts of doubles and long doubles were printed by the C library. */
class NumberTextTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99,
                100,
                999,
                1000,
                9_999,
                10_000,
                12_345_678,
                99_999_999,
                100_000_000,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                -1,
                -10,
                1_000_000_000_000_000_000L
            })
    void everyLongReadsBackAsItself(long value) {
        try (Arena arena = Arena.ofConfined()) {
            long at = arena.allocate(LongText.LONGEST).address();
            int length = LongText.format(at, value);
            assertThat(new String(NativeMemory.toArray(at, length), StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(value));
            assertThat(LongText.length(value)).isEqualTo(length);
            assertThat(LongText.isLong(at, length)).isTrue();
            assertThat(LongText.parse(at, length)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                " 1",
                "1 ",
                "01",
                "-0",
                "00",
                "-01",
                "1a",
                "a",
                "9223372036854775808",
                "-9223372036854775809",
                "92233720368547758070",
                "18446744073709551616",
                "99999999999999999999",
                "1.0",
                "0x1",
                "--1"
            })
    void whatIsNotWrittenAsRedisWritesItIsNoLong(String text) {
        assertThat(on(text, (at, length) -> LongText.isLong(at, length) ? 1 : 0))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0x1.999999999999ap-4, 0.10000000000000001",
        "0x1.8p+0, 1.5",
        "-0x1.2p+1, -2.25",
        "0x1.8p+1, 3",
        "0x1.1c37937e08p+53, 10000000000000000",
        "0x1.6345785d8ap+56, 1e+17",
        "0x1.b69b4ba630f35p+56, 1.2345678901234568e+17",
        "0x1.5af1d78b58c4p+66, 1e+20",
        "0x1.fffffffffffffp+1023, 1.7976931348623157e+308",
        "0x0.0000000000001p-1022, 4.9406564584124654e-324",
        "0x1.a36e2eb1c432dp-14, 0.0001",
        "0x1.4f8b588e368f1p-17, 1.0000000000000001e-05",
        "0x1.9e3abe16fc70dp-17, 1.2345e-05",
        "0x1.5555555555555p-2, 0.33333333333333331",
        "0x1.9066666666666p+6, 100.09999999999999",
        "-0x0p+0, -0",
        "0x1.ad7f29abcaf48p-24, 9.9999999999999995e-08",
        "0x1p+53, 9007199254740992",
        "0x1.e240c9fbe76c9p+16, 123456.789",
        "0x1.6345785d89fffp+56, 99999999999999984",
        "0x1.249ad2594c37dp+332, 1e+100",
        "0x1.8000000000001p+1, 3.0000000000000004"
    })
    void doublesPrintWithSeventeenDigitsAsInC(String value, String text) {
        assertThat(DoubleText.format(Double.parseDouble(value))).isEqualTo(text);
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value)) {
                assertThat(DoubleText.parse(DoubleText.format(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void decimalsOfAnyLengthAreRoundedToTheNearestDouble() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            int length = 1 + random.nextInt(30);
            int point = random.nextInt(2 * length);
            for (int digit = 0; digit < length; digit++) {
                text.append(digit == point ? "." : "").append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
            }
            assertThat(on(text.toString(), DoubleText::parse))
                    .as(text.toString())
                    .isEqualTo(Double.parseDouble(text.toString()));
        }
    }

    @Test
    void storedWholeNumbersKeepAllDigits() {
        assertThat(DoubleText.formatStored(1e18)).isEqualTo("1000000000000000000");
        assertThat(DoubleText.formatStored(0x1p62)).isEqualTo("4611686018427387904");
        assertThat(DoubleText.formatStored(1e19)).isEqualTo("1e+19");
        assertThat(DoubleText.formatStored(-0.0)).isEqualTo("-0");
        assertThat(DoubleText.formatStored(0.5)).isEqualTo("0.5");
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "-3, -3",
        "+2, 2",
        ".5, 0.5",
        "5., 5",
        "1e3, 1000",
        "1E+3, 1000",
        "0x10, 16",
        "0x1p3, 8",
        "-0x.8, -0.5",
        "inf, Infinity",
        "-INF, -Infinity",
        "+Infinity, Infinity",
        "0e999999, 0",
        "1e-310, 1e-310"
    })
    void doublesAreReadAsInC(String text, double value) {
        assertThat(on(text, DoubleText::parse)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", " 1", "1 ", "nan", "NaN", "1e", "e1", ".", "-", "+", "--1", "1d", "1f", "0x", "0xp1", "1e400",
                "-1e400", "1e-400", "-.", "1.2.3", "1,5", "infinit", "in", "1e5x", "0x1g", "1_000"
            })
    void whatCDoesNotReadWhollyIsNoDouble(String text) {
        assertThat(on(text, DoubleText::parse)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.1, 0.1",
        "0.1, 0.2, 0.3",
        "1, 1.1, 2.1",
        "3.0e3, 200, 3200",
        "10.5, 0.1, 10.6",
        "1.23456789012345678, 0, 1.23456789012345678",
        "-1.1, 1.1, 0",
        "1e-17, 0, 0.00000000000000001",
        "4e-18, 0, 0",
        "-4e-18, 0, 0",
        "1e20, 0.1, 100000000000000000000",
        "123456789.123456789, 1e-9, 123456789.12345678999554366",
        "0x10, 0, 16",
        "0x1.8p1, 0, 3",
        "17179869184, 1.5, 17179869185.5",
        ".5, 5., 5.5",
        "+3, -0, 3",
        "9007199254740993, 0.5, 9007199254740993.5",
        "9223372036854775807, 1, 9223372036854775808",
        "18446744073709551615, 1, 18446744073709551616",
        "1e4000, -1e4000, 0",
        "3.3, -3.2999999999, 0.0000000001"
    })
    void sumsAreThoseOfLongDoubles(String a, String b, String sum) {
        assertThat(ExtendedDecimal.format(Objects.requireNonNull(ExtendedDecimal.add(extended(a), extended(b)))))
                .isEqualTo(sum);
    }

    @Test
    void infinityIsTextThatCanBeToldFromNonsenseAndNeverAResult() {
        assertThat(on("-inf", (at, length) -> ExtendedDecimal.isInfinite(at, length) ? 1 : 0))
                .isOne();
        assertThat(on("Infinity", (at, length) -> ExtendedDecimal.isInfinite(at, length) ? 1 : 0))
                .isOne();
        assertThat(on("info", (at, length) -> ExtendedDecimal.isInfinite(at, length) ? 1 : 0))
                .isZero();
        assertThat(ExtendedDecimal.add(extended("1e4932"), extended("1e4932"))).isNull();
        assertThat(ExtendedDecimal.add(extended("1e4932"), extended("-1e4932"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "nan",
                "1e",
                "0x",
                "0x.",
                "1e5000",
                "-1e99999999999999999999",
                "1e-99999999999",
                "abc",
                "1..2"
            })
    void whatIsNoLongDoubleIsRefused(String text) {
        assertThat(ExtendedDecimal.parse(text)).isNull();
    }

    private static BigDecimal extended(String text) {
        return Objects.requireNonNull(ExtendedDecimal.parse(text));
    }

    private static double on(String text, ToDoubleBiFunction<Long, Integer> read) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
            return read.applyAsDouble(memory.address(), bytes.length);
        }
    }
}
