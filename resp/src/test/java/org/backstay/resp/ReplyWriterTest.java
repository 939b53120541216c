package org.backstay.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
    private final ReplyWriter replies = new ReplyWriter(ByteBufAllocator.DEFAULT);

    @AfterEach
    void close() {
        replies.close();
    }

    @Test
    void everyTypeIsWrittenAsTheProtocolVersionHasIt() {
        both(ReplyWriter::ok, "+OK\r\n", "+OK\r\n");
        both(w -> w.simple("PONG"), "+PONG\r\n", "+PONG\r\n");
        both(w -> w.error("ERR no\r\nway"), "-ERR no  way\r\n", "-ERR no  way\r\n");
        both(w -> w.integer(7), ":7\r\n", ":7\r\n");
        both(w -> w.integer(-12345), ":-12345\r\n", ":-12345\r\n");
        both(w -> w.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n", ":-9223372036854775808\r\n");
        both(w -> w.bulk("abc"), "$3\r\nabc\r\n", "$3\r\nabc\r\n");
        both(w -> w.bulk(new byte[0]), "$0\r\n\r\n", "$0\r\n\r\n");
        both(w -> w.bulk(-10L), "$3\r\n-10\r\n", "$3\r\n-10\r\n");
        both(ReplyWriter::nil, "$-1\r\n", "_\r\n");
        both(ReplyWriter::nilArray, "*-1\r\n", "_\r\n");
        both(w -> w.array(3), "*3\r\n", "*3\r\n");
        both(w -> w.map(6), "*12\r\n", "%6\r\n");
        both(w -> w.set(2), "*2\r\n", "~2\r\n");
        both(w -> w.push(3), "*3\r\n", ">3\r\n");
        both(w -> w.bool(true), ":1\r\n", "#t\r\n");
        both(w -> w.bool(false), ":0\r\n", "#f\r\n");
        both(w -> w.real(3), "$1\r\n3\r\n", ",3\r\n");
        both(w -> w.real(-0.0), "$2\r\n-0\r\n", ",-0\r\n");
        both(w -> w.real(0.1), "$19\r\n0.10000000000000001\r\n", ",0.10000000000000001\r\n");
        both(w -> w.real(1e17), "$5\r\n1e+17\r\n", ",1e+17\r\n");
        both(w -> w.real(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n");
        both(w -> w.verbatim("txt", "hi"), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n");
        both(w -> w.bigNumber("12345678901234567890"), "$20\r\n12345678901234567890\r\n", "(12345678901234567890\r\n");
    }

    private void both(Consumer<ReplyWriter> write, String resp2, String resp3) {
        replies.protocol(2);
        write.accept(replies);
        assertThat(drained()).isEqualTo(resp2);
        replies.protocol(3);
        write.accept(replies);
        assertThat(drained()).isEqualTo(resp3);
    }

    @Test
    void sizesMayComeLaterAndNest() {
        replies.ok();
        replies.beginArray();
        for (int i = 0; i < 12; i++) {
            replies.beginMap();
            replies.bulk("k");
            replies.integer(i);
            replies.endMap(1);
        }
        replies.endArray(12);
        assertThat(drained())
                .startsWith("+OK\r\n*12\r\n*2\r\n$1\r\nk\r\n:0\r\n*2\r\n")
                .endsWith(":11\r\n");
    }

    @Test
    void sizesThatComeLaterAreRightInLongRepliesToo() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            StringBuilder expected = new StringBuilder();
            write(random, expected, 0);
            assertThat(replies.size()).isEqualTo(expected.length());
            assertThat(drained()).isEqualTo(expected.toString());
        }
    }

    /** Writes something of random shape with the writer, and the same with strings. */
    private void write(Random random, StringBuilder expected, int depth) {
        int kind = random.nextInt(depth > 3 ? 2 : 4);
        if (kind < 2) {
            String text = "x".repeat(random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(50));
            replies.bulk(text);
            expected.append('$')
                    .append(text.length())
                    .append("\r\n")
                    .append(text)
                    .append("\r\n");
            return;
        }
        int size = random.nextInt(random.nextInt(5) == 0 ? 40 : 6);
        boolean known = kind == 2;
        StringBuilder inner = new StringBuilder();
        if (known) {
            replies.array(size);
        } else {
            replies.beginArray();
        }
        for (int i = 0; i < size; i++) {
            write(random, inner, depth + 1);
        }
        if (!known) {
            replies.endArray(size);
        }
        expected.append('*').append(size).append("\r\n").append(inner);
    }

    @Test
    void aLongReplyIsSpreadOverBoundedBuffers() {
        for (int i = 0; i < 100_000; i++) {
            replies.bulk("0123456789");
        }
        replies.bulk(new byte[1_000_000]);
        List<ByteBuf> buffers = new ArrayList<>();
        assertThat(replies.size()).isEqualTo(100_000L * 17 + 1_000_000 + 12);
        replies.drain(buffers::add);
        assertThat(replies.size()).isZero();
        assertThat(buffers).hasSizeBetween(20, 40);
        assertThat(buffers.stream().mapToLong(ByteBuf::readableBytes).sum()).isEqualTo(100_000L * 17 + 1_000_000 + 12);
        buffers.forEach(ByteBuf::release);
    }

    @Test
    void whatWasWrittenCanBeTakenBack() {
        replies.ok();
        long kept = replies.size();
        for (int i = 0; i < 100_000; i++) {
            replies.integer(i);
        }
        replies.truncate(kept);
        replies.nil();
        assertThat(drained()).isEqualTo("+OK\r\n$-1\r\n");
        replies.truncate(0);
        replies.ok();
        replies.truncate(0);
        assertThat(drained()).isEmpty();
    }

    @Test
    void aSenderGetsWhatIsOnePieceAndTheRestStays() {
        replies.simple("PONG");
        StringBuilder sent = new StringBuilder();
        replies.offer((address, length) -> take(sent, address, Math.min(3, length)));
        assertThat(replies.size()).isEqualTo(4);
        replies.ok();
        replies.offer((address, length) -> take(sent, address, length - 1));
        assertThat(sent).hasToString("+PONG\r\n+OK\r");
        assertThat(drained()).isEqualTo("\n");
        replies.offer((address, length) -> {
            throw new AssertionError("there is nothing to send");
        });
    }

    @Test
    void theSpareBufferGoesFromOneConnectionToTheNext() {
        try (SpareBuffer spare = new SpareBuffer(ByteBufAllocator.DEFAULT);
                ReplyWriter first = new ReplyWriter(ByteBufAllocator.DEFAULT, spare);
                ReplyWriter second = new ReplyWriter(ByteBufAllocator.DEFAULT, spare)) {
            List<Long> places = new ArrayList<>();
            for (ReplyWriter writer : List.of(first, second, first)) {
                writer.ok();
                writer.offer((address, length) -> {
                    places.add(address);
                    return length;
                });
            }
            assertThat(places).hasSize(3).containsOnly(places.getFirst());
            first.ok();
            second.nil();
            assertThat(first.pieceAddress(0)).isNotEqualTo(second.pieceAddress(0));
            assertThat(first.memory()).isEqualTo(5);
        }
    }

    @Test
    void noReplyLeavesWithTheSpareBuffer() {
        try (SpareBuffer spare = new SpareBuffer(ByteBufAllocator.DEFAULT);
                ReplyWriter writer = new ReplyWriter(ByteBufAllocator.DEFAULT, spare)) {
            writer.ok();
            long place = writer.pieceAddress(0);
            writer.drain(buffer -> {
                assertThat(buffer.memoryAddress()).isNotEqualTo(place);
                assertThat(buffer.capacity()).isLessThan(100);
                buffer.release();
            });
            for (int i = 0; i < 100_000; i++) {
                writer.integer(i);
            }
            writer.truncate(5);
            writer.drain(ByteBuf::release);
            writer.ok();
            writer.truncate(0);
            writer.ok();
            assertThat(writer.pieces()).isOne();
        }
    }

    private static int take(StringBuilder to, long address, int length) {
        for (int i = 0; i < length; i++) {
            to.append((char) org.backstay.base.memory.NativeMemory.getByte(address + i));
        }
        return length;
    }

    @Test
    void errorsAreCounted() {
        assertThat(replies.errors()).isZero();
        replies.error("WRONGTYPE x");
        assertThat(replies.errors()).isOne();
        assertThat(replies.lastError()).isEqualTo("WRONGTYPE x");
    }

    private String drained() {
        StringBuilder all = new StringBuilder();
        replies.drain(buffer -> {
            all.append(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
        });
        return all.toString();
    }
}
