package org.backstay.sentinel.command;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.backstay.base.bytes.ByteString;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;

/** One client: an operator, a program that looks for its master, or another sentinel. Owned by the loop. */
final class Client {
    /** A subscriber that lets more than this pile up is disconnected. */
    private static final long MOST_UNSENT = 32L * 1024 * 1024;

    private final Channel channel;
    private final long id;
    private final long since;
    private final RequestInput input;
    private final ReplyWriter reply;
    private final Runnable resume;
    private final Set<ByteString> channels = new LinkedHashSet<>();
    private final Set<ByteString> patterns = new LinkedHashSet<>();
    private boolean held;
    private boolean closing;
    private boolean closed;

    /** Whether it gave the password, or needs none. */
    boolean authenticated;

    /** As set by CLIENT SETNAME. */
    String name = "";

    /** The last command, for CLIENT LIST. */
    String lastCommand = "NULL";

    /** When it last sent a command. */
    long activeAt;

    Client(Channel channel, long id, long now, RequestLimits limits, Consumer<Client> resume) {
        this.channel = channel;
        this.id = id;
        this.since = now;
        this.activeAt = now;
        this.input = new RequestInput(channel.alloc(), limits);
        this.reply = new ReplyWriter(channel.alloc());
        this.resume = () -> resume.accept(this);
    }

    long id() {
        return id;
    }

    long since() {
        return since;
    }

    Channel channel() {
        return channel;
    }

    RequestInput input() {
        return input;
    }

    /** Where replies are written. */
    ReplyWriter reply() {
        return reply;
    }

    /** The channels it listens on. */
    Set<ByteString> channels() {
        return channels;
    }

    /** The patterns of channels it listens on. */
    Set<ByteString> patterns() {
        return patterns;
    }

    int subscriptions() {
        return channels.size() + patterns.size();
    }

    /** The reply comes later: no further command of this client is carried out before {@link #release}. */
    void hold() {
        held = true;
    }

    /** The reply that was held back is written by this, unless the client has gone. */
    void release(Consumer<ReplyWriter> answer) {
        held = false;
        if (closed) {
            return;
        }
        answer.accept(reply);
        resume.run();
    }

    boolean isHeld() {
        return held;
    }

    /** The connection ends once what was written is sent. */
    void closeAfterReply() {
        closing = true;
    }

    boolean isClosing() {
        return closing || closed;
    }

    /** Sends what was written. */
    void flush() {
        if (closed) {
            return;
        }
        reply.drain((ByteBuf part) -> channel.write(part));
        channel.flush();
        if (closing) {
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        } else if (channel.unsafe().outboundBuffer() != null
                && channel.unsafe().outboundBuffer().totalPendingWriteBytes() > MOST_UNSENT) {
            channel.close();
        }
    }

    /** The connection has ended. */
    void closed() {
        if (!closed) {
            closed = true;
            input.close();
            reply.close();
        }
    }
}
