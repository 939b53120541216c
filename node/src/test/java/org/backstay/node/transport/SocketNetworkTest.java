package org.backstay.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.RecordedLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketNetworkTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final RecordedLog log = new RecordedLog();

    @ParameterizedTest
    @EnumSource(Transports.class)
    void carriesBytesBothWays(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            Endpoint server = echo(network, loops, "127.0.0.1");
            Collect collect = new Collect();
            Channel client = connect(network, loops, server, collect).sync().channel();
            client.writeAndFlush(text("hello"));
            assertThat(collect.next()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void handsOverDirectBuffersThatHaveAddresses(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            BlockingQueue<Boolean> direct = new LinkedBlockingQueue<>();
            Endpoint server = listen(
                    network,
                    loops,
                    "127.0.0.1",
                    channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext context, Object message) {
                            ByteBuf bytes = (ByteBuf) message;
                            direct.add(bytes.isDirect() && bytes.hasMemoryAddress());
                            bytes.release();
                        }
                    }));
            connect(network, loops, server, new Collect()).sync().channel().writeAndFlush(text("x"));
            assertThat(direct.poll(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void resolvesNamesOffTheLoop(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            Endpoint server = echo(network, loops, "localhost");
            Collect collect = new Collect();
            connect(network, loops, new Endpoint("localhost", server.port()), collect)
                    .sync()
                    .channel()
                    .writeAndFlush(text("named"));
            assertThat(collect.next()).isEqualTo("named");
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void unknownNameFailsTheConnection(Transports kind) {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            ChannelFuture future = connect(network, loops, new Endpoint("no-such-host.invalid", 1), new Collect());
            future.awaitUninterruptibly();
            assertThat(future.cause()).isInstanceOf(UnknownHostException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void takenPortFailsWithBindException(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            Endpoint taken = echo(network, loops, "127.0.0.1");
            ChannelFuture second = network.listen(loops.first(), taken, ListenOptions.DEFAULT, channel -> {});
            second.awaitUninterruptibly();
            assertThat(second.cause()).isInstanceOf(BindException.class).hasMessage("Address already in use");
            assertThat(second.channel().closeFuture().await(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void severalLoopsShareAnEndpoint(Transports kind) throws Exception {
        assumeTrue(kind.unavailableBecause() == null);
        ListenOptions shared = new ListenOptions(511, 0, true);
        try (Loops loops = new Loops(kind, "shared", 2)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            ChannelFuture first = network.listen(
                            loops.all().get(0), new Endpoint("127.0.0.1", 0), shared, channel -> {})
                    .sync();
            network.listen(loops.all().get(1), endpoint(first.channel()), shared, channel -> {})
                    .sync();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void refusedConnectionFailsAtOnce(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            ChannelFuture listening = network.listen(
                            loops.first(), new Endpoint("127.0.0.1", 0), ListenOptions.DEFAULT, channel -> {})
                    .sync();
            Endpoint gone = endpoint(listening.channel());
            listening.channel().close().sync();
            ChannelFuture future = connect(network, loops, gone, new Collect());
            future.awaitUninterruptibly();
            assertThat(future.cause()).isInstanceOf(SocketException.class);
            assertThat(future.channel().closeFuture().await(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void connectsFromTheGivenSourceAddress(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            Endpoint server = echo(network, loops, "127.0.0.1");
            Channel client = network.connect(
                            loops.first(), server, new ConnectOptions("127.0.0.2", 60), TIMEOUT, new Collect())
                    .sync()
                    .channel();
            assertThat(((InetSocketAddress) client.localAddress()).getAddress().getHostAddress())
                    .isEqualTo("127.0.0.2");
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void acceptingPausesForASecondAfterAFailure(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            SocketNetwork network = new SocketNetwork(loops, log);
            Channel listening = network.listen(
                            loops.first(), new Endpoint("127.0.0.1", 0), ListenOptions.DEFAULT, channel -> {})
                    .sync()
                    .channel();
            Throwable atTheLimit = new java.io.IOException("accept(..) failed with error(-24): Too many open files");
            loops.first()
                    .submit(() -> {
                        listening.pipeline().fireExceptionCaught(atTheLimit);
                        listening.pipeline().fireExceptionCaught(atTheLimit);
                    })
                    .sync();
            assertThat(listening.config().isAutoRead()).isFalse();
            assertThat(log.lines()).containsExactly("WARNING Accepting client connection: Too many open files");
            org.awaitility.Awaitility.await().until(() -> listening.config().isAutoRead());
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void loopsRunOnThreadsNamedAfterTheirNode(Transports kind) throws Exception {
        assumeTrue(kind.unavailableBecause() == null);
        try (Loops loops = new Loops(kind, "redis-7001", 1)) {
            assertThat(loops.first()
                            .submit(() -> Thread.currentThread().getName())
                            .get())
                    .isEqualTo("redis-7001");
        }
    }

    @org.junit.jupiter.api.Test
    void unknownTransportIsNamedInTheError() {
        assertThatThrownBy(() -> Transports.choose("kqueue", log))
                .hasMessage("unknown network I/O 'kqueue', expected auto, epoll, io_uring or nio");
    }

    private Loops loops(Transports kind) {
        assumeTrue(kind.unavailableBecause() == null, () -> kind + " is not available here");
        return new Loops(kind, "test", 1);
    }

    private static Endpoint echo(SocketNetwork network, Loops loops, String host) throws InterruptedException {
        return listen(
                network,
                loops,
                host,
                channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        context.writeAndFlush(message);
                    }
                }));
    }

    private static Endpoint listen(
            SocketNetwork network, Loops loops, String host, java.util.function.Consumer<Channel> accept)
            throws InterruptedException {
        ChannelFuture listening = network.listen(loops.first(), new Endpoint(host, 0), ListenOptions.DEFAULT, accept)
                .sync();
        return endpoint(listening.channel());
    }

    private static Endpoint endpoint(Channel listening) {
        return new Endpoint("127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort());
    }

    private static ChannelFuture connect(SocketNetwork network, Loops loops, Endpoint server, Collect collect) {
        return network.connect(loops.first(), server, ConnectOptions.DEFAULT, TIMEOUT, collect);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static final class Collect extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            received.add(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        String next() throws InterruptedException {
            return received.poll(5, TimeUnit.SECONDS);
        }
    }
}
