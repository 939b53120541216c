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

    /** Whether the file may be longer than it should: what a failed write left could not be cut off yet. */
    private boolean overhangs;

    SegmentWriter(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * Ends the file and begins another; what was written before is on stable storage when this returns.
     *
     * @throws UnsettledManifestException when the manifest may name the new file already: nothing may be appended to the old one any more, and
     *     this is to be tried again
     * @throws IOException when everything is as before
     */
    @Nullable
    Void roll(String name, byte[] prologue, byte @Nullable [] manifest, Path manifestPath) throws IOException {
        DiskFile before = file;
        DiskFile created = create(name, prologue);
        if (manifest != null) {
            try {
                disk.replace(manifestPath, manifest);
            } catch (IOException failed) {
                created.close();
                throw new UnsettledManifestException(failed);
            }
        }
        file = created;
        length = prologue.length;
        if (before != null) {
            before.close();
        }
        return null;
    }

    /** Makes the new file, and the old one complete. */
    private DiskFile create(String name, byte[] prologue) throws IOException {
        Path path = directory.resolve(name);
        DiskFile created = disk.create(path);
        try {
            created.write(ByteBuffer.wrap(prologue));
            created.sync();
            disk.syncDirectory(directory);
            if (file != null) {
                sync();
            }
            return created;
        } catch (IOException failed) {
            created.close();
            disk.delete(path);
            throw failed;
        }
    }

    /** Writes all slices or none: what a failed write (or sync) left behind is cut off again, to be written once more. */
    void write(List<ByteBuf> slices, boolean sync) throws IOException {
        DiskFile to = open();
        cutOverhang(to);
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
            overhangs = true;
            cutOverhang(to);
            throw failed;
        }
        length += written;
    }

    private void cutOverhang(DiskFile from) throws IOException {
        if (overhangs) {
            from.truncate(length);
            overhangs = false;
        }
    }

    void sync() throws IOException {
        DiskFile open = open();
        cutOverhang(open);
        open.sync();
    }

    void close() throws IOException {
        DiskFile open = file;
        if (open != null) {
            try (open) {
                sync();
            } finally {
                file = null;
            }
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
