package org.backstay.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputTest {
    private final RequestLimits limits = new RequestLimits();
    private final RequestInput input = new RequestInput(ByteBufAllocator.DEFAULT, limits);

    @AfterEach
    void close() {
        input.close();
    }

    @Test
    void aWholeCommandIsReadInPlace() {
        ByteBuf received = buffer("*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
        input.add(received);
        assertThat(input.next()).isEqualTo(RequestInput.Status.REQUEST);
        Request request = input.request();
        assertThat(request.size()).isEqualTo(2);
        assertThat(request.is(0, "get")).isTrue();
        assertThat(request.is(0, "set")).isFalse();
        assertThat(request.text(1)).isEqualTo("key");
        assertThat(request.address(1)).isEqualTo(received.memoryAddress() + 17);
        assertThat(request.rawAddress()).isEqualTo(received.memoryAddress());
        assertThat(request.rawLength()).isEqualTo(22);
        assertThat(input.next()).isEqualTo(RequestInput.Status.MORE);
        input.settle();
        assertThat(received.refCnt()).isZero();
        assertThat(input.memory()).isZero();
        assertThat(input.consumed()).isEqualTo(22);
    }

    /** Commands of many forms, and what they are; used cut at all places. */
    private static final String MIXED = String.join(
            "",
            "*1\r\n$4\r\nPING\r\n",
            "PING\r\n",
            "\r\n",
            "*0\r\n",
            "*-1\r\n",
            "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\n\r\n$1\r\r\n",
            "  echo \t \"a b\\x41\\n\"  'c\\'d'\n",
            "*2\r\n$0\r\n\r\n$1\r\nx\r\n");

    private static final List<List<String>> MIXED_MEANS = List.of(
            List.of("PING"),
            List.of("PING"),
            List.of("SET", "a", "\r\n$1\r"),
            List.of("echo", "a bA\n", "c'd"),
            List.of("", "x"));

    @Test
    void aByteAtATimeMeansTheSame() {
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < MIXED.length(); i++) {
            input.add(buffer(MIXED.substring(i, i + 1)));
            collect(found);
            input.settle();
        }
        assertThat(found).isEqualTo(MIXED_MEANS);
        assertThat(input.unread()).isZero();
        assertThat(input.consumed()).isEqualTo(MIXED.length());
    }

    @Test
    void aCutAnywhereMeansTheSame() {
        for (int cut = 0; cut <= MIXED.length(); cut++) {
            List<List<String>> found = new ArrayList<>();
            input.add(buffer(MIXED.substring(0, cut)));
            collect(found);
            input.settle();
            input.add(buffer(MIXED.substring(cut)));
            collect(found);
            input.settle();
            assertThat(found).as("cut at %d", cut).isEqualTo(MIXED_MEANS);
            assertThat(input.memory()).isZero();
        }
    }

    @Test
    void randomPiecesAndLoopsThatStopEarlyMeanTheSame() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            List<List<String>> sent = new ArrayList<>();
            StringBuilder wire = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                List<String> words = randomWords(random);
                sent.add(words);
                wire.append('*').append(words.size()).append("\r\n");
                words.forEach(word -> wire.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n"));
            }
            List<List<String>> found = new ArrayList<>();
            int at = 0;
            while (at < wire.length()) {
                int end = Math.min(wire.length(), at + 1 + random.nextInt(random.nextBoolean() ? 10 : 2000));
                input.add(buffer(wire.substring(at, end)));
                at = end;
                int wanted = random.nextInt(4);
                while (wanted-- > 0 && input.next() == RequestInput.Status.REQUEST) {
                    found.add(words(input.request()));
                }
                if (random.nextBoolean()) {
                    input.settle();
                }
            }
            collect(found);
            input.settle();
            assertThat(found).isEqualTo(sent);
            assertThat(input.memory()).isZero();
        }
    }

    private static List<String> randomWords(Random random) {
        List<String> words = new ArrayList<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            char[] word = new char[random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(12)];
            Arrays.setAll(toInts(word), i -> word[i] = (char) random.nextInt(256));
            words.add(new String(word));
        }
        return words;
    }

    private static int[] toInts(char[] word) {
        return new int[word.length];
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*x__|Protocol error: invalid multibulk length",
                "*__|Protocol error: invalid multibulk length",
                "*01__|Protocol error: invalid multibulk length",
                "*2147483648__|Protocol error: invalid multibulk length",
                "*99999999999999999999__|Protocol error: invalid multibulk length",
                "*3__$3__SET__$1__x__fooz__|Protocol error: expected '$', got 'f'",
                "*1__$-1__|Protocol error: invalid bulk length",
                "*1__$__|Protocol error: invalid bulk length",
                "*1__$536870913__|Protocol error: invalid bulk length",
                "*1__$2000000000000__|Protocol error: invalid bulk length",
                "SET \"unbalanced__|Protocol error: unbalanced quotes in request",
                "SET \"a\"b__|Protocol error: unbalanced quotes in request"
            })
    void whatIsNotTheProtocolIsAnsweredInTheOriginalsWords(String wire, String error) {
        input.add(buffer(wire.replace("__", "\r\n")));
        assertThat(input.next()).isEqualTo(RequestInput.Status.BROKEN);
        assertThat(input.error()).isEqualTo(error);
        assertThat(input.next()).isEqualTo(RequestInput.Status.BROKEN);
        input.settle();
        assertThat(input.memory()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', too big inline request",
        "*, too big mbulk count string",
        "*1__$, too big bulk count string",
        "'\0', too big inline request"
    })
    void aLineWithoutEndIsRefusedAt64Kilobytes(String begin, String error) {
        input.add(buffer(begin.replace("__", "\r\n")));
        int given = 0;
        while (input.next() == RequestInput.Status.MORE && given < 200_000) {
            input.settle();
            input.add(buffer("A".repeat(1024)));
            given += 1024;
        }
        assertThat(input.error()).isEqualTo("Protocol error: " + error);
        assertThat(given).isBetween(65_536, 67_584);
    }

    @Test
    void aZeroByteNeverEndsALineAsInTheOriginal() {
        input.add(buffer("\0AAAA\n"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.MORE);
    }

    @Test
    void strangersMaySendLittle() {
        input.authenticated(false);
        input.add(buffer("*10\r\n$1\r\na\r\n$16384\r\n"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.MORE);
        try (RequestInput other = stranger("*11\r\n")) {
            assertThat(other.next()).isEqualTo(RequestInput.Status.BROKEN);
            assertThat(other.error()).isEqualTo("Protocol error: unauthenticated multibulk length");
        }
        try (RequestInput other = stranger("*2\r\n$16385\r\n")) {
            assertThat(other.next()).isEqualTo(RequestInput.Status.BROKEN);
            assertThat(other.error()).isEqualTo("Protocol error: unauthenticated bulk length");
        }
    }

    private RequestInput stranger(String wire) {
        RequestInput other = new RequestInput(ByteBufAllocator.DEFAULT, limits);
        other.authenticated(false);
        other.add(buffer(wire));
        return other;
    }

    @Test
    void theMasterMaySendLongArgumentsButNoInlineCommands() {
        limits.longestBulk(10);
        input.fromMaster(true);
        input.add(buffer("\n\n*1\r\n$20\r\n01234567890123456789\r\n"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.REQUEST);
        assertThat(input.consumed()).isEqualTo(33);
        input.add(buffer("PING\r\n"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*2147483647\r\n", "*2\r\n$3\r\nGET\r\n$536870912\r\n", "*1\r\n$536870912\r\nabc"})
    void announcedLengthsReserveNothing(String wire) {
        input.add(buffer(wire));
        assertThat(input.next()).isEqualTo(RequestInput.Status.MORE);
        input.settle();
        assertThat(input.memory()).isLessThan(10_000);
        for (int i = 0; i < 20; i++) {
            input.add(buffer("$1\r\nx\r\n"));
            if (input.next() != RequestInput.Status.MORE) {
                break;
            }
            input.settle();
        }
        assertThat(input.memory()).isLessThan(20_000);
    }

    @Test
    void aLongArgumentIsCopiedALinearNumberOfTimes() {
        int length = 40_000_000;
        byte[] piece = new byte[16_384];
        Arrays.fill(piece, (byte) 'v');
        input.add(buffer("*2\r\n$3\r\nSET\r\n$" + length + "\r\n"));
        long begun = System.nanoTime();
        int left = length;
        while (left > 0) {
            assertThat(input.next()).isEqualTo(RequestInput.Status.MORE);
            input.settle();
            int count = Math.min(left, piece.length);
            input.add(ByteBufAllocator.DEFAULT.directBuffer(count).writeBytes(piece, 0, count));
            left -= count;
        }
        input.add(buffer("\r\n"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.REQUEST);
        assertThat(input.request().length(1)).isEqualTo(length);
        assertThat(System.nanoTime() - begun)
                .as("nanoseconds; copying at each piece takes minutes")
                .isLessThan(5_000_000_000L);
    }

    @Test
    void numbersAreReadWithoutExceptions() {
        Request request =
                Request.of("SET", "-42", "x", "9223372036854775807", "-9223372036854775808", "9223372036854775808");
        assertThat(request.parseLong(1)).isTrue();
        assertThat(request.parsed()).isEqualTo(-42);
        assertThat(request.parseLong(2)).isFalse();
        assertThat(request.parseLong(3)).isTrue();
        assertThat(request.parsed()).isEqualTo(Long.MAX_VALUE);
        assertThat(request.parseLong(4)).isTrue();
        assertThat(request.parsed()).isEqualTo(Long.MIN_VALUE);
        assertThat(request.parseLong(5)).isFalse();
        request.release();
    }

    @Test
    void copiesOutliveTheInput() {
        input.add(buffer("*2\r\n$3\r\nGET\r\n$1\r\nk\r\nGET \"k2\"\r\n"));
        input.next();
        Request first = input.request().copy();
        input.next();
        Request second = input.request().copy();
        input.next();
        input.settle();
        assertThat(words(first)).containsExactly("GET", "k");
        assertThat(first.rawLength()).isEqualTo(20);
        assertThat(words(second)).containsExactly("GET", "k2");
        assertThat(second.isRaw()).isFalse();
        first.release();
        second.release();
    }

    @Test
    void aMadeRequestHasAFrame() {
        Request request = Request.of("SET", "k", "");
        byte[] raw = org.backstay.base.memory.NativeMemory.toArray(request.rawAddress(), request.rawLength());
        assertThat(new String(raw, StandardCharsets.US_ASCII)).isEqualTo("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n");
        assertThat(words(request)).containsExactly("SET", "k", "");
        request.release();
    }

    @Test
    void theRestGoesToAnotherProtocol() {
        input.add(buffer("*1\r\n$4\r\nSYNC\r\n$12\r\nREDIS"));
        assertThat(input.next()).isEqualTo(RequestInput.Status.REQUEST);
        ByteBuf rest = input.takeRest();
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("$12\r\nREDIS");
        rest.release();
        assertThat(input.memory()).isZero();
    }

    @Test
    void randomBytesNeverBreakMoreThanTheInput() {
        String alphabet = "*$\r\n0123456789-\"'\\x \0abcGET";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            RequestInput fuzzed = new RequestInput(ByteBufAllocator.DEFAULT, limits);
            for (int piece = 0; piece < 3; piece++) {
                StringBuilder wire = new StringBuilder();
                for (int i = random.nextInt(40); i > 0; i--) {
                    wire.append(
                            random.nextInt(20) == 0
                                    ? "\r\n"
                                    : String.valueOf(
                                            random.nextInt(10) == 0
                                                    ? (char) random.nextInt(256)
                                                    : alphabet.charAt(random.nextInt(alphabet.length()))));
                }
                fuzzed.add(buffer((random.nextInt(3) == 0 ? "*2\r\n$" : "") + wire));
                int steps = 0;
                while (fuzzed.next() == RequestInput.Status.REQUEST) {
                    assertThat(fuzzed.request().size()).isPositive();
                    words(fuzzed.request());
                    assertThat(++steps).isLessThan(1000);
                }
                fuzzed.settle();
                assertThat(fuzzed.memory()).isLessThan(10_000);
            }
            fuzzed.close();
        }
    }

    private void collect(List<List<String>> found) {
        while (input.next() == RequestInput.Status.REQUEST) {
            found.add(words(input.request()));
        }
        assertThat(input.status()).isEqualTo(RequestInput.Status.MORE);
    }

    static List<String> words(Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.size(); i++) {
            words.add(request.text(i));
        }
        return words;
    }

    static ByteBuf buffer(String wire) {
        byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }
}
