package org.backstay.redis.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written to one client up to the end of a batch whose effects are not safe yet. What the next batch writes is not part of it, and
 * waits for its own effects. Owned by the server's loop.
 */
final class SealedReplies {
    private final Client client;
    private final List<ByteBuf> buffers = new ArrayList<>();
    private final long bytes;
    private final boolean closes;
    private final @Nullable WriteReplies writes;

    SealedReplies(Client client) {
        this.client = client;
        bytes = client.reply().size();
        client.reply().drain(buffers::add);
        client.sealed(bytes);
        closes = client.closesAfterReply();
        writes = client.writes().takeReplies();
    }

    Client client() {
        return client;
    }

    /** How many bytes wait. */
    long bytes() {
        return bytes;
    }

    /** How many of the answers are to writes. */
    int writes() {
        return writes == null ? 0 : writes.count();
    }

    /** Hands it to the connection, and flushes it. */
    void send() {
        client.sealed(-bytes);
        Channel channel = client.channel();
        for (ByteBuf buffer : buffers) {
            channel.write(buffer, channel.voidPromise());
        }
        flush(channel);
    }

    /** As {@link #send}, with an error in place of each answer to a write. */
    void sendUncertain(String error) {
        WriteReplies replaced = writes;
        if (replaced == null) {
            send();
            return;
        }
        client.sealed(-bytes);
        Channel channel = client.channel();
        ByteBuf line = Unpooled.wrappedBuffer(("-" + error + "\r\n").getBytes(US_ASCII));
        ByteBuf all = Unpooled.wrappedBuffer(buffers.size(), buffers.toArray(ByteBuf[]::new));
        int at = 0;
        for (int i = 0; i < replaced.count(); i++) {
            int start = Math.toIntExact(replaced.start(i));
            channel.write(all.retainedSlice(at, start - at), channel.voidPromise());
            channel.write(line.retainedDuplicate(), channel.voidPromise());
            at = Math.toIntExact(replaced.end(i));
        }
        channel.write(all.retainedSlice(at, all.readableBytes() - at), channel.voidPromise());
        all.release();
        line.release();
        flush(channel);
    }

    private void flush(Channel channel) {
        channel.flush();
        if (closes) {
            channel.close();
        }
    }
}
