package org.backstay.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.backstay.resp.RespValue.Array;
import org.backstay.resp.RespValue.Bulk;
import org.backstay.resp.RespValue.Int;
import org.backstay.resp.RespValue.Null;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespParserTest {
    private static final int LONGEST = 1_000_000;
    private final RespParser parser = new RespParser(LONGEST);

    private static final String ALL = String.join(
            "",
            "+OK\r\n",
            "-ERR no way\r\n",
            ":-12\r\n",
            "$5\r\na\r\nbc\r\n",
            "$0\r\n\r\n",
            "$-1\r\n",
            "*-1\r\n",
            "_\r\n",
            "*0\r\n",
            "*3\r\n:1\r\n*2\r\n$1\r\nx\r\n*0\r\n_\r\n",
            "%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n:2\r\n",
            "~2\r\n:1\r\n:2\r\n",
            ">2\r\n+message\r\n+x\r\n",
            ",1.5\r\n",
            ",-inf\r\n",
            "#t\r\n",
            "#f\r\n",
            "(123456789012345678901234567890\r\n",
            "=8\r\ntxt:abcd\r\n",
            "!9\r\nERR a\r\nbc\r\n",
            "*1\r\n|1\r\n+ttl\r\n:3\r\n$1\r\nv\r\n");

    private static final List<RespValue> MEANS = List.of(
            new RespValue.Simple("OK"),
            new RespValue.Failure("ERR no way"),
            new Int(-12),
            bulk("a\r\nbc"),
            bulk(""),
            Null.NULL,
            Null.NULL,
            Null.NULL,
            new Array(List.of()),
            new Array(List.of(new Int(1), new Array(List.of(bulk("x"), new Array(List.of()))), Null.NULL)),
            new RespValue.Map(List.of(
                    new RespValue.Map.Entry(new RespValue.Simple("a"), new Int(1)),
                    new RespValue.Map.Entry(new RespValue.Simple("b"), new Array(List.of(new Int(2)))))),
            new RespValue.Set(List.of(new Int(1), new Int(2))),
            new RespValue.Push(List.of(new RespValue.Simple("message"), new RespValue.Simple("x"))),
            new RespValue.Real(1.5),
            new RespValue.Real(Double.NEGATIVE_INFINITY),
            new RespValue.Bool(true),
            new RespValue.Bool(false),
            new RespValue.BigNumber(new BigInteger("123456789012345678901234567890")),
            new RespValue.Verbatim("txt", "abcd"),
            new RespValue.Failure("ERR a\r\nbc".substring(0, 9)),
            new Array(List.of(bulk("v"))));

    private static RespValue bulk(String text) {
        return new Bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        parser.close();
    }

    @Test
    void aByteAtATimeMeansTheSameAsAllAtOnce() {
        List<RespValue> found = new ArrayList<>();
        for (int i = 0; i < ALL.length(); i++) {
            parser.add(RequestInputTest.buffer(ALL.substring(i, i + 1)));
            collect(found);
        }
        assertThat(found).isEqualTo(MEANS);
        found.clear();
        parser.add(RequestInputTest.buffer(ALL));
        collect(found);
        assertThat(found).isEqualTo(MEANS);
    }

    private void collect(List<RespValue> found) {
        for (RespValue value = parser.next(); value != null; value = parser.next()) {
            found.add(value);
        }
    }

    @Test
    void theScannerFindsTheEndOfEachReplyHoweverItIsCut() {
        for (int step : new int[] {1, 2, 3, 7, ALL.length()}) {
            ReplyScanner scanner = new ReplyScanner(LONGEST);
            ByteBuf in = RequestInputTest.buffer("");
            int replies = 0;
            for (int at = 0; at < ALL.length(); at += step) {
                ByteBuf piece = RequestInputTest.buffer(ALL.substring(at, Math.min(ALL.length(), at + step)));
                in.writeBytes(piece);
                piece.release();
                int length = scanner.scan(in);
                while (length > 0) {
                    replies++;
                    in.skipBytes(length);
                    length = in.isReadable() ? scanner.scan(in) : ReplyScanner.MORE;
                }
                assertThat(length).isEqualTo(ReplyScanner.MORE);
            }
            assertThat(replies).isEqualTo(MEANS.size());
            in.release();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "$x\r\n",
                "$-2\r\n",
                "$1000001\r\n",
                "*-2\r\n",
                "*1000000\r\n",
                "%2000000000\r\n",
                "$1\r\nabc",
                "+a\rb\r\n",
                "$99999999999999999999\r\n",
                ":1x\r\n",
                ":\r\n",
                ",x\r\n",
                "#x\r\n",
                "(x\r\n",
                "=2\r\ntx\r\n",
                "|-1\r\n",
                "\r\n",
                "*1\r\n\r\n"
            })
    void whatIsNoReplyIsRefused(String wire) {
        parser.add(RequestInputTest.buffer(wire));
        assertThatThrownBy(parser::next).isInstanceOf(RespException.class).hasMessageStartingWith("read ");
    }

    @Test
    void nestingIsBounded() {
        parser.add(RequestInputTest.buffer("*1\r\n".repeat(ReplyScanner.DEEPEST) + ":1\r\n"));
        assertThat(parser.next()).isInstanceOf(Array.class);
        parser.add(RequestInputTest.buffer("*1\r\n".repeat(ReplyScanner.DEEPEST + 1)));
        assertThatThrownBy(parser::next).hasMessageContaining("nesting");
    }

    @Test
    void linesAreBounded() {
        parser.add(RequestInputTest.buffer("+" + "a".repeat(70_000)));
        assertThatThrownBy(parser::next).hasMessageContaining("line");
    }

    @Test
    void randomBytesAreReadOrRefusedButNothingElse() {
        String alphabet = "+-:$*%~>,#(=!_|\r\n0123456789tfxin.e";
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            RespParser fuzzed = new RespParser(10_000);
            try {
                for (int piece = 0; piece < 3; piece++) {
                    StringBuilder wire = new StringBuilder();
                    for (int i = random.nextInt(30); i > 0; i--) {
                        wire.append(alphabet.charAt(random.nextInt(alphabet.length())));
                        if (random.nextInt(4) == 0) {
                            wire.append("\r\n");
                        }
                    }
                    fuzzed.add(RequestInputTest.buffer(wire.toString()));
                    while (fuzzed.next() != null) {
                        // on to the next one
                    }
                }
            } catch (RespException e) {
                assertThat(e).hasMessageStartingWith("read ");
            } finally {
                fuzzed.close();
            }
        }
    }
}
