package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.Network;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Redis or a sentinel, as a client. Owned by the loop it was connected from: every method is called and
 * every callback runs there, and nothing ever waits.
 *
 * <p>Commands are answered in the order they were sent. A client that was closed, by either side, stays closed; who wants to come back
 * connects anew.
 */
public final class RespClient {
    /** What happens on the connection besides replies. */
    public interface Listener {
        /** The connection stands and, when asked for, HELLO or AUTH has succeeded. */
        default void connected(RespClient client) {}

        /** A message out of band: RESP3 push, or in RESP2 any pub/sub message or confirmation, {@code [kind, channel, ...]}. */
        default void push(RespClient client, RespValue message) {}

        /** The connection failed or ended; called once, after all pending replies have failed. Null when {@link #close} was called. */
        default void disconnected(RespClient client, @Nullable Throwable cause) {}
    }

    /** Receives one reply: exactly one of the two is not null. An error reply is a reply. */
    @FunctionalInterface
    public interface Callback {
        /** Called once, on the loop; {@code failure} says why there will be no reply. */
        void done(@Nullable RespValue reply, @Nullable Throwable failure);
    }

    /**
     * How to connect.
     *
     * @param connect the socket's options
     * @param timeout after which the attempt to connect fails
     * @param protocol 2, or 3 to begin with HELLO 3
     * @param user for AUTH; null for the default user
     * @param password for AUTH; null for none
     * @param mostInFlight the most commands without a reply; more are refused
     * @param longestReply in bytes
     */
    public record Options(
            ConnectOptions connect,
            Duration timeout,
            int protocol,
            @Nullable String user,
            @Nullable String password,
            int mostInFlight,
            int longestReply) {
        /** RESP2, no password, 5 s to connect, 10,000 commands in flight, replies up to 512 MB. */
        public static final Options DEFAULT =
                new Options(ConnectOptions.DEFAULT, Duration.ofSeconds(5), 2, null, null, 10_000, 512 * 1024 * 1024);

        /** The same with another time to connect. */
        public Options withTimeout(Duration other) {
            return new Options(connect, other, protocol, user, password, mostInFlight, longestReply);
        }

        /** The same with a user and password. */
        public Options withPassword(@Nullable String newUser, @Nullable String newPassword) {
            return new Options(connect, timeout, protocol, newUser, newPassword, mostInFlight, longestReply);
        }

        /** The same with another protocol version. */
        public Options withProtocol(int version) {
            return new Options(connect, timeout, version, user, password, mostInFlight, longestReply);
        }

        /** The same with other connection options. */
        public Options withConnect(ConnectOptions other) {
            return new Options(other, timeout, protocol, user, password, mostInFlight, longestReply);
        }
    }

    private enum State {
        CONNECTING,
        GREETING,
        READY,
        CLOSED
    }

    /** In RESP2, what a message or confirmation of pub/sub begins with. */
    private static final Set<String> PUBLISHED = Set.of(
            "message",
            "pmessage",
            "smessage",
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe");

    private final EventLoop loop;
    private final Endpoint remote;
    private final Options options;
    private final Listener listener;
    private final RespParser parser;
    private final Deque<Callback> inFlight = new ArrayDeque<>();
    private State state = State.CONNECTING;
    private boolean subscribed;
    private boolean flushing;
    private @Nullable ByteBuf outgoing;
    private @Nullable Channel channel;

    private RespClient(EventLoop loop, Endpoint remote, Options options, Listener listener) {
        this.loop = loop;
        this.remote = remote;
        this.options = options;
        this.listener = listener;
        this.parser = new RespParser(options.longestReply);
    }

    /** Begins to connect and returns at once. Commands may be sent right away: they wait for the connection. */
    public static RespClient connect(
            Network network, EventLoop loop, Endpoint remote, Options options, Listener listener) {
        assert loop.inEventLoop();
        RespClient client = new RespClient(loop, remote, options, listener);
        network.connect(loop, remote, options.connect, options.timeout, client.new Handler())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        client.end(connected.cause());
                    }
                });
        return client;
    }

    /**
     * Sends a command of words in UTF-8.
     *
     * @return false when too many are in flight or the connection is closed; then nothing was sent and nothing will be called
     */
    public boolean send(Callback callback, String... words) {
        if (!accepts()) {
            return false;
        }
        CommandEncoder.encode(outgoing(), words);
        sent(callback);
        return true;
    }

    /** Sends a command of byte strings; see {@link #send(Callback, String...)}. */
    public boolean send(Callback callback, byte[]... arguments) {
        if (!accepts()) {
            return false;
        }
        CommandEncoder.encode(outgoing(), arguments);
        sent(callback);
        return true;
    }

    /**
     * Sends SUBSCRIBE or PSUBSCRIBE, or their opposites: confirmations and messages go to {@link Listener#push}. Meant for a connection
     * of its own: a refusal goes to {@link Listener#push} too, unless other commands wait for replies.
     *
     * @return false as {@link #send(Callback, String...)}
     */
    public boolean subscribe(String command, String... channels) {
        if (!accepts()) {
            return false;
        }
        subscribed = true;
        String[] words = new String[channels.length + 1];
        words[0] = command;
        System.arraycopy(channels, 0, words, 1, channels.length);
        CommandEncoder.encode(outgoing(), words);
        flushSoon();
        return true;
    }

    private boolean accepts() {
        assert loop.inEventLoop();
        return state != State.CLOSED && inFlight.size() < options.mostInFlight;
    }

    private ByteBuf outgoing() {
        ByteBuf buffer = outgoing;
        if (buffer == null) {
            buffer = ByteBufAllocator.DEFAULT.directBuffer();
            outgoing = buffer;
        }
        return buffer;
    }

    private void sent(Callback callback) {
        inFlight.add(callback);
        flushSoon();
    }

    /** Commands sent in one go leave in one write. */
    private void flushSoon() {
        if (state == State.READY && !flushing) {
            flushing = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        ByteBuf buffer = outgoing;
        Channel to = channel;
        if (buffer != null && to != null && state == State.READY) {
            outgoing = null;
            to.writeAndFlush(buffer);
        }
    }

    /** Where it is or was connected to. */
    public Endpoint remote() {
        return remote;
    }

    /** The local address once connected, else null: what the other side sees us as. */
    public @Nullable SocketAddress localAddress() {
        return channel == null ? null : channel.localAddress();
    }

    /** Whether the connection stands and is ready for commands. */
    public boolean isConnected() {
        return state == State.READY;
    }

    /** Commands without a reply yet. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Closes the connection; pending replies fail. */
    public void close() {
        assert loop.inEventLoop();
        end(null);
    }

    /** Ends it once: releases what it holds, fails what waits, tells the listener. */
    private void end(@Nullable Throwable cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        parser.close();
        if (outgoing != null) {
            outgoing.release();
            outgoing = null;
        }
        if (channel != null) {
            channel.close();
        }
        Throwable failure = cause == null ? new ClosedChannelException() : cause;
        while (!inFlight.isEmpty()) {
            inFlight.remove().done(null, failure);
        }
        listener.disconnected(this, cause);
    }

    private void greet(Channel connected) {
        channel = connected;
        String user = options.user;
        String password = options.password;
        List<String> words = new ArrayList<>();
        if (options.protocol == 3) {
            words.addAll(List.of("HELLO", "3"));
            if (password != null) {
                words.addAll(List.of("AUTH", user == null ? "default" : user, password));
            }
        } else if (password != null) {
            words.add("AUTH");
            if (user != null) {
                words.add(user);
            }
            words.add(password);
        }
        if (words.isEmpty()) {
            ready();
            return;
        }
        state = State.GREETING;
        ByteBuf greeting = connected.alloc().directBuffer();
        CommandEncoder.encode(greeting, words.toArray(String[]::new));
        connected.writeAndFlush(greeting);
    }

    private void ready() {
        state = State.READY;
        listener.connected(this);
        flush();
    }

    private void received(ByteBuf bytes) {
        if (state == State.CLOSED) {
            bytes.release();
            return;
        }
        parser.add(bytes);
        try {
            while (state != State.CLOSED) {
                RespValue value = parser.next();
                if (value == null) {
                    return;
                }
                received(value);
            }
        } catch (RespException e) {
            end(e);
        }
    }

    private void received(RespValue value) {
        if (state == State.GREETING) {
            if (value instanceof RespValue.Failure failure) {
                end(new IOException(remote + " refused us: " + failure.text()));
            } else {
                ready();
            }
        } else if (isPublished(value)) {
            listener.push(this, value);
        } else if (!inFlight.isEmpty()) {
            inFlight.remove().done(value, null);
        } else if (subscribed && value instanceof RespValue.Failure) {
            listener.push(this, value);
        } else {
            end(new RespException("read a reply that no command asked for: " + value));
        }
    }

    private boolean isPublished(RespValue value) {
        if (value instanceof RespValue.Push) {
            return true;
        }
        return subscribed
                && value instanceof RespValue.Array array
                && !array.elements().isEmpty()
                && PUBLISHED.contains(array.elements().getFirst().text());
    }

    /** The channel's side; the client itself stays free of channel methods. */
    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (state == State.CLOSED) {
                context.close();
            } else {
                greet(context.channel());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            received((ByteBuf) message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(new IOException(remote + " closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(cause);
        }
    }
}
