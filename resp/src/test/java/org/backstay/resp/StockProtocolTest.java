package org.backstay.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.number.DoubleText;
import org.backstay.base.number.ExtendedDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our reading of the protocol and of numbers beside stock redis-server 7.0. */
@Tag("slow")
class StockProtocolTest {
    private static StockRedis redis;

    @BeforeAll
    static void start() throws IOException {
        redis = StockRedis.server();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void errorsOfTheProtocolAreInStocksWords() throws IOException {
        List<String> wires = List.of(
                "*x__",
                "*__",
                "*01__",
                "*2147483648__",
                "*-99999999999999999999__",
                "*3__$3__SET__$1__x__fooz__",
                "*1__$-1__",
                "*1__$__",
                "*1__$536870913__",
                "*1__:3__",
                "SET \"a__",
                "SET 'a__",
                "SET \"a\"b__",
                "SET 'a'b__",
                "*1__$+3__",
                "*1__$3 __",
                "* 1__");
        for (String wire : wires) {
            byte[] bytes = wire.replace("__", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            try (StockConnection connection = new StockConnection(redis);
                    RequestInput input = new RequestInput(ByteBufAllocator.DEFAULT, new RequestLimits())) {
                input.add(RequestInputTest.buffer(wire.replace("__", "\r\n")));
                assertThat(input.next()).as(wire).isEqualTo(RequestInput.Status.BROKEN);
                assertThat(connection.send(bytes)).as(wire).isEqualTo(new RespValue.Failure("ERR " + input.error()));
            }
        }
    }

    @Test
    void inlineWordsAreStocks() throws IOException {
        String alphabet = "ab \t\"'\\x41nrf\u000b\u00e9";
        Random random = new Random(20);
        try (StockConnection connection = new StockConnection(redis)) {
            for (int i = 0; i < 3_000; i++) {
                StringBuilder words = new StringBuilder();
                for (int n = random.nextInt(15); n > 0; n--) {
                    words.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                String line = "COMMAND GETKEYS MGET k " + words + (random.nextBoolean() ? "\n" : "\r\n");
                try (RequestInput input = new RequestInput(ByteBufAllocator.DEFAULT, new RequestLimits())) {
                    input.add(RequestInputTest.buffer(line));
                    if (input.next() == RequestInput.Status.REQUEST) {
                        List<String> ours = RequestInputTest.words(input.request());
                        RespValue stock = connection.send(line.getBytes(StandardCharsets.ISO_8859_1));
                        assertThat(stock.list().stream()
                                        .map(StockProtocolTest::latin)
                                        .toList())
                                .as(line)
                                .isEqualTo(ours.subList(3, ours.size()));
                    } else {
                        assertThat(input.error()).isEqualTo("Protocol error: unbalanced quotes in request");
                        try (StockConnection other = new StockConnection(redis)) {
                            assertThat(other.send(line.getBytes(StandardCharsets.ISO_8859_1))
                                            .isError())
                                    .as(line)
                                    .isTrue();
                        }
                    }
                }
            }
        }
    }

    private static String latin(RespValue bulk) {
        return new String(((RespValue.Bulk) bulk).bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void doublesAreReadAndPrintedAsStockDoes() throws IOException {
        Random random = new Random(21);
        try (StockConnection connection = new StockConnection(redis)) {
            for (int i = 0; i < 3_000; i++) {
                String text = randomNumber(random);
                RespValue stock = connection.call("ZADD", "z", text, "m");
                double ours = DoubleText.parse(text);
                assertThat(stock.isError()).as(text).isEqualTo(Double.isNaN(ours));
                if (!stock.isError()) {
                    assertThat(connection.call("ZSCORE", "z", "m").text())
                            .as(text)
                            .isEqualTo(DoubleText.format(ours));
                }
            }
        }
    }

    @Test
    void longDoublesAddUpAsStocksDo() throws IOException {
        Random random = new Random(22);
        try (StockConnection connection = new StockConnection(redis)) {
            for (int i = 0; i < 3_000; i++) {
                String a = randomNumber(random);
                String b = randomNumber(random);
                connection.call("SET", "f", a);
                RespValue stock = connection.call("INCRBYFLOAT", "f", b);
                BigDecimal x = ExtendedDecimal.parse(a);
                BigDecimal y = ExtendedDecimal.parse(b);
                BigDecimal sum = x == null || y == null ? null : ExtendedDecimal.add(x, y);
                assertThat(stock.isError()).as("%s + %s", a, b).isEqualTo(sum == null);
                if (!stock.isError()) {
                    assertThat(stock.text())
                            .as("%s + %s", a, b)
                            .isEqualTo(ExtendedDecimal.format(Objects.requireNonNull(sum)));
                }
            }
        }
    }

    private static String randomNumber(Random random) {
        String digits = Long.toString(random.nextLong() >> random.nextInt(60));
        return switch (random.nextInt(9)) {
            case 0 -> digits;
            case 1 -> digits + "." + random.nextInt(1_000_000);
            case 2 -> digits + "e" + (random.nextInt(700) - 350);
            case 3 -> Double.toString(random.nextGaussian());
            case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 5 ->
                "0x" + Integer.toHexString(random.nextInt())
                        + (random.nextBoolean() ? "p" + (random.nextInt(40) - 20) : "");
            case 6 -> random.nextInt(100) + "." + random.nextInt(100);
            case 7 -> "." + random.nextInt(1000) + "E-" + random.nextInt(20);
            default ->
                new String[] {"inf", "-inf", "nan", "1e", "", "+1", "1.", " 1", "1 ", "-", "0x", "1e+", "-.5", "1_0"}
                        [random.nextInt(14)];
        };
    }
}
