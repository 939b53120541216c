package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.backstay.base.hash.Crc64;
import org.backstay.persistence.snapshot.SnapshotTarget;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that goes to several replicas while it is written: {@code $EOF:mark}, the bytes, the mark again. The slowest replica sets the
 * pace; one that does not take anything is given up by {@code repl-timeout}. Owned by the server's loop.
 */
final class DisklessTarget implements SnapshotTarget, Transfer {
    private final List<Replica> receivers;
    private final String mark;
    private final boolean checksum;
    private final Consumer<Runnable> whenSafe;
    private long crc;
    private long bytes;
    private boolean ended;
    private Runnable resume = () -> {};

    /**
     * Begins the transfer.
     *
     * @param whenSafe runs what it is given once replicas may have what the snapshot holds
     */
    DisklessTarget(List<Replica> receivers, String mark, boolean checksum, Consumer<Runnable> whenSafe) {
        this.whenSafe = whenSafe;
        this.receivers = new ArrayList<>(receivers);
        this.mark = mark;
        this.checksum = checksum;
        send("$EOF:" + mark + "\r\n");
    }

    private void send(String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        for (Replica replica : receivers) {
            Channel channel = replica.client().channel();
            channel.writeAndFlush(channel.alloc().buffer(content.length).writeBytes(content), channel.voidPromise());
        }
    }

    @Override
    public void write(ByteBuf chunk) {
        if (checksum) {
            crc = Crc64.update(crc, chunk.memoryAddress() + chunk.readerIndex(), chunk.readableBytes());
        }
        bytes += chunk.readableBytes();
        for (Replica replica : receivers) {
            Channel channel = replica.client().channel();
            channel.writeAndFlush(chunk.retainedDuplicate(), channel.voidPromise());
        }
        chunk.release();
    }

    @Override
    public long transferred() {
        return bytes;
    }

    @Override
    public long total() {
        return 0;
    }

    @Override
    public boolean isReady() {
        for (Replica replica : receivers) {
            if (!replica.client().channel().isWritable()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onReady(Runnable whenReady) {
        resume = whenReady;
    }

    /** A replica takes more, or has gone: the walk may go on. */
    void changed() {
        if (!ended && (isReady() || receivers.isEmpty())) {
            resume.run();
        }
    }

    /** A replica has gone. */
    void remove(Replica replica) {
        receivers.remove(replica);
        changed();
    }

    @Override
    public void finish(Consumer<@Nullable Throwable> done) {
        ended = true;
        whenSafe.accept(() -> sendEnd(done));
    }

    private void sendEnd(Consumer<@Nullable Throwable> done) {
        if (receivers.isEmpty()) {
            done.accept(failure());
            return;
        }
        for (Replica replica : receivers) {
            Channel channel = replica.client().channel();
            channel.write(channel.alloc().buffer(Long.BYTES).writeLongLE(crc), channel.voidPromise());
        }
        send(mark);
        done.accept(null);
    }

    @Override
    public @Nullable Throwable failure() {
        return receivers.isEmpty() ? new IOException("no replica is left to receive the snapshot") : null;
    }

    /** Without the mark a replica can't take the snapshot for whole; only closing tells it that no more will come. */
    @Override
    public void abort() {
        ended = true;
        for (Replica replica : List.copyOf(receivers)) {
            replica.client().channel().close();
        }
    }
}
