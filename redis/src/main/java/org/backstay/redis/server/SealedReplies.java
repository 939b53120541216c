package org.backstay.redis.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * What was written to one client up to the end of a batch whose effects are not safe yet. What the next batch writes is not part of it, and
 * waits for its own effects. Owned by the server's loop.
 */
final class SealedReplies {
    private final Client client;
    private final List<ByteBuf> buffers = new ArrayList<>();
    private final long bytes;
    private final boolean closes;

    SealedReplies(Client client) {
        this.client = client;
        bytes = client.reply().size();
        client.reply().drain(buffers::add);
        client.sealed(bytes);
        closes = client.closesAfterReply();
    }

    Client client() {
        return client;
    }

    /** Hands it to the connection, and flushes it. */
    void send() {
        client.sealed(-bytes);
        Channel channel = client.channel();
        for (ByteBuf buffer : buffers) {
            channel.write(buffer, channel.voidPromise());
        }
        channel.flush();
        if (closes) {
            channel.close();
        }
    }
}
