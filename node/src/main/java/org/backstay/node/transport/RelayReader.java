package org.backstay.node.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Hands what one connection receives to its owner. Runs on the connection's loop. */
final class RelayReader extends ChannelInboundHandlerAdapter {
    private final RelayedChannel owner;

    RelayReader(RelayedChannel owner) {
        this.owner = owner;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!owner.take((ByteBuf) message)) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        owner.failed(cause);
    }
}
