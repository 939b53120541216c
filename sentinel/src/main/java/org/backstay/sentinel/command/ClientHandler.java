package org.backstay.sentinel.command;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.backstay.node.Log;

/** Joins a channel to its {@link Client}. Runs on the loop. */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    /** More than this without a whole request is no client of ours. */
    private static final long MOST_UNREAD = 64L * 1024 * 1024;

    private final Client client;
    private final SentinelServer server;
    private final Log log;

    ClientHandler(Client client, SentinelServer server, Log log) {
        this.client = client;
        this.server = server;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        client.input().add((ByteBuf) message);
        server.run(client);
        if (client.input().unread() > MOST_UNREAD) {
            context.close();
        }
    }

    /** Who does not take its replies is not read from until it does. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.disconnected(client);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warning("Closing client id=" + client.id() + " after an unexpected failure: " + cause);
        }
        context.close();
    }
}
