package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Disk;
import org.backstay.persistence.log.Manifest.LogFile;
import org.jspecify.annotations.Nullable;

/**
 * A log's folder as something to go back in: which states it holds, and one of them as a folder of its own. It is only read, so the server
 * that writes it may be running. Every method blocks; confined to one thread.
 */
public final class LogArchive {
    private final Disk disk;
    private final Path directory;
    private final String filename;
    private final List<Segment> segments;
    private final List<Start> starts;

    /** A state that is there as a whole, and the segment that goes on from it. */
    private record Start(@Nullable StoredBase base, LogMark position, long seconds, int segment) {}

    /**
     * What was restored.
     *
     * @param end the history, and the offset up to which it was restored
     * @param seconds when the last command before it was written, seconds since the epoch
     * @param base the snapshot that it starts from; null for an empty keyspace
     * @param segments how many segments follow the snapshot
     */
    public record Restored(
            LogMark end, long seconds, @Nullable StoredBase base, int segments) {}

    /**
     * Looks through a folder.
     *
     * @param directory {@code appenddirname} under {@code dir}
     * @param filename {@code appendfilename}
     * @throws IOException also when there is no log, or nothing in it of which the place in the stream is known
     */
    public LogArchive(Disk disk, Path directory, String filename) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.filename = filename;
        Path file = AppendOnlyFile.manifestPath(directory, filename);
        if (!disk.exists(file)) {
            throw new IOException(file + " does not exist: no append only file was found");
        }
        Manifest manifest = Manifest.parse(file.toString(), disk.readAll(file));
        SegmentCatalog catalog = SegmentCatalog.survey(disk, directory, manifest);
        segments = catalog.segments();
        starts = starts(manifest, catalog.bases());
        if (starts.isEmpty()) {
            throw new IOException(
                    directory
                            + " holds no snapshot whose place in the log is known: it was written by another program, which notes none");
        }
    }

    private List<Start> starts(Manifest manifest, List<StoredBase> bases) {
        List<Start> found = new ArrayList<>();
        if (!segments.isEmpty() && beganEmpty(manifest, bases)) {
            Segment first = segments.getFirst();
            found.add(new Start(null, first.start(), first.startedSeconds(), 0));
        }
        for (StoredBase base : bases) {
            int at = segmentFrom(base.position().offset());
            if (at >= 0) {
                found.add(new Start(base, base.position(), base.takenSeconds(), at));
            }
        }
        return found;
    }

    /** Whether the first segment is the log's very first, and no snapshot came before it. */
    private boolean beganEmpty(Manifest manifest, List<StoredBase> bases) {
        Segment first = segments.getFirst();
        long allBases = manifest.files().stream()
                .filter(file -> file.kind() == LogFile.Kind.BASE || file.name().contains(".base."))
                .count();
        boolean isVeryFirst = manifest.files().stream()
                .anyMatch(file -> file.sequence() == 1 && file.name().equals(first.name()));
        if (!isVeryFirst || allBases == 0) {
            return isVeryFirst;
        }
        boolean firstBaseIsKnown = manifest.files().stream()
                .anyMatch(file -> file.sequence() == 1
                        && file.name()
                                .equals(bases.isEmpty() ? "" : bases.getFirst().name()));
        return firstBaseIsKnown
                && bases.size() == allBases
                && bases.getFirst().position().offset() > first.start().offset();
    }

    /** The last segment that begins at an offset: what stands before it there is empty. */
    private int segmentFrom(long offset) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).start().offset() == offset) {
                return i;
            }
        }
        return -1;
    }

    /** What can be restored, oldest first. */
    public List<RestorableRange> ranges() throws IOException {
        List<RestorableRange> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            Start next = starts.get(i + 1);
            ranges.add(range(starts.get(i), next.position.offset(), next.seconds));
        }
        SegmentScan end = SegmentScan.read(disk, directory, segments.getLast(), SegmentScan.ALL);
        ranges.add(range(starts.getLast(), end.offset(), end.seconds()));
        return ranges;
    }

    private static RestorableRange range(Start start, long toOffset, long toSeconds) {
        return new RestorableRange(start.base, start.position, start.seconds, toOffset, toSeconds);
    }

    /**
     * Makes a log's folder that ends where the target says. Whoever starts on it begins a new history there, of which this one is the past.
     *
     * @param into the folder, which does not exist or is empty; after a failure nothing is left in it
     * @throws IOException also when the target is not in the log, or what is needed is damaged
     */
    public Restored restore(RestoreTarget target, Path into) throws IOException {
        Start start = startFor(target);
        List<RestoredLog.Part> parts = new ArrayList<>();
        SegmentScan scan = null;
        for (int i = start.segment; i < segments.size() && (scan == null || !scan.reached()); i++) {
            Segment segment = segments.get(i);
            scan = SegmentScan.read(disk, directory, segment, target);
            if (!scan.reached() && i + 1 < segments.size()) {
                checkFollows(segment, scan, segments.get(i + 1));
            }
            parts.add(new RestoredLog.Part(segment, scan));
        }
        RestoredLog.Part last = parts.getLast();
        if (target instanceof RestoreTarget.Offset wanted
                && last.scan().offset() < wanted.offset()
                && !last.scan().reached()) {
            throw new IOException(target + " is behind the log's end, which is at "
                    + last.scan().offset());
        }
        RestoredLog.write(disk, directory, start.base, parts, into, filename);
        LogMark end = new LogMark(last.segment().start().id(), last.scan().offset());
        return new Restored(end, Math.max(start.seconds, last.scan().seconds()), start.base, parts.size());
    }

    private Start startFor(RestoreTarget target) throws IOException {
        Start newest = null;
        for (Start start : starts) {
            if (!target.excludes(start.position.offset(), start.seconds)) {
                newest = start;
            }
        }
        if (newest == null) {
            Start oldest = starts.getFirst();
            throw new IOException(target + " is before everything that is kept: the oldest is offset "
                    + oldest.position.offset() + ", " + new RestoreTarget.Time(oldest.seconds));
        }
        return newest;
    }

    private static void checkFollows(Segment segment, SegmentScan scan, Segment next) throws IOException {
        if (scan.offset() != next.start().offset()) {
            throw new LogFormatException(
                    segment.name(),
                    "byte " + scan.position(),
                    "whole commands end at offset " + scan.offset() + " of the stream, but " + next.name()
                            + " begins at " + next.start().offset());
        }
    }
}
