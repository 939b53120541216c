package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.backstay.persistence.log.LogCursor;

/**
 * Sends the log to one replica, as fast as its connection takes it and no faster: what it has not taken stays in the log, not in the
 * connection's buffer. In the replica's pipeline; runs on the server's loop.
 */
final class StreamFeeder extends ChannelInboundHandlerAdapter {
    private static final int SLICE_BYTES = 64 * 1024;

    private final Replica replica;
    private Runnable whenWritable;

    StreamFeeder(Replica replica) {
        this.replica = replica;
        whenWritable = this::pump;
    }

    /** Sends what the connection takes now. */
    void pump() {
        LogCursor from = replica.cursor();
        if (from == null || !replica.isIn(FeedState.ONLINE) || replica.startsOnAck()) {
            return;
        }
        Channel channel = replica.client().channel();
        boolean wrote = false;
        while (channel.isWritable()) {
            ByteBuf slice = from.take(SLICE_BYTES);
            if (slice == null) {
                break;
            }
            channel.write(slice, channel.voidPromise());
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
    }

    /** While a snapshot is sent, something else goes on when the connection takes more. */
    void whenWritable(Runnable other) {
        whenWritable = other;
    }

    /** From now on the stream goes on when the connection takes more. */
    void stream() {
        whenWritable = this::pump;
        pump();
    }

    /** Not passed on: a replica is heard even while it does not take what it is sent. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            whenWritable.run();
        }
    }
}
