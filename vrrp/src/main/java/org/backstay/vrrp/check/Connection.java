package org.backstay.vrrp.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.node.TransportSecurity;
import org.backstay.vrrp.config.CheckerConfig;
import org.backstay.vrrp.instance.Alarm;
import org.jspecify.annotations.Nullable;

/** A connection of one attempt, with a limit on every wait. After its end nobody is told anything. Owned by the router's loop. */
final class Connection extends ChannelInboundHandlerAdapter {
    /** What became of a connection. */
    enum Trouble {
        REFUSED,
        CONNECT_TIMEOUT,
        HANDSHAKE,
        SILENCE,
        BROKEN
    }

    /** The side of it that a probe plays. */
    interface Talk {
        /** Ready to send; with TLS the handshake is over. */
        void connected();

        /** Bytes came, which are the caller's to release. */
        default void received(ByteBuf bytes) {}

        /** The other side has said all. */
        default void closed() {
            failed(Trouble.BROKEN);
        }

        /** It is over. */
        void failed(Trouble how);
    }

    private final Talk talk;
    private final boolean secured;
    private final long timeout;
    private final Alarm silence;
    private @Nullable ChannelHandlerContext context;
    private boolean ready;
    private boolean over;

    private Connection(Node node, long timeout, boolean secured, Talk talk) {
        this.talk = talk;
        this.secured = secured;
        this.timeout = timeout;
        silence = new Alarm(node.loop(), node.clock(), () -> fail(ready ? Trouble.SILENCE : Trouble.CONNECT_TIMEOUT));
    }

    /**
     * Connects; returns at once.
     *
     * @param security null for none
     */
    static Connection open(Node node, CheckerConfig.Target to, @Nullable TransportSecurity security, Talk talk) {
        Connection connection = new Connection(node, to.timeout(), security != null, talk);
        String source = to.source() == null ? null : to.source().toString();
        ConnectOptions options =
                new ConnectOptions(source, 0).withSecurity(security == null ? TransportSecurity.NONE : security);
        connection.silence.in(to.timeout());
        node.network()
                .connect(
                        node.loop(),
                        new Endpoint(to.address().toString(), to.port()),
                        options,
                        Duration.ofNanos(to.timeout()),
                        connection)
                .addListener((ChannelFuture attempt) -> {
                    if (!attempt.isSuccess()) {
                        boolean late = attempt.cause() instanceof ConnectTimeoutException;
                        connection.fail(late ? Trouble.CONNECT_TIMEOUT : Trouble.REFUSED);
                    }
                });
        return connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext connected) {
        if (over) {
            connected.close();
            return;
        }
        context = connected;
        if (!secured) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent end && !over) {
            if (end.isSuccess()) {
                begin();
            } else {
                fail(Trouble.HANDSHAKE);
            }
        }
    }

    private void begin() {
        ready = true;
        silence.in(timeout);
        talk.connected();
    }

    void send(String text) {
        ChannelHandlerContext to = context;
        if (to != null) {
            silence.in(timeout);
            to.writeAndFlush(to.alloc().directBuffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!over) {
                silence.in(timeout);
                talk.received(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (over) {
            return;
        }
        close();
        if (ready) {
            talk.closed();
        } else {
            talk.failed(secured ? Trouble.HANDSHAKE : Trouble.REFUSED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        fail(ready ? Trouble.BROKEN : Trouble.HANDSHAKE);
    }

    private void fail(Trouble how) {
        if (!over) {
            close();
            talk.failed(how);
        }
    }

    /** Ends it. */
    void close() {
        over = true;
        silence.off();
        if (context != null) {
            context.close();
        }
    }
}
