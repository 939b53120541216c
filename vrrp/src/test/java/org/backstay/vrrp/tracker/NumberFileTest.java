package org.backstay.vrrp.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFileTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "5, 5",
        "' \t\n-7\n', -7",
        "+12 apples, 12",
        "0x1F, 31",
        "-0X10, -16",
        "017, 15",
        "018, 1",
        "0x, 0",
        "0, 0",
        "x1, 0",
        "- 1, 0",
        "2147483648, 2147483648",
        "-2147483648, -2147483648",
    })
    void numbersAreReadAsInC(String text, long expected) {
        assertThat(NumberFile.number(text)).isEqualTo(expected);
    }

    @Test
    void numberOfMoreThan32BitsIsNone() {
        assertThat(NumberFile.number("2147483649")).isNull();
        assertThat(NumberFile.number("-2147483649")).isNull();
        assertThat(NumberFile.number("0x" + "f".repeat(100))).isNull();
    }
}
