package org.backstay.persistence.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.backstay.persistence.log.Manifest.LogFile.Kind;

/**
 * Which files make up the append-only log, as Redis 7 writes it down: at most one base, then the increments in order, and files that are
 * history and only wait for their deletion.
 *
 * <pre>
 *   file appendonly.aof.2.base.rdb seq 2 type b
 *   file appendonly.aof.1.incr.aof seq 1 type h
 *   file appendonly.aof.4.incr.aof seq 4 type i
 * </pre>
 *
 * @param files in the order of the file
 */
public record Manifest(List<LogFile> files) {
    /** No file at all: a log that has not begun. */
    public static final Manifest EMPTY = new Manifest(List.of());

    /** What a manifest is called after {@code appendfilename}. */
    static final String SUFFIX = ".manifest";

    /** More than any real folder holds; a longer manifest is not one of ours. */
    static final int MAX_FILES = 10_000;

    /**
     * One file of the log.
     *
     * @param name without a directory
     * @param sequence counts the files of a kind, from 1
     */
    public record LogFile(String name, long sequence, Kind kind) {
        /** What a file is for. */
        public enum Kind {
            /** A snapshot that the increments follow. */
            BASE('b'),
            /** Commands. */
            INCREMENT('i'),
            /** Replaced by a newer base; to be deleted. */
            HISTORY('h');

            private final char letter;

            Kind(char letter) {
                this.letter = letter;
            }
        }

        String line() {
            String shown = name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\')
                    ? name
                    : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            return "file " + shown + " seq " + sequence + " type " + kind.letter + "\n";
        }

        private LogFile asHistory() {
            return new LogFile(name, sequence, Kind.HISTORY);
        }
    }

    /** Copies the list. */
    public Manifest {
        files = List.copyOf(files);
    }

    /** The snapshot at the bottom, if there is one. */
    public Optional<LogFile> base() {
        return of(Kind.BASE).findFirst();
    }

    /** The increments, oldest first. */
    public List<LogFile> increments() {
        return of(Kind.INCREMENT).toList();
    }

    /** What may be deleted. */
    public List<LogFile> history() {
        return of(Kind.HISTORY).toList();
    }

    private Stream<LogFile> of(Kind kind) {
        return files.stream().filter(file -> file.kind() == kind);
    }

    /** What a restart reads: the base, then the increments. */
    public List<LogFile> loaded() {
        return Stream.concat(of(Kind.BASE), of(Kind.INCREMENT)).toList();
    }

    private long lastSequence(Kind kind) {
        return of(kind).mapToLong(LogFile::sequence).max().orElse(0);
    }

    /** The file that the next roll opens. */
    public LogFile nextIncrement(String filename) {
        long sequence = Math.max(lastSequence(Kind.INCREMENT), historySequence(".incr.")) + 1;
        return new LogFile(filename + "." + sequence + ".incr.aof", sequence, Kind.INCREMENT);
    }

    /** The file that the next rewrite writes. */
    public LogFile nextBase(String filename, boolean rdb) {
        long sequence = Math.max(lastSequence(Kind.BASE), historySequence(".base.")) + 1;
        return new LogFile(filename + "." + sequence + ".base." + (rdb ? "rdb" : "aof"), sequence, Kind.BASE);
    }

    /** History keeps its number, so that a name is not used again while its old file may still lie there. */
    private long historySequence(String mark) {
        return of(Kind.HISTORY)
                .filter(file -> file.name().contains(mark))
                .mapToLong(LogFile::sequence)
                .max()
                .orElse(0);
    }

    /** With one more increment at the end. */
    public Manifest withIncrement(LogFile increment) {
        List<LogFile> all = new ArrayList<>(files);
        all.add(increment);
        return new Manifest(all);
    }

    /** With a new base: the old base, and the increments before {@code firstNeeded}, become history. */
    public Manifest withBase(LogFile base, long firstNeeded) {
        List<LogFile> all = new ArrayList<>();
        all.add(base);
        of(Kind.BASE).map(LogFile::asHistory).forEach(all::add);
        of(Kind.HISTORY).forEach(all::add);
        of(Kind.INCREMENT)
                .filter(file -> file.sequence() < firstNeeded)
                .map(LogFile::asHistory)
                .forEach(all::add);
        of(Kind.INCREMENT).filter(file -> file.sequence() >= firstNeeded).forEach(all::add);
        return new Manifest(all);
    }

    /** Without files of the history that were deleted. */
    public Manifest without(Collection<String> names) {
        return new Manifest(files.stream()
                .filter(file -> file.kind() != Kind.HISTORY || !names.contains(file.name()))
                .toList());
    }

    /** The file's content. */
    public byte[] format() {
        StringBuilder text = new StringBuilder();
        Stream.of(Kind.BASE, Kind.HISTORY, Kind.INCREMENT).flatMap(this::of).forEach(file -> text.append(file.line()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest. Unknown pairs of words are skipped, as Redis does.
     *
     * @param name the file's, for messages
     */
    public static Manifest parse(String name, byte[] content) throws LogFormatException {
        return new ManifestParser(name).parse(new String(content, StandardCharsets.UTF_8));
    }
}
