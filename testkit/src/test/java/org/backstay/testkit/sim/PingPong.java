package org.backstay.testkit.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;

/** A toy protocol: the server answers every byte, the client sends one when it is told to and collects what comes. */
final class PingPong {
    static final int PORT = 7;

    private PingPong() {}

    static AutoCloseable serve(Node node) {
        ChannelFuture bound = node.network()
                .listen(
                        node.loop(),
                        new Endpoint("0.0.0.0", PORT),
                        ListenOptions.DEFAULT,
                        channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                context.writeAndFlush(message);
                            }

                            @Override
                            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                                if (!(cause instanceof IOException)) {
                                    context.fireExceptionCaught(cause);
                                }
                            }
                        }));
        bound.addListener(done -> node.log().notice(done.isSuccess() ? "serving" : "not serving: " + done.cause()));
        return () -> {};
    }

    static final class Client extends ChannelInboundHandlerAdapter {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();
        final ChannelFuture connecting;

        Client(SimulatedNode on, String server, Duration timeout) {
            Node node = on.node();
            connecting = node.network()
                    .connect(node.loop(), new Endpoint(server, PORT), ConnectOptions.DEFAULT, timeout, this);
            connecting.addListener(done -> {
                if (done.cause() != null) {
                    events.add(done.cause().getClass().getSimpleName());
                }
            });
        }

        Channel channel() {
            return connecting.channel();
        }

        void send(String text) {
            channel()
                    .writeAndFlush(channel()
                            .alloc()
                            .directBuffer()
                            .writeBytes(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            events.add("active");
            context.fireChannelActive();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            events.add("inactive");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            events.add(cause.getMessage());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            received.append(bytes.toString(java.nio.charset.StandardCharsets.US_ASCII));
            bytes.release();
        }
    }
}
