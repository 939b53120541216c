package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.persistence.log.Manifest.LogFile;
import org.jspecify.annotations.Nullable;

/**
 * The log on disk: a folder of segments and their manifest. Owned by the node's loop; everything that touches the disk is a job of one
 * worker, in order, one job at a time, so that whatever arrives while the disk is busy goes out with the next job (group commit).
 */
public final class AppendOnlyFile {
    /** What one job writes at most, so that a sync or a roll need not wait long. */
    private static final long JOB_BYTES = 8L << 20;

    /** The number of a segment that could not be begun. */
    public static final long NOT_BEGUN = 0;

    private final Node node;
    private final Path directory;
    private final ReplicationLog log;
    private final LogListener listener;
    private final Worker worker;
    private final Worker reader;
    private final SegmentWriter writer;
    private final LogFiles files;
    private final SegmentRolls rolls;
    private final LogTimes times = new LogTimes();
    private final WritePace pace;
    private final WriteTrouble trouble;
    private final DiskPatience patience;
    private final BackgroundSync sync;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private FsyncPolicy policy;
    private @Nullable LogCursor cursor;
    private long written;
    private long synced;
    private long bytes;
    private boolean busy;
    private @Nullable Runnable whenDrained;

    /**
     * Makes the log's file; {@link #open} or {@link #begin} starts it.
     *
     * @param directory {@code appenddirname} under {@code dir}
     * @param filename {@code appendfilename}
     */
    public AppendOnlyFile(
            Node node, Path directory, String filename, FsyncPolicy policy, ReplicationLog log, LogListener listener) {
        this.node = node;
        this.directory = directory;
        this.policy = policy;
        this.log = log;
        this.listener = listener;
        worker = node.workers().apply("aof");
        reader = node.workers().apply("aof-read");
        writer = new SegmentWriter(node.disk(), directory);
        pace = new WritePace(node, this::flush);
        trouble = new WriteTrouble(node.log(), listener::writeStatus);
        sync = new BackgroundSync(worker, writer);
        patience = new DiskPatience(node, () -> this.policy, listener::late);
        files = new LogFiles(node, directory, filename, new LogFiles.Jobs() {
            @Override
            public void run(Callable<@Nullable Void> job, Consumer<@Nullable Throwable> done) {
                job(job, done);
            }

            @Override
            public void enqueue(Runnable turn) {
                AppendOnlyFile.this.enqueue(turn);
            }
        });
        rolls = new SegmentRolls(log, node.log(), listener, files, writer);
        written = log.end();
        synced = log.end();
    }

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** Where a manifest stands. */
    public static Path manifestPath(Path directory, String filename) {
        return directory.resolve(filename + Manifest.SUFFIX);
    }

    /** Whether a restart would find what is being written; not before a new history's base is installed. */
    public boolean counts() {
        return files.counts();
    }

    /** The files as of now. */
    public Manifest manifest() {
        return files.manifest();
    }

    /** What the folder holds, by offset. */
    public SegmentCatalog catalog() {
        return files.catalog();
    }

    /** Whether the log can be read from this offset on in the folder's files. */
    public boolean covers(long offset) {
        return cursor != null
                && files.counts()
                && offset <= log.end()
                && files.catalog().covers(offset);
    }

    /** Begins to take the log's bytes from the files, from an offset on that they {@linkplain #covers cover}. */
    public DiskCursor openCursor(long offset) {
        return new DiskCursor(this, node.disk(), directory, reader, offset);
    }

    /** Changes the segments' size and how much is kept. */
    public void limits(LogLimits changed) {
        files.limits(changed);
    }

    /** Changes {@code appendfsync}. */
    public void policy(FsyncPolicy changed) {
        policy = changed;
        flush();
    }

    /** Whether replies have to wait for {@link LogListener#durable}. */
    public boolean repliesWait() {
        return cursor != null && (policy == FsyncPolicy.ALWAYS || isLate());
    }

    /** Whether something waits for the disk for too long already. */
    public boolean isLate() {
        return patience.isLate();
    }

    /** How many times replies to writes had to wait because the disk was late, though {@code appendfsync} does not ask for it. */
    public long delays() {
        return patience.delays();
    }

    /** Everything before this offset is as safe as {@code appendfsync} promises. */
    public long durable() {
        return policy == FsyncPolicy.ALWAYS ? synced : written;
    }

    /** Everything before this offset is on stable storage. */
    public long synced() {
        return synced;
    }

    /** Everything before this offset was handed to the system. */
    public long written() {
        return written;
    }

    /** Bytes of the current segment and all before it that a restart reads; the base's as well. */
    public long bytes() {
        return bytes;
    }

    /** Bytes appended and not yet handed to the system. */
    public long waiting() {
        return cursor == null ? 0 : log.end() - written;
    }

    /** Why the last write failed, or empty. */
    public String error() {
        return trouble.error();
    }

    /** Whether a sync is under way. */
    public boolean syncing() {
        return sync.isRunning();
    }

    /** Whether the log is being written to disk. */
    public boolean isOn() {
        return cursor != null;
    }

    /**
     * Goes on behind the files of a log that was loaded, in a new increment: what a crash left at the end of the last one stays as it is.
     *
     * @param found what {@link SegmentCatalog#survey} found in the folder
     * @param mark the history that is appended from here on
     * @param done the failure, or null
     */
    public void open(
            Manifest loaded, SegmentCatalog found, long loadedBytes, LogMark mark, Consumer<@Nullable Throwable> done) {
        files.resume(loaded, found);
        bytes = loadedBytes;
        startCursor();
        roll(mark, done);
        files.prune();
    }

    /**
     * Begins a log that has no files yet, or goes on in another history: the next bytes go to a new increment.
     *
     * @param counts whether the increment is a log by itself; if not, a restart must not see it before {@link #installBase}
     */
    public void begin(Manifest before, LogMark mark, boolean counts, Consumer<@Nullable Throwable> done) {
        files.begin(before, counts);
        rolls.beginAnew();
        bytes = 0;
        startCursor();
        roll(mark, done);
    }

    private void startCursor() {
        LogCursor started = log.openCursor(log.end());
        cursor = started;
        written = started.offset();
        synced = started.offset();
        times.startAt(started.offset(), seconds());
    }

    private long seconds() {
        return TimeUnit.MILLISECONDS.toSeconds(node.clock().millis());
    }

    /**
     * Ends the current increment at the log's end and begins another there. A snapshot taken now, together with the increments from the
     * new one on, is the whole state.
     */
    public void roll(LogMark mark, Consumer<@Nullable Throwable> done) {
        rolls.ask(mark, false, done);
        flush();
    }

    /** What is appended from here on belongs to another history: it goes to a segment that says so, and is not written before there is one. */
    public void changeHistory(LogMark mark) {
        rolls.ask(mark, true, failure -> {});
        flush();
    }

    public long newestIncrement() {
        List<LogFile> increments = files.manifest().increments();
        return increments.isEmpty() ? 0 : increments.getLast().sequence();
    }

    /** Starts writing what has been appended, unless that is under way. To be called once for each turn of the loop, and cheap. */
    public void flush() {
        if (cursor != null && files.limits().timestamps()) {
            times.note(log.end(), seconds());
        }
        patience.note(waiting() > 0);
        if (busy) {
            return;
        }
        rolls.askIfFull(waiting());
        Runnable next = rolls.isEmpty() ? waiting.poll() : null;
        if (next != null) {
            next.run();
            if (!busy) {
                flush();
            }
            return;
        }
        LogCursor from = cursor;
        if (from == null) {
            drained();
            return;
        }
        if (from.offset() == rolls.limit()) {
            startRoll();
            return;
        }
        if (from.available() == 0) {
            drained();
            return;
        }
        if (policy != FsyncPolicy.ALWAYS && rolls.isEmpty() && whenDrained == null && !pace.allows()) {
            return;
        }
        startWrite(from, rolls.limit());
    }

    private void startWrite(LogCursor from, long until) {
        List<ByteBuf> slices = new ArrayList<>();
        long upTo = takeAhead(from, Math.min(JOB_BYTES, until - from.offset()), slices);
        long length = slices.stream().mapToLong(ByteBuf::readableBytes).sum();
        boolean sync = policy == FsyncPolicy.ALWAYS;
        pace.begins();
        busy = true;
        worker.run(
                () -> {
                    try {
                        writer.write(slices, sync);
                    } finally {
                        slices.forEach(ByteBuf::release);
                    }
                    return null;
                },
                (nothing, failure) -> {
                    busy = false;
                    if (failure != null) {
                        failed(failure);
                        return;
                    }
                    from.seek(upTo);
                    bytes += length;
                    rolls.grew(length);
                    written = upTo;
                    patience.progressed();
                    times.written(upTo);
                    if (sync) {
                        synced = upTo;
                    }
                    trouble.isOver();
                    listener.durable(durable());
                    flush();
                });
    }

    /** The log keeps in memory what is being written until that has succeeded: else it must be written once more. */
    private long takeAhead(LogCursor from, long most, List<ByteBuf> slices) {
        try (LogCursor ahead = log.openCursor(from.offset())) {
            return times.take(ahead, most, slices);
        }
    }

    private void failed(Throwable failure) {
        if (whenDrained != null) {
            node.log().warning("The end of the AOF could not be written: " + failure.getMessage());
            drained();
            return;
        }
        trouble.happened(failure);
    }

    /** What was written shows that the disk works, unless there is more that could not be. */
    private void worked() {
        if (waiting() == 0) {
            trouble.isOver();
        }
    }

    private void startRoll() {
        long upTo = written;
        busy = true;
        rolls.start(worker, seconds(), new SegmentRolls.Outcome() {
            @Override
            public void ended() {
                busy = false;
            }

            @Override
            public void begun(long prologueBytes) {
                bytes += prologueBytes;
                synced = Math.max(synced, upTo);
                worked();
                listener.durable(durable());
            }

            @Override
            public void failed(Throwable why) {
                AppendOnlyFile.this.failed(why);
            }

            @Override
            public void settled() {
                flush();
            }
        });
    }

    /** Has the worker do something while nothing else is under way. */
    private void job(Callable<@Nullable Void> job, Consumer<@Nullable Throwable> done) {
        busy = true;
        worker.run(job, (nothing, failure) -> {
            busy = false;
            done.accept(failure);
            flush();
        });
    }

    private void enqueue(Runnable turn) {
        waiting.add(turn);
        flush();
    }

    /** To be called once a second: syncs under {@code everysec}, and tries again what failed. */
    public void tick() {
        rolls.retry();
        files.prune();
        flush();
        if (policy == FsyncPolicy.EVERYSEC && isOn() && synced < written && !sync.isRunning()) {
            sync();
        }
    }

    private void sync() {
        long upTo = written;
        sync.begin(failure -> {
            if (failure != null) {
                failed(failure);
                return;
            }
            synced = Math.max(synced, upTo);
            trouble.isOver();
            listener.durable(durable());
        });
    }

    /**
     * Makes a finished snapshot the base. What it replaces is history from now on, and kept as long as {@link LogLimits} allow; what
     * belongs to another history than the snapshot is deleted.
     *
     * @param finished the snapshot's file, in the same directory
     * @param stored its name in the log, its place there, and its size
     * @param firstNeeded the increment that was begun with the snapshot; asked once every roll before this call is done. With {@link
     *     #NOT_BEGUN} the base is not installed: nothing would follow it
     */
    public void installBase(
            Path finished, StoredBase stored, LongSupplier firstNeeded, Consumer<@Nullable Throwable> done) {
        enqueue(() -> files.install(finished, stored, firstNeeded, failure -> {
            if (failure == null) {
                bytes = stored.bytes() + written - stored.position().offset();
            }
            done.accept(failure);
        }));
    }

    /** Writes and syncs everything appended so far, closes the file, and then runs {@code done}; the log is off afterwards. */
    public void stop(Runnable done) {
        whenDrained = () -> {
            LogCursor from = cursor;
            cursor = null;
            rolls.clear();
            if (from != null) {
                from.close();
            }
            busy = true;
            worker.run(
                    () -> {
                        writer.close();
                        return null;
                    },
                    (nothing, failure) -> {
                        busy = false;
                        if (failure != null) {
                            node.log().warning("The AOF could not be synced: " + failure.getMessage());
                        }
                        trouble.forget();
                        done.run();
                    });
        };
        flush();
    }

    private void drained() {
        Runnable next = whenDrained;
        if (next != null) {
            whenDrained = null;
            next.run();
        }
    }

    /** Ends the worker. */
    public void close() {
        worker.close();
        reader.close();
    }
}
