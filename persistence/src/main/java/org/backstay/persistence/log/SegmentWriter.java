package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.jspecify.annotations.Nullable;

/** The file that the log is being written to. Confined to the append-only file's worker. */
final class SegmentWriter {
    private final Disk disk;
    private final Path directory;

    private @Nullable DiskFile file;
    private long length;

    SegmentWriter(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Ends the file and begins another; what was written before is on stable storage when this returns. */
    @Nullable
    Void roll(String name, byte[] prologue, byte @Nullable [] manifest, Path manifestPath) throws IOException {
        DiskFile before = file;
        long lengthBefore = length;
        DiskFile created = disk.create(directory.resolve(name));
        try {
            created.write(ByteBuffer.wrap(prologue));
            created.sync();
            if (before != null) {
                before.sync();
            }
            length = created.size();
            if (manifest != null) {
                disk.replace(manifestPath, manifest);
            }
            disk.syncDirectory(directory);
        } catch (IOException failed) {
            length = lengthBefore;
            created.close();
            disk.delete(directory.resolve(name));
            throw failed;
        }
        file = created;
        if (before != null) {
            before.close();
        }
        return null;
    }

    /** Writes all slices or none: what a failed write (or sync) left behind is cut off again, to be written once more. */
    void write(List<ByteBuf> slices, boolean sync) throws IOException {
        DiskFile to = open();
        long written = 0;
        try {
            for (ByteBuf slice : slices) {
                to.write(slice.nioBuffer());
                written += slice.readableBytes();
            }
            if (sync) {
                to.sync();
            }
        } catch (IOException failed) {
            to.truncate(length);
            throw failed;
        }
        length += written;
    }

    void sync() throws IOException {
        open().sync();
    }

    void close() throws IOException {
        DiskFile open = file;
        file = null;
        if (open != null) {
            open.sync();
            open.close();
        }
    }

    private DiskFile open() throws IOException {
        DiskFile open = file;
        if (open == null) {
            throw new IOException("the append-only file is not open");
        }
        return open;
    }
}
