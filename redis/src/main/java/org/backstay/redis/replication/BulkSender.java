package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Sends a snapshot's file to one replica: its length, then its bytes, a chunk at a time as the connection takes them. Owned by the server's
 * loop; the file is read by a worker.
 */
final class BulkSender implements Transfer {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Disk disk;
    private final Worker worker;
    private final Path path;
    private final Channel channel;
    private final Consumer<@Nullable Throwable> done;

    private @Nullable DiskFile file;
    private long length;
    private long sent;
    private boolean reading;
    private boolean ended;

    BulkSender(Disk disk, Worker worker, Path path, Channel channel, Consumer<@Nullable Throwable> done) {
        this.disk = disk;
        this.worker = worker;
        this.path = path;
        this.channel = channel;
        this.done = done;
    }

    @Override
    public long transferred() {
        return sent;
    }

    @Override
    public long total() {
        return length;
    }

    /** Opens the file and begins. */
    void start() {
        reading = true;
        worker.run(() -> disk.openForRead(path), (opened, failure) -> {
            reading = false;
            if (opened == null) {
                end(failure == null ? new IOException(path + " can't be read") : failure);
                return;
            }
            file = opened;
            try {
                length = opened.size();
            } catch (IOException failed) {
                end(failed);
                return;
            }
            byte[] header = ("$" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            channel.write(channel.alloc().buffer(header.length).writeBytes(header), channel.voidPromise());
            sendMore();
        });
    }

    /** Reads the next chunk unless one is being read, the connection takes none, or all is sent. */
    void sendMore() {
        DiskFile from = file;
        if (ended || reading || from == null || !channel.isWritable()) {
            return;
        }
        if (sent == length) {
            channel.flush();
            end(null);
            return;
        }
        reading = true;
        int wanted = (int) Math.min(CHUNK_BYTES, length - sent);
        long at = sent;
        worker.run(() -> read(from, at, wanted), (chunk, failure) -> {
            reading = false;
            if (chunk == null) {
                end(failure == null ? new IOException(path + " can't be read") : failure);
                return;
            }
            sent += chunk.readableBytes();
            channel.writeAndFlush(chunk, channel.voidPromise());
            sendMore();
        });
    }

    private static ByteBuf read(DiskFile from, long at, int wanted) throws IOException {
        ByteBuf chunk = ByteBufAllocator.DEFAULT.directBuffer(wanted, wanted);
        try {
            for (int done = 0; done < wanted; ) {
                int read = from.read(chunk.internalNioBuffer(done, wanted - done), at + done);
                if (read <= 0) {
                    throw new IOException("the snapshot became shorter while it was sent");
                }
                done += read;
            }
            return chunk.writerIndex(wanted).retain();
        } finally {
            chunk.release();
        }
    }

    /** Stops; the replica has gone. */
    void cancel() {
        ended = true;
        closeFile();
    }

    private void end(@Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        closeFile();
        done.accept(failure);
    }

    private void closeFile() {
        DiskFile open = file;
        file = null;
        if (open != null) {
            worker.cleanUp(open::close);
        }
    }
}
