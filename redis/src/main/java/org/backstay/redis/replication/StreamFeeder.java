package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.backstay.persistence.log.DiskCursor;
import org.backstay.persistence.log.LogCursor;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to one replica, as fast as its connection takes it and no faster: what it has not taken stays in the log, not in the
 * connection's buffer. In the replica's pipeline; runs on the server's loop.
 *
 * <p>A replica that is so far behind that it would keep much of the log in memory is served from the log's files, until it has reached
 * what is in memory anyway. Either way its place in the stream is one offset, so that nothing is lost or sent twice where it changes over.
 */
final class StreamFeeder extends ChannelInboundHandlerAdapter {
    private static final int SLICE_BYTES = 64 * 1024;

    /** What becomes of the feeding. */
    interface Events {
        /** The replica is far behind: from this offset on it is served from the log's files. */
        void fellBehind(long offset);

        /** It has reached what is in memory at this offset. */
        void caughtUp(long offset);

        /** The log's files can't be read; it can't be served. */
        void failed(Throwable failure);
    }

    private final StreamSource source;
    private final Events events;
    private @Nullable Channel channel;
    private @Nullable LogCursor memory;
    private @Nullable DiskCursor files;
    private boolean streaming;
    private Runnable whenWritable = () -> {};

    /**
     * Feeds nothing yet.
     *
     * @param events hears what operators should know
     */
    StreamFeeder(StreamSource source, Events events) {
        this.source = source;
        this.events = events;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    /** Says where the stream will go on; from now on it is kept for this replica from there. */
    void startAt(long offset) {
        close();
        if (source.isInMemory(offset)) {
            memory = source.fromMemory(offset);
        } else {
            files = source.fromFiles(offset);
        }
    }

    /** The offset of the next byte to send; -1 while it is not known. */
    long offset() {
        LogCursor near = memory;
        DiskCursor far = files;
        return near != null ? near.offset() : far != null ? far.offset() : -1;
    }

    /** Whether it is far behind, and served from the log's files. */
    boolean readsFiles() {
        return files != null;
    }

    /** Bytes of the log that are in memory for this replica. */
    long pinned() {
        LogCursor near = memory;
        return near == null ? 0 : near.available();
    }

    /** Sends what the connection takes now. */
    void pump() {
        Channel to = channel;
        if (!streaming || to == null) {
            return;
        }
        if (files != null) {
            pumpFiles(to);
        } else if (memory != null) {
            pumpMemory(to, memory);
        }
    }

    private void pumpMemory(Channel to, LogCursor from) {
        boolean wrote = false;
        long end = source.end();
        while (to.isWritable() && from.offset() < end) {
            ByteBuf slice = from.take(Math.min(SLICE_BYTES, end - from.offset()));
            if (slice == null) {
                break;
            }
            to.write(slice, to.voidPromise());
            wrote = true;
        }
        if (wrote) {
            to.flush();
        }
        unpin();
    }

    /** Lets go of memory that is kept for this replica alone, when it is much and the files have it. */
    void unpin() {
        LogCursor near = memory;
        if (near == null || near.available() <= StreamSource.MOST_PINNED || !source.isInFiles(near.offset())) {
            return;
        }
        files = source.fromFiles(near.offset());
        memory = null;
        events.fellBehind(near.offset());
        near.close();
        pump();
    }

    private void pumpFiles(Channel to) {
        DiskCursor from = files;
        if (from == null || from.isReading() || !to.isWritable()) {
            return;
        }
        if (source.isInMemory(from.offset())) {
            memory = source.fromMemory(from.offset());
            files = null;
            events.caughtUp(from.offset());
            from.close();
            pump();
            return;
        }
        from.read((piece, failure) -> {
            if (piece == null) {
                events.failed(failure == null ? new IllegalStateException("nothing was read") : failure);
            } else if (piece.isReadable()) {
                to.writeAndFlush(piece, to.voidPromise());
                pump();
            } else {
                piece.release();
                pump();
            }
        });
    }

    /** While a snapshot is sent, something else goes on when the connection takes more. */
    void whenWritable(Runnable other) {
        whenWritable = other;
    }

    /** From now on the stream goes on when the connection takes more. */
    void stream() {
        streaming = true;
        whenWritable = this::pump;
        pump();
    }

    /** Sends no more; nothing is kept for this replica. */
    void close() {
        LogCursor near = memory;
        DiskCursor far = files;
        memory = null;
        files = null;
        if (near != null) {
            near.close();
        }
        if (far != null) {
            far.close();
        }
    }

    /** Not passed on: a replica is heard even while it does not take what it is sent. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            whenWritable.run();
        }
    }
}
