package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.file.Path;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/**
 * What a segment holds before a {@link RestoreTarget}: whole commands and whole transactions, each of which was read.
 *
 * @param position where they end in the file
 * @param offset where they end in the stream
 * @param seconds when the last of them was written, as far as the segment says; when it was begun, if there is none
 * @param reached whether something follows that comes too late
 */
record SegmentScan(long position, long offset, long seconds, boolean reached) {
    /** Everything. */
    static final RestoreTarget ALL = new RestoreTarget.Offset(Long.MAX_VALUE);

    /** Reads a segment. A command that is not whole at the file's end is not part of it: it may just be being written. */
    static SegmentScan read(Disk disk, Path directory, Segment segment, RestoreTarget target) throws IOException {
        try (DiskFile file = disk.openForRead(directory.resolve(segment.name()));
                SegmentReader reader = new SegmentReader(segment.name(), file, segment.dataStart())) {
            SegmentScan whole =
                    new SegmentScan(segment.dataStart(), segment.start().offset(), segment.startedSeconds(), false);
            long offset = whole.offset;
            while (reader.next()) {
                if (reader.mark() != null) {
                    throw new LogFormatException(segment.name(), "byte " + reader.offset(), "a second #REPL line");
                }
                offset += reader.frameBytes();
                if (reader.inTransaction()) {
                    continue;
                }
                long written = Math.max(reader.seconds(), segment.startedSeconds());
                if (target.excludes(offset, written)) {
                    return new SegmentScan(whole.position, whole.offset, whole.seconds, true);
                }
                whole = new SegmentScan(reader.lastWhole(), offset, written, false);
            }
            return whole;
        }
    }
}
