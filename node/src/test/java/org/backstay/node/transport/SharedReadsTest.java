package org.backstay.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of one loop that read into one buffer, and send past the channel's queue. */
class SharedReadsTest {
    private static final long PATIENCE_SECONDS = 20;

    private Loops loops;
    private SocketNetwork network;

    @BeforeEach
    void start() {
        assumeTrue(Transports.EPOLL.unavailableBecause() == null);
        loops = new Loops(Transports.EPOLL, "shared-reads", 1);
        network = new SocketNetwork(loops, new RecordedLog());
    }

    @AfterEach
    void stop() {
        if (loops != null) {
            loops.close();
        }
    }

    @Test
    void connectionsReadIntoOneBuffer() throws Exception {
        BlockingQueue<ByteBuf> read = new LinkedBlockingQueue<>();
        Endpoint server = listen(channel -> reader(channel, bytes -> {
            read.add(bytes);
            bytes.release();
        }));
        ByteBuf first = sent(connect(server), "one", read);
        ByteBuf second = sent(connect(server), "two", read);
        assertThat(second).isSameAs(first);
    }

    @Test
    void whatIsKeptIsNotOverwritten() throws Exception {
        BlockingQueue<ByteBuf> read = new LinkedBlockingQueue<>();
        Endpoint server = listen(channel -> reader(channel, read::add));
        Channel client = connect(server);
        ByteBuf first = sent(client, "one", read);
        ByteBuf second = sent(client, "two", read);
        assertThat(first.toString(StandardCharsets.US_ASCII)).isEqualTo("one");
        assertThat(second.toString(StandardCharsets.US_ASCII)).isEqualTo("two");
        first.release();
        second.release();
    }

    @Test
    void aConnectionThatSendsMuchIsReadIntoLargerBuffersOfItsOwn() throws Exception {
        BlockingQueue<Integer> capacities = new LinkedBlockingQueue<>();
        Endpoint server = listen(channel -> reader(channel, bytes -> {
            capacities.add(bytes.capacity());
            bytes.release();
        }));
        Channel client = connect(server);
        int shared = 16 * 1024;
        int largest = shared;
        for (int i = 0; i < 1_000 && largest == shared; i++) {
            client.writeAndFlush(Unpooled.directBuffer().writeZero(1_000_000)).sync();
            largest = capacities.stream().mapToInt(capacity -> capacity).max().orElse(shared);
        }
        assertThat(largest).isGreaterThan(shared);
    }

    @Test
    void whatTheSocketDoesNotTakeFollowsThroughTheChannelInOrder() throws Exception {
        byte[] bytesSent = new byte[8_000_000];
        new Random(1).nextBytes(bytesSent);
        ByteBuf sent = Unpooled.directBuffer(bytesSent.length).writeBytes(bytesSent);
        Endpoint server = listen(channel -> channel.eventLoop().execute(() -> sendAll(channel, sent)));
        ByteBuf received = Unpooled.directBuffer(bytesSent.length);
        Channel client = network.connect(
                        loops.first(),
                        server,
                        ConnectOptions.DEFAULT,
                        Duration.ofSeconds(PATIENCE_SECONDS),
                        new Reader(bytes -> {
                            received.writeBytes(bytes);
                            bytes.release();
                        }))
                .sync()
                .channel();
        assertThat(client.closeFuture().await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(received).isEqualTo(sent);
        sent.release();
        received.release();
    }

    /** In steps, each offered to the socket first; the client, on the same loop, reads nothing meanwhile. */
    private static void sendAll(Channel channel, ByteBuf all) {
        DirectSend direct = DirectSend.of(channel);
        assertThat(direct).isNotNull();
        int step = 100_000;
        int taken = 0;
        for (int at = 0; at < all.readableBytes(); at += step) {
            int length = Math.min(step, all.readableBytes() - at);
            int now = direct.send(all.memoryAddress() + at, length);
            taken += now;
            if (now < length) {
                channel.write(all.copy(at + now, length - now));
            }
        }
        assertThat(taken).isPositive().isLessThan(all.readableBytes());
        channel.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.close());
    }

    private Endpoint listen(Consumer<Channel> accept) throws InterruptedException {
        ListenOptions options = ListenOptions.DEFAULT.withReadsAtOnce();
        Channel listening = network.listen(loops.first(), new Endpoint("127.0.0.1", 0), options, accept)
                .sync()
                .channel();
        return new Endpoint("127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort());
    }

    private Channel connect(Endpoint server) throws InterruptedException {
        return network.connect(
                        loops.first(),
                        server,
                        ConnectOptions.DEFAULT,
                        Duration.ofSeconds(PATIENCE_SECONDS),
                        new ChannelInboundHandlerAdapter())
                .sync()
                .channel();
    }

    private static ByteBuf sent(Channel client, String text, BlockingQueue<ByteBuf> read) throws InterruptedException {
        client.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        ByteBuf bytes = read.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(bytes).isNotNull();
        return bytes;
    }

    private static void reader(Channel channel, Consumer<ByteBuf> to) {
        channel.pipeline().addLast(new Reader(to));
    }

    private static final class Reader extends ChannelInboundHandlerAdapter {
        private final Consumer<ByteBuf> to;

        Reader(Consumer<ByteBuf> to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            to.accept((ByteBuf) message);
        }
    }
}
