package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.backstay.redis.replication.Reading.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshot that a master sends, into a file: {@code $length} and so many bytes, or {@code $EOF:mark}, bytes, and the mark. Owned by
 * the server's loop; a worker writes.
 */
final class SnapshotReceiver implements Transfer {
    /** What to tell the link. */
    interface Listener {
        /** The file is whole; what was received after it belongs to the stream. */
        void received(Path file);

        /** It can't become whole. */
        void failed(String why);
    }

    private static final int MARK_BYTES = 40;
    private static final String MARK_HEADER = "$EOF:";

    /** Received and not yet written: above, nothing more is read from the master. */
    private static final long MOST_WAITING = 8L << 20;

    private static final long RESUME_BELOW = 2L << 20;

    private final Disk disk;
    private final Worker worker;
    private final Path path;
    private final ByteBufAllocator allocator;
    private final Reading reading;
    private final Listener listener;

    private @Nullable DiskFile file;
    private byte @Nullable [] mark;
    private byte[] tail = new byte[0];
    private long expected = -1;
    private long received;
    private long waiting;
    private boolean ended;

    SnapshotReceiver(
            Disk disk, Worker worker, Path path, ByteBufAllocator allocator, Reading reading, Listener listener) {
        this.disk = disk;
        this.worker = worker;
        this.path = path;
        this.allocator = allocator;
        this.reading = reading;
        this.listener = listener;
    }

    /** The header has come: what follows {@code $}. Returns why it is none, or null. */
    @Nullable
    String begin(String header) {
        if (header.startsWith(MARK_HEADER) && header.length() == MARK_HEADER.length() + MARK_BYTES) {
            mark = header.substring(MARK_HEADER.length()).getBytes(StandardCharsets.ISO_8859_1);
        } else if (header.startsWith("$")
                && header.length() > 1
                && header.length() < 20
                && header.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
            expected = Long.parseLong(header.substring(1));
        } else {
            return "Bad protocol from MASTER, the first byte is not '$' (we received '" + header
                    + "'), are you sure the host and port are right?";
        }
        worker.run(
                () -> {
                    file = disk.create(path);
                    return null;
                },
                (nothing, failure) -> failIf(failure));
        return null;
    }

    /** Whether the header has come. */
    boolean hasBegun() {
        return mark != null || expected >= 0;
    }

    /** Whether everything has come. */
    boolean hasEnded() {
        return ended;
    }

    /** The bytes that the master announced, or 0 when it does not know. */
    @Override
    public long total() {
        return Math.max(expected, 0);
    }

    /** The bytes received so far. */
    @Override
    public long transferred() {
        return received;
    }

    /** Takes what belongs to the snapshot from what was received; the rest stays readable. */
    void take(ByteBuf in) {
        if (ended) {
            return;
        }
        if (mark == null) {
            int part = (int) Math.min(in.readableBytes(), expected - received);
            write(in.readRetainedSlice(part));
            received += part;
            if (received == expected) {
                finish();
            }
            return;
        }
        takeUntilMark(in, mark);
    }

    /** The master sends nothing after the mark until we have acknowledged, so only the end of what came is looked at. */
    private void takeUntilMark(ByteBuf in, byte[] wanted) {
        received += in.readableBytes();
        ByteBuf all = allocator.directBuffer(tail.length + in.readableBytes());
        all.writeBytes(tail).writeBytes(in);
        int keep = Math.min(MARK_BYTES, all.readableBytes());
        byte[] last = new byte[keep];
        all.getBytes(all.writerIndex() - keep, last);
        all.writerIndex(all.writerIndex() - keep);
        write(all);
        tail = last;
        if (java.util.Arrays.equals(last, wanted)) {
            finish();
        }
    }

    private void write(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length == 0) {
            bytes.release();
            return;
        }
        waiting += length;
        if (waiting > MOST_WAITING) {
            reading.pause(Obstacle.SNAPSHOT_UNWRITTEN);
        }
        worker.run(
                () -> {
                    try {
                        DiskFile open = file;
                        if (open == null) {
                            throw new IOException("the file is not open");
                        }
                        open.write(bytes.nioBuffer());
                    } finally {
                        bytes.release();
                    }
                    return null;
                },
                (nothing, failure) -> {
                    waiting -= length;
                    if (waiting < RESUME_BELOW) {
                        reading.resume(Obstacle.SNAPSHOT_UNWRITTEN);
                    }
                    failIf(failure);
                });
    }

    private void failIf(@Nullable Throwable failure) {
        if (failure != null && !ended) {
            ended = true;
            listener.failed(
                    "Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchronization: "
                            + failure.getMessage());
        }
    }

    private void finish() {
        ended = true;
        reading.pause(Obstacle.SNAPSHOT_UNLOADED);
        worker.run(
                () -> {
                    DiskFile open = file;
                    file = null;
                    if (open == null) {
                        throw new IOException("the file is not open");
                    }
                    open.sync();
                    open.close();
                    return null;
                },
                (nothing, failure) -> {
                    if (failure != null) {
                        listener.failed("Failed to sync the snapshot: " + failure.getMessage());
                    } else {
                        listener.received(path);
                    }
                });
    }

    /** Gives up and deletes the file. */
    void abort() {
        ended = true;
        worker.cleanUp(() -> {
            DiskFile open = file;
            file = null;
            if (open != null) {
                open.close();
            }
            disk.delete(path);
        });
    }
}
