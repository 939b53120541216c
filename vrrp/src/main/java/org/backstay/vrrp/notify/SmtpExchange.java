package org.backstay.vrrp.notify;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.vrrp.instance.Alarm;
import org.jspecify.annotations.Nullable;

/** One mail handed to a server (RFC 5321): each line waits for its answer. Owned by the router's loop. */
final class SmtpExchange extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_ANSWER = 4_096;
    private static final char GOOD = '2';
    private static final char GO_ON = '3';

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder answer = new StringBuilder();
    private final Alarm limit;
    private final long timeout;
    private final Consumer<@Nullable String> done;
    private @Nullable ChannelHandlerContext context;
    private boolean ended;

    private SmtpExchange(Node node, long timeout, String helo, Letter letter, Consumer<@Nullable String> done) {
        this.timeout = timeout;
        this.done = done;
        limit = new Alarm(node.loop(), node.clock(), () -> end("timed out"));
        lines.add("HELO " + helo + "\r\n");
        lines.add("MAIL FROM:<" + letter.from() + ">\r\n");
        letter.to().forEach(to -> lines.add("RCPT TO:<" + to + ">\r\n"));
        lines.add("DATA\r\n");
        lines.add(letter.data());
        lines.add("QUIT\r\n");
    }

    /**
     * Begins; returns at once.
     *
     * @param timeout of connecting and of each answer, in nanoseconds
     * @param done called once, with what went wrong, or null
     */
    static void begin(
            Node node,
            String server,
            int port,
            long timeout,
            String helo,
            Letter letter,
            Consumer<@Nullable String> done) {
        SmtpExchange exchange = new SmtpExchange(node, timeout, helo, letter, done);
        node.network()
                .connect(
                        node.loop(),
                        new Endpoint(server, port),
                        ConnectOptions.DEFAULT,
                        Duration.ofNanos(timeout),
                        exchange)
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        exchange.end(String.valueOf(connected.cause().getMessage()));
                    }
                });
    }

    @Override
    public void channelActive(ChannelHandlerContext connected) {
        context = connected;
        limit.in(timeout);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        answer.append(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.release();
        for (int end = answer.indexOf("\n"); end >= 0 && !ended; end = answer.indexOf("\n")) {
            String line = answer.substring(0, end).strip();
            answer.delete(0, end + 1);
            answered(line);
        }
        if (answer.length() > LONGEST_ANSWER) {
            end("an answer without end");
        }
    }

    private void answered(String line) {
        boolean more = line.length() > 3 && line.charAt(3) == '-';
        if (more) {
            return;
        }
        if (line.isEmpty() || (line.charAt(0) != GOOD && line.charAt(0) != GO_ON)) {
            end("read '" + line + "'");
            return;
        }
        String next = lines.poll();
        if (next == null) {
            end(null);
            return;
        }
        ChannelHandlerContext to = context;
        if (to != null) {
            limit.in(timeout);
            to.writeAndFlush(to.alloc().directBuffer().writeBytes(next.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        end(lines.isEmpty() ? null : "the server closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        end(String.valueOf(cause.getMessage()));
    }

    private void end(@Nullable String failure) {
        if (ended) {
            return;
        }
        ended = true;
        limit.off();
        if (context != null) {
            context.close();
        }
        done.accept(failure);
    }
}
