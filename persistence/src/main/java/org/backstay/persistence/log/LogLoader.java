package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;
import org.backstay.node.Log;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.rdb.RdbReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log back: the base, then every increment, in slices, so that the loop can answer in between. Owned by the node's loop.
 *
 * <p>A file that ends in the middle of a command, or of a transaction, or with zeros, has a torn tail if it is the last one: it is cut at the
 * last whole command when {@code aof-load-truncated} allows (decision 0055). Anything else that is not a command is an error that names
 * file and byte.
 */
public final class LogLoader implements AutoCloseable {
    /** Takes what is read. */
    public interface Target {
        /** A file begins: commands are for database 0 again, outside a transaction. */
        void beginFile();

        /**
         * A command, MULTI and EXEC included, which is valid until this returns.
         *
         * @throws IOException with what is wrong, when it can't be applied
         */
        void apply(org.backstay.resp.Request command) throws IOException;

        /** The transaction that was begun has no end: drops it. */
        void abandonTransaction();

        /** The database that the last command was for. */
        int selectedDb();

        /** Reads a snapshot that begins at the file's first byte. */
        RdbReader snapshot(String name, DiskFile file) throws IOException;
    }

    /** How often the clock is asked. */
    private static final int COMMANDS_A_CHECK = 64;

    private final Disk disk;
    private final Log log;
    private final Path directory;
    private final boolean loadTruncated;
    private final Target target;
    private final Iterator<LogFile> files;
    private final long total;

    private long done;
    private @Nullable LogFile current;
    private @Nullable DiskFile file;
    private @Nullable RdbReader snapshot;
    private @Nullable SegmentReader commands;
    private @Nullable LogMark mark;
    private long afterMark;
    private long truncated;

    /**
     * Prepares to load; {@link #step} does it.
     *
     * @throws NoSuchFileException when a file that the manifest names is missing
     */
    public LogLoader(Disk disk, Log log, Path directory, Manifest manifest, boolean loadTruncated, Target target)
            throws IOException {
        this.disk = disk;
        this.log = log;
        this.directory = directory;
        this.loadTruncated = loadTruncated;
        this.target = target;
        List<LogFile> loaded = manifest.loaded();
        files = loaded.iterator();
        total = size(loaded);
    }

    private long size(List<LogFile> loaded) throws IOException {
        long bytes = 0;
        for (LogFile one : loaded) {
            Path path = directory.resolve(one.name());
            if (!disk.exists(path)) {
                throw new NoSuchFileException(path.toString(), null, "no such file, though the manifest names it");
            }
            try (DiskFile opened = disk.openForRead(path)) {
                bytes += opened.size();
            }
        }
        return bytes;
    }

    /** The bytes of all files. */
    public long totalBytes() {
        return total;
    }

    /** The bytes read so far. */
    public long loadedBytes() {
        RdbReader base = snapshot;
        SegmentReader increment = commands;
        return done + (base != null ? base.offset() : increment != null ? increment.offset() : 0);
    }

    /** The bytes that were cut off as a torn tail. */
    public long truncatedBytes() {
        return truncated;
    }

    /** Where the log ends: the history and the offset behind its last byte; null when no segment says. */
    public @Nullable LogMark end() {
        LogMark last = mark;
        return last == null ? null : new LogMark(last.id(), last.offset() + afterMark);
    }

    /** Goes on until everything is read (true) or {@code clock} reaches {@code until} (false). */
    public boolean step(LongSupplier clock, long until) throws IOException {
        while (file != null || files.hasNext()) {
            if (file == null) {
                open(files.next());
            }
            if (!readOn(clock, until)) {
                return false;
            }
            if (snapshot == null && commands == null) {
                closeFile();
            }
            if (clock.getAsLong() >= until) {
                return file == null && !files.hasNext();
            }
        }
        return true;
    }

    private void open(LogFile next) throws IOException {
        DiskFile opened = disk.openForRead(directory.resolve(next.name()));
        current = next;
        file = opened;
        target.beginFile();
        if (isSnapshot(opened)) {
            log.notice("Reading RDB base file on AOF loading...");
            snapshot = target.snapshot(next.name(), opened);
        } else {
            commands = new SegmentReader(next.name(), opened, 0);
        }
    }

    private static boolean isSnapshot(DiskFile file) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(5);
        while (magic.hasRemaining() && file.read(magic, magic.position()) > 0) {
            // until five bytes or the end
        }
        return new String(magic.array(), 0, magic.position(), StandardCharsets.US_ASCII).equals("REDIS");
    }

    private boolean readOn(LongSupplier clock, long until) throws IOException {
        RdbReader base = snapshot;
        if (base != null) {
            if (!base.step(clock, until)) {
                return false;
            }
            long end = base.offset();
            base.close();
            snapshot = null;
            DiskFile opened = file;
            LogFile named = current;
            if (opened != null && named != null && end < opened.size()) {
                log.notice("Reading the remaining AOF tail...");
                commands = new SegmentReader(named.name(), opened, end);
            }
            return true;
        }
        SegmentReader reader = commands;
        if (reader == null) {
            return true;
        }
        for (int i = 0; ; i++) {
            if (i == COMMANDS_A_CHECK) {
                if (clock.getAsLong() >= until) {
                    return false;
                }
                i = 0;
            }
            if (!reader.next()) {
                endOfCommands(reader);
                return true;
            }
            LogMark seen = reader.mark();
            if (seen != null) {
                mark = seen;
                afterMark = 0;
                continue;
            }
            apply(reader);
            afterMark += reader.frameBytes();
        }
    }

    private void apply(SegmentReader reader) throws IOException {
        try {
            target.apply(reader.request());
        } catch (IOException impossible) {
            LogFormatException flaw = reader.flaw(String.valueOf(impossible.getMessage()));
            flaw.initCause(impossible);
            throw flaw;
        }
    }

    private void endOfCommands(SegmentReader reader) throws IOException {
        long whole = reader.lastWhole();
        long torn = reader.size() - whole;
        long zeros = reader.zeros();
        commands = null;
        reader.close();
        if (torn == 0) {
            return;
        }
        LogFile at = current;
        String name = at == null ? "" : at.name();
        if (reader.inTransaction()) {
            log.warning("Revert incomplete MULTI/EXEC transaction in AOF file " + name);
            target.abandonTransaction();
            afterMark -= reader.transactionBytes();
        }
        if (files.hasNext()) {
            throw new LogFormatException(
                    name, "byte " + whole, "no whole command is here, and it is not the log's last file");
        }
        if (!loadTruncated) {
            throw new LogFormatException(
                    name,
                    "byte " + whole,
                    "unexpected end of file: make a backup and use redis-check-aof --fix, or set aof-load-truncated to yes");
        }
        log.warning("!!! Warning: short read while loading the AOF file " + name + "!!!");
        log.warning("!!! Truncating the AOF " + name + " at offset " + whole + " !!!");
        cut(name, whole);
        truncated = torn;
        log.warning("AOF " + name + " loaded anyway because aof-load-truncated is enabled: " + torn
                + " bytes were cut off behind the last whole command"
                + (zeros == 0
                        ? ""
                        : ", the last " + zeros + " of them zeros that stood for what never reached the disk"));
    }

    private void cut(String name, long length) throws IOException {
        try (DiskFile open = disk.openForAppend(directory.resolve(name))) {
            open.truncate(length);
            open.sync();
        }
    }

    private void closeFile() throws IOException {
        DiskFile open = file;
        file = null;
        if (open != null) {
            done += open.size();
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
        if (commands != null) {
            commands.close();
            commands = null;
        }
        closeFile();
    }
}
