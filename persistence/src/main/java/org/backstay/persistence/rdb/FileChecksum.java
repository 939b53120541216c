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
 * ahead of the loop. Owned by the loop; file, buffer and sum are the worker's until it is complete.
 */
public final class FileChecksum implements AutoCloseable {
    private static final int TRAILER_BYTES = 8;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** A job's worth: what is computed in vain when the reading is given up. */
    private static final long PIECE_BYTES = 16L << 20;

    private final Worker worker;
    private final DiskFile file;

    // the worker's
    private final ByteBuf buffer = Unpooled.directBuffer(BUFFER_BYTES, BUFFER_BYTES);
    private long crc;
    private long done;

    // the loop's
    private long end;
    private boolean complete;
    private boolean closed;
    private @Nullable Throwable failure;

    /** Begins with all of a file but the checksum at its end. */
    public FileChecksum(Worker worker, Disk disk, Path path) throws IOException {
        this.worker = worker;
        file = disk.openForRead(path);
        end = Math.max(0, file.size() - TRAILER_BYTES);
        nextPiece(end);
    }

    private void nextPiece(long upTo) {
        worker.run(() -> addPiece(upTo), (last, failed) -> {
            if (upTo != end) {
                return; // it is being computed for another end
            }
            failure = failed;
            complete = failed != null || Boolean.TRUE.equals(last);
            if (!complete && !closed) {
                nextPiece(upTo);
            }
        });
    }

    /** Whether it was the last one. */
    private boolean addPiece(long upTo) throws IOException {
        long pieceEnd = Math.min(upTo, done + PIECE_BYTES);
        while (done < pieceEnd) {
            int wanted = (int) Math.min(BUFFER_BYTES, pieceEnd - done);
            int read = file.read(buffer.internalNioBuffer(0, wanted), done);
            if (read <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            crc = Crc64.update(crc, buffer.memoryAddress(), read);
            done += read;
        }
        return done == upTo;
    }

    /**
     * Whether the worker has come to this offset, the end of what the checksum covers. It is taken to be eight bytes before the end of the
     * file; if it is not, because commands follow the snapshot, the worker begins anew.
     */
    public boolean isComplete(long offset) throws IOException {
        if (offset != end) {
            end = offset;
            complete = false;
            worker.cleanUp(() -> {
                crc = 0;
                done = 0;
            });
            nextPiece(offset);
        }
        if (failure != null) {
            throw new IOException("the checksum could not be computed: " + failure.getMessage(), failure);
        }
        return complete;
    }

    /** The sum, once it {@linkplain #isComplete is complete}. */
    public long sum() {
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
