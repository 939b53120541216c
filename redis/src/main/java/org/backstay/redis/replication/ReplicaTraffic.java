package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.backstay.redis.server.Statistics;

/** Counts what is sent to one replica. In the pipeline of its connection. */
final class ReplicaTraffic extends ChannelOutboundHandlerAdapter {
    private final Statistics statistics;

    ReplicaTraffic(Statistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        statistics.sentToReplica(((ByteBuf) message).readableBytes());
        context.write(message, promise);
    }
}
