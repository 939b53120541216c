package org.backstay.redis.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Joins one channel to its {@link Client}: bytes in, one flush out for each batch read. Runs on the server's loop. */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private final RedisServer server;
    private final Client client;

    ClientHandler(RedisServer server, Client client) {
        this.server = server;
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        server.time().refresh();
        ByteBuf received = (ByteBuf) message;
        server.statistics().received(received.readableBytes());
        client.input().add(received);
        server.dispatcher().executeAll(client);
        server.clientWatch().closesForInput(client);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        server.endBatch(client);
    }

    /** A client that does not take its replies is not read from until it has. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean paused = !context.channel().isWritable();
        context.channel().config().setAutoRead(!paused);
        client.paused(paused);
        if (!paused) {
            context.channel().eventLoop().execute(() -> server.resume(client));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.clients().disconnected(client);
        server.endBatch();
    }

    /** A connection that fails ends; nobody else notices. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            server.log().warning("Closing client id=" + client.id() + " after an unexpected failure: " + cause);
        }
        context.close();
    }
}
