package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.rdb.SnapshotHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the log's folder holds, by offset: segments that follow each other without a gap, and the snapshots between them. Owned by the
 * node's loop; {@link #survey} may run anywhere.
 */
public final class SegmentCatalog {
    private final List<Segment> segments = new ArrayList<>();
    private final List<StoredBase> bases = new ArrayList<>();

    /** Reads where the files of a manifest begin. Blocks for as long as reading the first bytes of each of them takes. */
    public static SegmentCatalog survey(Disk disk, Path directory, Manifest manifest) throws IOException {
        SegmentCatalog found = new SegmentCatalog();
        List<LogFile> files = Stream.concat(manifest.history().stream(), manifest.loaded().stream())
                .sorted(Comparator.comparingLong(LogFile::sequence))
                .toList();
        for (LogFile file : files) {
            if (file.kind() == LogFile.Kind.BASE || file.name().contains(".base.")) {
                found.surveyBase(disk, directory, file);
            } else {
                found.surveySegment(disk, directory, file);
            }
        }
        found.bases.removeIf(base -> !found.leadsOn(base));
        found.bases.sort(Comparator.comparingLong(base -> base.position().offset()));
        return found;
    }

    private void surveyBase(Disk disk, Path directory, LogFile file) throws IOException {
        try (DiskFile open = disk.openForRead(directory.resolve(file.name()))) {
            SnapshotHeader header = SnapshotHeader.read(file.name(), open);
            String id = header.replicationId();
            if (id == null || !ReplicationId.isValid(id) || header.replicationOffset() < 0) {
                return;
            }
            LogMark position = new LogMark(id, header.replicationOffset());
            bases.add(new StoredBase(file.name(), position, header.takenSeconds(), open.size()));
        } catch (NoSuchFileException gone) {
            // Deleted, and the manifest does not know it yet.
        }
    }

    /** Whether a segment goes on where a snapshot ends, in its history. Others are from before the segments that are there. */
    private boolean leadsOn(StoredBase base) {
        return segments.stream().anyMatch(segment -> segment.start().equals(base.position()));
    }

    private void surveySegment(Disk disk, Path directory, LogFile file) throws IOException {
        SegmentPrologue prologue;
        long length;
        try (DiskFile open = disk.openForRead(directory.resolve(file.name()))) {
            prologue = SegmentPrologue.read(open);
            length = open.size();
        } catch (NoSuchFileException gone) {
            prologue = null;
            length = 0;
        }
        boolean follows = prologue != null
                && !prologue.beginsAnew()
                && (segments.isEmpty()
                        || segments.getLast().start().offset()
                                <= prologue.mark().offset());
        if (!follows) {
            // What it holds has no known place, so nothing before it leads up to what follows.
            segments.clear();
        }
        if (prologue != null) {
            segments.add(new Segment(
                    file.name(), prologue.mark(), prologue.length(), prologue.seconds(), prologue.boot(), length));
        }
    }

    /** The segments, oldest first. */
    public List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** The snapshots, oldest first; the last one is the log's base, if its position is known. */
    public List<StoredBase> bases() {
        return List.copyOf(bases);
    }

    /** The newest segment, if there is one. */
    public Optional<Segment> newest() {
        return segments.isEmpty() ? Optional.empty() : Optional.of(segments.getLast());
    }

    /** Whether the stream can be read from this offset on; the caller knows where it ends. */
    public boolean covers(long offset) {
        return !segments.isEmpty() && offset >= segments.getFirst().start().offset();
    }

    /** The segment with the byte at an offset; null when it is gone. */
    @Nullable
    Segment at(long offset) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).start().offset() <= offset) {
                return segments.get(i);
            }
        }
        return null;
    }

    /** Where a segment's stream ends: where the next one begins, or at {@code otherwise} for the newest. */
    long endOf(Segment segment, long otherwise) {
        int next = segments.indexOf(segment) + 1;
        return next < segments.size() ? segments.get(next).start().offset() : otherwise;
    }

    /** Histories that this log has left, each with the offset up to which it was this one; oldest first. */
    public List<LogMark> ancestors() {
        List<LogMark> left = new ArrayList<>();
        for (int i = 1; i < segments.size(); i++) {
            LogMark before = segments.get(i - 1).start();
            LogMark after = segments.get(i).start();
            if (!before.id().equals(after.id())) {
                left.add(new LogMark(before.id(), after.offset()));
            }
        }
        return left;
    }

    void begun(Segment segment, long lengthBefore) {
        if (!segments.isEmpty()) {
            segments.set(segments.size() - 1, segments.getLast().withBytes(lengthBefore));
        }
        segments.add(segment);
    }

    void installed(StoredBase base) {
        bases.add(base);
    }

    /** Nothing that was known leads up to what follows. */
    void clear() {
        segments.clear();
        bases.clear();
    }

    /** A segment turned out not to hold what it should: nothing before its end can be served. */
    void distrust(Segment flawed) {
        int at = segments.indexOf(flawed);
        if (at >= 0 && at < segments.size() - 1) {
            segments.subList(0, at + 1).clear();
        }
    }

    void remove(Set<String> names) {
        segments.removeIf(segment -> names.contains(segment.name()));
        bases.removeIf(base -> names.contains(base.name()));
    }

    /**
     * What is to be deleted of the history: what is too much, too old, or leads nowhere.
     *
     * @param history the names of the files that a restart does not need
     */
    Set<String> expired(Set<String> history, LogLimits limits, long nowSeconds) {
        Set<String> gone = new HashSet<>(history);
        segments.forEach(segment -> gone.remove(segment.name()));
        bases.forEach(base -> gone.remove(base.name()));
        List<StoredBase> replaced =
                bases.stream().filter(base -> history.contains(base.name())).toList();
        replaced.stream()
                .limit(Math.max(0, replaced.size() - limits.historySnapshots()))
                .forEach(base -> gone.add(base.name()));
        List<Aged> files = aged(history);
        long kept = files.stream()
                .filter(file -> !gone.contains(file.name))
                .mapToLong(Aged::bytes)
                .sum();
        for (Aged file : files) {
            boolean tooOld = limits.historySeconds() > 0 && file.endSeconds < nowSeconds - limits.historySeconds();
            if (kept <= limits.historyBytes() && !tooOld) {
                break;
            }
            if (gone.add(file.name)) {
                kept -= file.bytes;
            }
        }
        return gone;
    }

    private record Aged(String name, long offset, long endSeconds, long bytes) {}

    /** The history in the order in which it goes: a snapshot before the segment that follows it. */
    private List<Aged> aged(Set<String> history) {
        List<Aged> files = new ArrayList<>();
        for (int i = 0; i + 1 < bases.size(); i++) {
            StoredBase base = bases.get(i);
            files.add(new Aged(
                    base.name(), base.position().offset(), bases.get(i + 1).takenSeconds(), base.bytes()));
        }
        for (int i = 0; i + 1 < segments.size(); i++) {
            Segment segment = segments.get(i);
            files.add(new Aged(
                    segment.name(),
                    segment.start().offset(),
                    segments.get(i + 1).startedSeconds(),
                    segment.bytes()));
        }
        files.removeIf(file -> !history.contains(file.name));
        files.sort(Comparator.comparingLong(Aged::offset));
        return files;
    }
}
