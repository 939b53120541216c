package org.backstay.sentinel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HelloTest {
    private static final String WIRE =
            "10.0.1.1,26379,0123456789012345678901234567890123456789,3,mymaster,10.0.0.1,6379,2";

    @Test
    void messageOfAStockSentinelIsReadAndWrittenBack() {
        Hello hello = Hello.parse(WIRE);
        assertThat(hello)
                .isEqualTo(new Hello(
                        "10.0.1.1",
                        26379,
                        "0123456789012345678901234567890123456789",
                        3,
                        "mymaster",
                        "10.0.0.1",
                        6379,
                        2));
        assertThat(hello.format()).isEqualTo(WIRE);
    }

    @Test
    void whatIsNoHelloIsDropped() {
        assertThat(Hello.parse("")).isNull();
        assertThat(Hello.parse(WIRE + ",1")).isNull();
        assertThat(Hello.parse(WIRE.replace("26379", "0"))).isNull();
        assertThat(Hello.parse(WIRE.replace("26379", "65536"))).isNull();
        assertThat(Hello.parse(WIRE.replace(",2", ",x"))).isNull();
        assertThat(Hello.parse(WIRE.replace(",2", ",18446744073709551615"))).isNull();
        assertThat(Hello.parse("x".repeat(1_000_000))).isNull();
    }

    @Test
    void randomTextIsReadWithoutFailing() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            char[] text = WIRE.toCharArray();
            for (int j = random.nextInt(6); j >= 0; j--) {
                text[random.nextInt(text.length)] = (char) random.nextInt(256);
            }
            Hello hello = Hello.parse(new String(text));
            if (hello != null) {
                assertThat(Hello.parse(hello.format())).isEqualTo(hello);
            }
        }
    }
}
