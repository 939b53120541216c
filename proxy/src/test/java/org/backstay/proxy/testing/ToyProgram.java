package org.backstay.proxy.testing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;

/** A program of the simulation that answers RESP: a toy server or sentinel, whose state the scenario holds. */
public final class ToyProgram {
    private static final RequestLimits LIMITS = new RequestLimits();

    /** What it answers. */
    @FunctionalInterface
    public interface Answers {
        /** The reply to one command as it goes over the wire. */
        String to(String[] words, Channel from);
    }

    private ToyProgram() {}

    /** Serves on a port of the node. */
    public static AutoCloseable serve(Node node, int port, Answers answers) {
        node.network()
                .listen(
                        node.loop(),
                        new Endpoint("0.0.0.0", port),
                        ListenOptions.DEFAULT,
                        channel -> channel.pipeline().addLast(new Conversation(channel, answers)));
        return () -> {};
    }

    /** Sends bytes on a connection. */
    public static void write(Channel channel, String bytes) {
        ByteBuf out = channel.alloc().directBuffer();
        out.writeCharSequence(bytes, StandardCharsets.UTF_8);
        channel.writeAndFlush(out);
    }

    /** An array of bulk strings. */
    public static String array(String... elements) {
        StringBuilder out = new StringBuilder("*" + elements.length + "\r\n");
        for (String element : elements) {
            out.append('$')
                    .append(element.length())
                    .append("\r\n")
                    .append(element)
                    .append("\r\n");
        }
        return out.toString();
    }

    private static final class Conversation extends ChannelInboundHandlerAdapter {
        private final RequestInput input;
        private final Answers answers;

        Conversation(Channel channel, Answers answers) {
            this.input = new RequestInput(channel.alloc(), LIMITS);
            this.answers = answers;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            input.add((ByteBuf) message);
            while (input.next() == RequestInput.Status.REQUEST) {
                Request request = input.request();
                String[] words = new String[request.size()];
                for (int i = 0; i < words.length; i++) {
                    words[i] = request.text(i);
                }
                write(context.channel(), answers.to(words, context.channel()));
            }
            input.settle();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            input.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                context.close();
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
