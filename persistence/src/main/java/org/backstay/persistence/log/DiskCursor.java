package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.backstay.node.Disk;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log's segments from which one taker is served, a piece at a time. Owned by the node's loop; a worker reads.
 *
 * <p>It holds nothing in memory but the piece that is being read, so it may lie as far behind as the segments reach.
 */
public final class DiskCursor implements AutoCloseable {
    private final AppendOnlyFile log;
    private final Disk disk;
    private final Path directory;
    private final Worker worker;

    private @Nullable SegmentStream stream;
    private long offset;
    private boolean reading;
    private boolean closed;

    DiskCursor(AppendOnlyFile log, Disk disk, Path directory, Worker worker, long offset) {
        this.log = log;
        this.disk = disk;
        this.directory = directory;
        this.worker = worker;
        this.offset = offset;
    }

    /** The offset of the next byte to take. */
    public long offset() {
        return offset;
    }

    /** Whether a piece is being read. */
    public boolean isReading() {
        return reading;
    }

    /**
     * Reads the next piece, unless one is being read or all that is in the files was taken.
     *
     * @param done called on the loop with the bytes, to be released there, which may be none; or with the failure, after which this
     *     cursor is of no more use. Not called once the cursor is closed
     */
    public void read(BiConsumer<@Nullable ByteBuf, @Nullable Throwable> done) {
        long written = log.written();
        if (reading || closed || offset >= written) {
            return;
        }
        Segment segment = log.catalog().at(offset);
        if (segment == null) {
            done.accept(null, new IOException("offset " + offset + " is in no segment any more"));
            return;
        }
        long limit = Math.min(written, log.catalog().endOf(segment, written));
        long from = offset;
        SegmentStream open = stream;
        reading = true;
        worker.run(() -> read(open, segment, from, limit), (piece, failure) -> {
            reading = false;
            if (piece != null) {
                taken(piece, done);
                return;
            }
            log.catalog().distrust(segment);
            if (!closed) {
                done.accept(null, failure);
            }
        });
    }

    /** What was read, and from where; closed only when nobody takes it. */
    private record Piece(SegmentStream from, ByteBuf bytes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.release();
            from.close();
        }
    }

    private Piece read(@Nullable SegmentStream open, Segment segment, long from, long limit) throws IOException {
        SegmentStream reader = open;
        if (reader == null || !reader.segment().name().equals(segment.name())) {
            if (reader != null) {
                reader.close();
            }
            reader = new SegmentStream(disk, directory, segment);
        }
        try {
            return new Piece(reader, reader.read(from, limit));
        } catch (IOException | RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    private void taken(Piece piece, BiConsumer<@Nullable ByteBuf, @Nullable Throwable> done) {
        stream = piece.from;
        if (closed) {
            piece.bytes.release();
            closeStream();
            return;
        }
        offset += piece.bytes.readableBytes();
        done.accept(piece.bytes, null);
    }

    @Override
    public void close() {
        closed = true;
        if (!reading) {
            closeStream();
        }
    }

    private void closeStream() {
        SegmentStream open = stream;
        stream = null;
        if (open != null) {
            worker.cleanUp(open::close);
        }
    }
}
