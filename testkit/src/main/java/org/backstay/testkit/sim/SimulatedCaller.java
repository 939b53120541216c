package org.backstay.testkit.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.testkit.stock.Resp2;
import org.jspecify.annotations.Nullable;

/**
 * A RESP2 client in a simulation, for scenarios that ask the programs what they know. Commands wait for the connection;
 * one that gets no answer because the connection ended is answered {@link #GONE}. A new one must be made to connect again.
 */
public final class SimulatedCaller extends ChannelInboundHandlerAdapter {
    /** The answer to a command whose connection ended or never stood. */
    public static final String GONE = "-GONE";

    private static final Duration TO_CONNECT = Duration.ofSeconds(1);

    private final Channel channel;
    private final Deque<Consumer<@Nullable Object>> waiting = new ArrayDeque<>();
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    /** Begins to connect from a node that runs. */
    public SimulatedCaller(SimulatedNode from, String host, int port) {
        Node node = from.node();
        var connecting =
                node.network().connect(node.loop(), new Endpoint(host, port), ConnectOptions.DEFAULT, TO_CONNECT, this);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end();
            }
        });
    }

    /** Sends a command; {@code answer} gets what {@link Resp2#read} gives. */
    public void send(Consumer<@Nullable Object> answer, String... words) {
        if (ended) {
            answer.accept(GONE);
            return;
        }
        waiting.add(answer);
        unsent.add(Resp2.command(words));
        flush();
    }

    /** Sends a command and lets the nodes live until it is answered, at most for {@code limit}. */
    public @Nullable Object call(Simulation simulation, Duration limit, String... words) {
        Object[] result = new Object[1];
        boolean[] answered = new boolean[1];
        send(
                answer -> {
                    result[0] = answer;
                    answered[0] = true;
                },
                words);
        simulation.runUntil("an answer to " + String.join(" ", words), () -> answered[0], limit);
        return result[0];
    }

    /** Whether the connection ended, or never stood; then it stays so. */
    public boolean ended() {
        return ended;
    }

    /** Ends the connection. */
    public void close() {
        channel.close();
    }

    private void flush() {
        while (channel.isActive() && !unsent.isEmpty()) {
            byte[] command = unsent.removeFirst();
            channel.writeAndFlush(channel.alloc().directBuffer(command.length).writeBytes(command));
        }
    }

    private void end() {
        ended = true;
        while (!waiting.isEmpty()) {
            waiting.removeFirst().accept(GONE);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        flush();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf bytes = (ByteBuf) message;
        bytes.readBytes(received, bytes.readableBytes());
        bytes.release();
        byte[] all = received.toByteArray();
        ByteArrayInputStream in = new ByteArrayInputStream(all);
        int answered = 0;
        try {
            while (in.available() > 0) {
                Object answer = Resp2.read(in);
                answered = all.length - in.available();
                Consumer<@Nullable Object> asked = waiting.poll();
                if (asked == null) {
                    throw new IOException("an answer that nobody asked for: " + answer);
                }
                asked.accept(answer);
            }
        } catch (EOFException incomplete) {
            // the rest follows with the next bytes
        }
        received.reset();
        received.write(all, answered, all.length - answered);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
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
