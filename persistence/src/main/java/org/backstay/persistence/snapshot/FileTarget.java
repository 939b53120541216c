package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.backstay.base.hash.Crc64;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's file: written under a temporary name and, when it is whole and on stable storage, given its own. Owned by the loop; the
 * file and the checksum are the worker's.
 */
public final class FileTarget implements SnapshotTarget {
    /** Chunks on their way to the disk before the walk waits. */
    private static final int MOST_WAITING = 16;

    /** Written bytes are synced in portions, so that the last sync is short and does not flood the disk. */
    private static final long SYNC_EVERY = 32L << 20;

    private final Disk disk;
    private final Worker worker;
    private final Path temporary;
    private final Path target;
    private final boolean checksum;

    // the worker's
    private @Nullable DiskFile file;
    private long crc;
    private long unsynced;
    private boolean broken;

    // the loop's
    private int waiting;
    private long bytes;
    private boolean aborted;
    private @Nullable Throwable failure;
    private Runnable resume = () -> {};

    /**
     * Starts a file.
     *
     * @param temporary where it is written
     * @param target what it is called when it is whole; the same as {@code temporary} when the caller renames it
     * @param checksum whether it ends with a checksum ({@code rdbchecksum}) or with eight zeros
     */
    public FileTarget(Disk disk, Worker worker, Path temporary, Path target, boolean checksum) {
        this.disk = disk;
        this.worker = worker;
        this.temporary = temporary;
        this.target = target;
        this.checksum = checksum;
        run(() -> file = disk.create(temporary));
    }

    private interface Job {
        void run() throws IOException;
    }

    private void run(Job job) {
        waiting++;
        worker.run(
                () -> {
                    try {
                        job.run();
                    } catch (IOException failed) {
                        broken = true;
                        throw failed;
                    }
                    return null;
                },
                (nothing, failed) -> {
                    waiting--;
                    if (failed != null && failure == null) {
                        failure = failed;
                    }
                    if (waiting == MOST_WAITING / 2) {
                        resume.run();
                    }
                });
    }

    @Override
    public void write(ByteBuf chunk) {
        if (failure != null || aborted) {
            chunk.release();
            return;
        }
        bytes += chunk.readableBytes();
        run(() -> {
            try {
                append(chunk);
            } finally {
                chunk.release();
            }
        });
    }

    private void append(ByteBuf chunk) throws IOException {
        DiskFile open = file;
        if (open == null) {
            return;
        }
        if (checksum) {
            crc = Crc64.update(crc, chunk.memoryAddress() + chunk.readerIndex(), chunk.readableBytes());
        }
        open.write(chunk.nioBuffer());
        unsynced += chunk.readableBytes();
        if (unsynced >= SYNC_EVERY) {
            open.sync();
            unsynced = 0;
        }
    }

    @Override
    public boolean isReady() {
        return waiting < MOST_WAITING || failure != null;
    }

    @Override
    public void onReady(Runnable whenReady) {
        resume = whenReady;
    }

    @Override
    public void finish(Consumer<@Nullable Throwable> done) {
        worker.run(
                () -> {
                    complete();
                    return null;
                },
                (nothing, failed) -> {
                    Throwable first = failure != null ? failure : failed;
                    if (first != null) {
                        abort();
                    }
                    done.accept(first);
                });
    }

    private void complete() throws IOException {
        DiskFile open = file;
        if (open == null || broken) {
            throw new IOException("the snapshot " + temporary + " could not be written");
        }
        ByteBuffer trailer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        open.write(trailer.putLong(crc).flip());
        open.sync();
        open.close();
        file = null;
        if (!target.equals(temporary)) {
            disk.rename(temporary, target);
        }
        Path directory = target.toAbsolutePath().getParent();
        if (directory != null) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    /** The file's length so far, without its end. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void abort() {
        if (aborted) {
            return;
        }
        aborted = true;
        worker.cleanUp(() -> {
            DiskFile open = file;
            file = null;
            if (open != null) {
                open.close();
            }
            disk.delete(temporary);
        });
    }
}
