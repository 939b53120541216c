package org.backstay.redis.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Worker;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.ReplicationId;
import org.backstay.persistence.rdb.FileChecksum;
import org.backstay.persistence.rdb.KeyspaceLoader;
import org.backstay.persistence.rdb.RdbReader;
import org.jspecify.annotations.Nullable;

/** A snapshot's file as something to load. Owned by the server's loop. */
final class SnapshotSource implements LoadRun.Source {
    private static final int LONGEST_NUMBER = 18;

    private final DiskFile file;
    private final KeyspaceLoader loader;
    private final RdbReader reader;

    /**
     * Opens a file.
     *
     * @param verify whether it is held against the checksum at its end ({@code rdbchecksum}), which the worker computes meanwhile
     */
    SnapshotSource(Disk disk, Worker worker, Path path, KeyspaceLoader loader, boolean verify) throws IOException {
        file = disk.openForRead(path);
        this.loader = loader;
        FileChecksum checksum = verify ? new FileChecksum(worker, disk, path) : null;
        reader = new RdbReader(path.toString(), file, loader, checksum);
    }

    @Override
    public boolean step(LongSupplier clock, long until) throws IOException {
        return reader.step(clock, until);
    }

    @Override
    public long totalBytes() {
        return reader.size();
    }

    @Override
    public long loadedBytes() {
        return reader.offset();
    }

    long keys() {
        return reader.keys();
    }

    long expiredKeys() {
        return loader.expiredKeys();
    }

    /** The position that the snapshot recorded, or null. */
    @Nullable
    LogMark position() {
        return position(loader);
    }

    static @Nullable LogMark position(KeyspaceLoader loader) {
        String id = loader.aux("repl-id");
        long offset = number(loader.aux("repl-offset"), -1);
        return id == null || !ReplicationId.isValid(id) || offset < 0 ? null : new LogMark(id, offset);
    }

    /** The database that the stream goes on in after the snapshot. */
    static int streamDatabase(KeyspaceLoader loader) {
        return (int) Math.min(number(loader.aux("repl-stream-db"), 0), Integer.MAX_VALUE);
    }

    int streamDatabase() {
        return streamDatabase(loader);
    }

    private static long number(@Nullable String text, long otherwise) {
        boolean isNumber = text != null
                && !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(text) : otherwise;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        loader.close();
        file.close();
    }
}
