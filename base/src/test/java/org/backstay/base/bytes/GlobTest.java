package org.backstay.base.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "h?llo, hello, true",
        "h?llo, hllo, false",
        "h*llo, heeeello, true",
        "h[ae]llo, hallo, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-b]llo, hbllo, true",
        "h[b-a]llo, hbllo, true",
        "h[a-b]llo, hcllo, false",
        "h\\*llo, h*llo, true",
        "h\\*llo, hello, false",
        "[\\]]x, ]x, true",
        "a*b*c, aXXbYYc, true",
        "a*b*c, aXXbYY, false",
        "foo, foobar, false",
        "foo[, foo[, false",
        "key:[0-9, key:5, true",
        "**, x, true"
    })
    void textMatchesAsRedisDocumentsIt(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern.getBytes(ISO_8859_1)).matches(text.getBytes(ISO_8859_1)))
                .isEqualTo(expected);
    }

    @Test
    void lettersMatchBothCasesWhenAsked() {
        byte[] text = "MaxMemory".getBytes(ISO_8859_1);
        assertThat(Glob.ignoringCase("max*Y".getBytes(ISO_8859_1)).matches(text))
                .isTrue();
        assertThat(Glob.of("max*".getBytes(ISO_8859_1)).matches(text)).isFalse();
    }

    @Test
    void manyStarsDoNotTakeExponentialTime() {
        byte[] pattern = "a*".repeat(200).concat("b").getBytes(ISO_8859_1);
        byte[] text = "a".repeat(50_000).getBytes(ISO_8859_1);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Glob.of(pattern).matches(text)).isFalse());
    }
}
