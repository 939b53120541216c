package org.backstay.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Pollable;
import org.backstay.node.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that one loop owns and another reads and writes. The other side is a socket of the JDK. */
class RelayedChannelTest {
    private static final int MANY = 16 * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void programRunsOnItsOwnLoop(Transports kind) throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        Socket client = connected(kind, new Echo() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                threads.add(Thread.currentThread().getName());
                super.channelRead(context, message);
            }
        });
        byte[] sent = pattern(0, 1_000_000);
        Thread.ofVirtual().start(() -> write(client, sent));
        assertThat(read(client, sent.length)).isEqualTo(sent);
        assertThat(threads).containsOnly("owner");
        assertThat(accepted.take().eventLoop()).isInstanceOf(PollableLoop.class);
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void whatTheOwnerDoesNotTakeIsNotReadFromTheSocket(Transports kind) throws Exception {
        AtomicLong received = new AtomicLong();
        Socket client = connected(kind, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                assertThat(bytes.getByte(bytes.readerIndex())).isEqualTo(patternAt(received.get()));
                received.addAndGet(bytes.readableBytes());
                bytes.release();
            }
        });
        Channel channel = accepted.take();
        channel.config().setAutoRead(false);
        AtomicLong written = new AtomicLong();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int at = 0; at < MANY; at += PIECE) {
                write(client, pattern(at, PIECE));
                written.addAndGet(PIECE);
            }
        });
        Thread.sleep(300);
        long held = received.get();
        assertThat(written.get()).as("the kernel's buffers and ours").isLessThan(MANY);
        channel.config().setAutoRead(true);
        await().until(() -> received.get() == MANY);
        writer.join();
        assertThat(held).isLessThan(RelayedChannel.MOST_AHEAD_BYTES);
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void whatTheOtherSideDoesNotTakeWaitsInTheOwnersBuffer(Transports kind) throws Exception {
        Socket client = connected(kind, new Echo());
        Channel channel = accepted.take();
        BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
        channel.eventLoop().execute(() -> {
            for (int at = 0; at < MANY; at += PIECE) {
                channel.write(channel.alloc().buffer(PIECE).writeBytes(pattern(at, PIECE)), channel.voidPromise());
            }
            ChannelFuture last = channel.writeAndFlush(channel.alloc().buffer(1).writeByte(0));
            last.addListener(
                    sent -> done.add(sent.isSuccess() && channel.eventLoop().inEventLoop()));
        });
        await().until(() -> !channel.isWritable());
        Thread.sleep(100);
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isPositive();
        assertThat(done).isEmpty();
        assertThat(read(client, MANY)).isEqualTo(pattern(0, MANY));
        assertThat(done.poll(5, TimeUnit.SECONDS)).isTrue();
        await().until(channel::isWritable);
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void whatWasWrittenBeforeTheEndArrives(Transports kind) throws Exception {
        Socket client = connected(kind, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                context.write(message);
                context.flush();
                context.close();
            }
        });
        write(client, "last words".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("last words");
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void ownerLearnsThatTheOtherSideHasGone(Transports kind) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        Socket client = connected(kind, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                received.addAndGet(((ByteBuf) message).readableBytes());
                ((ByteBuf) message).release();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                gone.countDown();
            }
        });
        write(client, new byte[100]);
        client.close();
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(received).hasValue(100);
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void aLongTaskServesConnectionsWhenItPolls(Transports kind) throws Exception {
        Socket client = connected(kind, new Echo());
        Channel channel = accepted.take();
        CountDownLatch end = new CountDownLatch(1);
        channel.eventLoop().execute(() -> {
            while (end.getCount() > 0) {
                ((Pollable) channel.eventLoop()).poll();
            }
        });
        write(client, pattern(0, 100));
        assertThat(read(client, 100)).isEqualTo(pattern(0, 100));
        end.countDown();
    }

    private Socket connected(Transports kind, ChannelInboundHandlerAdapter program) throws Exception {
        assumeTrue(kind.unavailableBecause() == null, () -> kind + " is not available here");
        Loops owner = new Loops(kind, "owner", 1);
        open.add(owner);
        Loops connections = new Loops(kind, "io", 2);
        open.add(connections);
        ChannelFuture listening = new SocketNetwork(owner, connections, new RecordedLog())
                .listen(owner.first(), new Endpoint("127.0.0.1", 0), ListenOptions.DEFAULT, channel -> {
                    channel.pipeline().addLast(program);
                    accepted.add(channel);
                })
                .sync();
        int port = ((InetSocketAddress) listening.channel().localAddress()).getPort();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(5_000);
        open.add(client);
        return client;
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Socket client, int count) throws IOException {
        byte[] bytes = new byte[count];
        new DataInputStream(client.getInputStream()).readFully(bytes);
        return bytes;
    }

    private static byte[] pattern(long from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = patternAt(from + i);
        }
        return bytes;
    }

    private static byte patternAt(long at) {
        return (byte) (at * 31 + at / 251);
    }

    private static class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }
}
