package org.backstay.resp;

import io.netty.channel.EventLoop;
import java.time.Duration;
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
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
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

    private RespClient() {}

    /** Begins to connect and returns at once. Commands may be sent right away: they wait for the connection. */
    public static RespClient connect(
            Network network, EventLoop loop, Endpoint remote, Options options, Listener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a command of words in UTF-8.
     *
     * @return false when too many are in flight or the connection is closed; then nothing was sent and nothing will be called
     */
    public boolean send(Callback callback, String... words) {
        throw new UnsupportedOperationException();
    }

    /** Sends a command of byte strings; see {@link #send(Callback, String...)}. */
    public boolean send(Callback callback, byte[]... arguments) {
        throw new UnsupportedOperationException();
    }

    /** Sends SUBSCRIBE or PSUBSCRIBE, or their opposites: confirmations and messages go to {@link Listener#push}. */
    public boolean subscribe(String command, String... channels) {
        throw new UnsupportedOperationException();
    }

    /** Where it is or was connected to. */
    public Endpoint remote() {
        throw new UnsupportedOperationException();
    }

    /** The local address once connected, else null: what the other side sees us as. */
    public java.net.@Nullable SocketAddress localAddress() {
        throw new UnsupportedOperationException();
    }

    /** Whether the connection stands and is ready for commands. */
    public boolean isConnected() {
        throw new UnsupportedOperationException();
    }

    /** Commands without a reply yet. */
    public int inFlight() {
        throw new UnsupportedOperationException();
    }

    /** Closes the connection; pending replies fail. */
    public void close() {
        throw new UnsupportedOperationException();
    }
}
