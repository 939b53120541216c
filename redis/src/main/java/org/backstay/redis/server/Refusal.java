package org.backstay.redis.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** Turns away a connection with one error and no client behind it. Stateless. */
final class Refusal {
    static final String PROTECTED_MODE =
            "DENIED This server is in protected mode: it has no password and no bind directive, so it serves the local machine "
                    + "only. To serve others, set requirepass or bind, or protected-mode no.";

    private Refusal() {}

    static void send(Channel channel, String error) {
        channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), "-" + error + "\r\n"))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
