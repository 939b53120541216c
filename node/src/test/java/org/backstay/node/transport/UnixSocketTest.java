package org.backstay.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.RecordedLog;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnixSocketTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final RecordedLog log = new RecordedLog();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Transports.class)
    void carriesBytesBothWaysInDirectBuffers(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            SocketNetwork network = new SocketNetwork(loops, log);
            listen(
                            network,
                            loops,
                            ListenOptions.DEFAULT,
                            channel -> channel.pipeline().addLast(new Echo()))
                    .sync();
            Channel client = network.connect(
                            loops.first(), socket(), ConnectOptions.DEFAULT, TIMEOUT, new Hear(answers))
                    .sync()
                    .channel();
            client.writeAndFlush(ByteBufUtil.writeAscii(client.alloc(), "hello"))
                    .sync();
            assertThat(answers.poll(5, TimeUnit.SECONDS)).isEqualTo("hello, direct");
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void theFileReplacesWhatAKilledServerLeftAndGoesWithTheListener(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            Path file = Path.of(socket().host());
            Files.writeString(file, "left behind");
            SocketNetwork network = new SocketNetwork(loops, log);
            Channel listening = listen(network, loops, ListenOptions.DEFAULT.withFileMode(0750), channel -> {})
                    .sync()
                    .channel();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rwxr-x---");
            listening.close().sync();
            assertThat(file).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(Transports.class)
    void aFolderInItsPlaceFailsWithBindExceptionAndStays(Transports kind) throws Exception {
        try (Loops loops = loops(kind)) {
            Files.createDirectory(Path.of(socket().host()));
            ChannelFuture refused = listen(new SocketNetwork(loops, log), loops, ListenOptions.DEFAULT, channel -> {});
            refused.awaitUninterruptibly();
            assertThat(refused.cause()).isInstanceOf(BindException.class);
            assertThat(Path.of(socket().host())).isDirectory();
        }
    }

    private Endpoint socket() {
        return Endpoint.unix(folder.resolve("node.sock").toString());
    }

    private ChannelFuture listen(SocketNetwork network, Loops loops, ListenOptions options, Consumer<Channel> accept) {
        return network.listen(loops.first(), socket(), options, accept);
    }

    private static Loops loops(Transports kind) {
        assumeTrue(kind.unavailableBecause() == null, () -> kind.label() + ": " + kind.unavailableBecause());
        return new Loops(kind, "unix", 1);
    }

    /** Sends back what comes, and whether it came as the floor promises. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            boolean direct = bytes.isDirect() && bytes.hasMemoryAddress();
            context.write(bytes);
            context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), direct ? ", direct" : ", from the heap"));
        }
    }

    private static final class Hear extends ChannelInboundHandlerAdapter {
        private static final String END = "direct";

        private final BlockingQueue<String> heard;
        private final StringBuilder text = new StringBuilder();

        Hear(BlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
            if (text.toString().endsWith(END)) {
                heard.add(text.toString());
            }
        }
    }
}
