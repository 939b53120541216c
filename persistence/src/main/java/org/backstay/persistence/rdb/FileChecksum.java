package org.backstay.persistence.rdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import org.backstay.base.hash.Crc64;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a snapshot's file, which a worker computes while the loop reads the same file; by that it also brings the file into memory
 * ahead of the loop. Owned by the loop; file, buffer and sum are the worker's.
 */
public final class FileChecksum implements AutoCloseable {
    private static final int TRAILER_BYTES = 8;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** A job's worth: what is computed in vain when the reading is given up. */
    private static final long PIECE_BYTES = 16L << 20;

    private final Worker worker;
    private final DiskFile file;
    private final long length;

    // the worker's
    private final ByteBuf buffer = Unpooled.directBuffer(BUFFER_BYTES, BUFFER_BYTES);
    private long crc;
    private long done;

    // the loop's
    private boolean complete;
    private boolean closed;
    private @Nullable Throwable failure;

    /** Begins with all of a file but the checksum at its end. */
    public FileChecksum(Worker worker, Disk disk, Path path) throws IOException {
        this.worker = worker;
        file = disk.openForRead(path);
        length = Math.max(0, file.size() - TRAILER_BYTES);
        nextPiece();
    }

    private void nextPiece() {
        worker.run(this::addPiece, (last, failed) -> {
            failure = failed;
            complete = failed != null || Boolean.TRUE.equals(last);
            if (!complete && !closed) {
                nextPiece();
            }
        });
    }

    /** Whether it was the last one. */
    private boolean addPiece() throws IOException {
        addUpTo(Math.min(length, done + PIECE_BYTES));
        return done == length;
    }

    private void addUpTo(long end) throws IOException {
        while (done < end) {
            int wanted = (int) Math.min(BUFFER_BYTES, end - done);
            int read = file.read(buffer.internalNioBuffer(0, wanted), done);
            if (read <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            crc = Crc64.update(crc, buffer.memoryAddress(), read);
            done += read;
        }
    }

    /** Whether the worker has come to its end. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The sum of all bytes before an offset, once it is complete. The offset is the end of the file but for the checksum; if other bytes follow
     * the snapshot, which nobody writes, the sum is computed anew, on the spot.
     */
    public long upTo(long end) throws IOException {
        if (failure != null) {
            throw new IOException("the checksum could not be computed: " + failure.getMessage(), failure);
        }
        if (end != length) {
            crc = 0;
            done = 0;
            addUpTo(end);
        }
        return crc;
    }

    @Override
    public void close() {
        closed = true;
        worker.cleanUp(() -> {
            buffer.release();
            file.close();
        });
    }
}
