package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.persistence.log.Manifest.LogFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log's folder from parts of another. The manifest comes last: without it the folder is no log. Confined to one thread.
 *
 * <p>Segments no longer say under which boot of the machine they were written, so that whoever starts here does not go on with the id of a
 * history that has gone on without it.
 */
final class RestoredLog {
    private static final int CHUNK_BYTES = 256 * 1024;

    /** A segment, and how much of it. */
    record Part(Segment segment, SegmentScan scan) {}

    private final Disk disk;
    private final Path from;
    private final Path into;
    private final String filename;
    private final List<Path> written = new ArrayList<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private RestoredLog(Disk disk, Path from, Path into, String filename) {
        this.disk = disk;
        this.from = from;
        this.into = into;
        this.filename = filename;
    }

    static void write(Disk disk, Path from, @Nullable StoredBase base, List<Part> parts, Path into, String filename)
            throws IOException {
        disk.createDirectories(into);
        RestoredLog log = new RestoredLog(disk, from, into, filename);
        try {
            Manifest manifest = log.copy(base, parts);
            Path file = AppendOnlyFile.manifestPath(into, filename);
            log.written.add(file);
            disk.replace(file, manifest.format());
            disk.syncDirectory(into);
        } catch (IOException failure) {
            for (Path file : log.written) {
                disk.delete(file);
            }
            throw failure;
        }
    }

    private Manifest copy(@Nullable StoredBase base, List<Part> parts) throws IOException {
        Manifest manifest = Manifest.EMPTY;
        if (base != null) {
            LogFile named = manifest.nextBase(filename, true);
            try (DiskFile source = disk.openForRead(from.resolve(base.name()));
                    DiskFile target = create(named)) {
                copy(source, 0, source.size(), target);
                target.sync();
            }
            manifest = manifest.withBase(named, 0);
        }
        for (Part part : parts) {
            LogFile named = manifest.nextIncrement(filename);
            try (DiskFile source = disk.openForRead(from.resolve(part.segment.name()));
                    DiskFile target = create(named)) {
                target.write(ByteBuffer.wrap(SegmentPrologue.withoutBoot(source)));
                copy(source, part.segment.dataStart(), part.scan.position(), target);
                target.sync();
            }
            manifest = manifest.withIncrement(named);
        }
        return manifest;
    }

    private DiskFile create(LogFile named) throws IOException {
        Path file = into.resolve(named.name());
        written.add(file);
        return disk.create(file);
    }

    private void copy(DiskFile source, long begin, long end, DiskFile target) throws IOException {
        long at = begin;
        while (at < end) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - at));
            int read = source.read(chunk, at);
            if (read <= 0) {
                throw new IOException("a file in " + from + " became shorter while it was read");
            }
            target.write(chunk.flip());
            at += read;
        }
    }
}
