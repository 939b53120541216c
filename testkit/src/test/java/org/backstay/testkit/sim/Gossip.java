package org.backstay.testkit.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;

/**
 * A toy protocol: every node tells a peer chosen by chance the largest number it has heard of, once a second, over a new
 * connection. It keeps its number on its disk.
 */
final class Gossip extends ChannelInboundHandlerAdapter implements AutoCloseable {
    private static final int PORT = 9;
    private static final java.nio.file.Path FILE = java.nio.file.Path.of("/largest");

    private final Node node;
    private final List<String> peers;
    private int largest;

    Gossip(Node node, List<String> peers) throws IOException {
        this.node = node;
        this.peers = peers;
        if (node.disk().exists(FILE)) {
            largest = node.disk().readAll(FILE)[0];
        }
        node.network()
                .listen(
                        node.loop(),
                        new Endpoint("0.0.0.0", PORT),
                        ListenOptions.DEFAULT,
                        channel -> channel.pipeline().addLast(new Hear()));
        node.loop().scheduleAtFixedRate(this::tell, node.random().nextInt(1_000), 1_000, TimeUnit.MILLISECONDS);
    }

    int largest() {
        return largest;
    }

    void hear(int number) {
        if (number > largest) {
            largest = number;
            node.log().notice("heard of " + number);
            node.workers()
                    .apply("save")
                    .run(
                            () -> {
                                node.disk().replace(FILE, new byte[] {(byte) number});
                                return number;
                            },
                            (saved, failure) -> node.log().notice("saved " + saved));
        }
    }

    private void tell() {
        String peer = peers.get(node.random().nextInt(peers.size()));
        node.network()
                .connect(
                        node.loop(),
                        new Endpoint(peer, PORT),
                        ConnectOptions.DEFAULT,
                        Duration.ofMillis(500),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext context) {
                                Channel channel = context.channel();
                                channel.writeAndFlush(channel.alloc().buffer(1).writeByte(largest))
                                        .addListener(sent -> channel.close());
                            }

                            @Override
                            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                                context.close();
                            }
                        });
    }

    @Override
    public void close() {}

    private final class Hear extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            while (bytes.isReadable()) {
                hear(bytes.readByte());
            }
            bytes.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
