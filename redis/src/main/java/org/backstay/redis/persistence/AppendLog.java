package org.backstay.redis.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.node.Disk;
import org.backstay.node.Worker;
import org.backstay.persistence.log.AppendOnlyFile;
import org.backstay.persistence.log.DiskCursor;
import org.backstay.persistence.log.LogLimits;
import org.backstay.persistence.log.LogListener;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.Manifest;
import org.backstay.persistence.log.Manifest.LogFile;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.persistence.log.SegmentCatalog;
import org.backstay.persistence.log.StoredBase;
import org.backstay.persistence.snapshot.FileTarget;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/** The append-only log as a server uses it: on or off, rewritten, waited for. Owned by the server's loop. */
final class AppendLog implements LogListener, StoredLog {
    private static final long RETRY_AFTER_MILLIS = 60_000;

    private static final long RETRY_SOON_MILLIS = 1_000;

    private record Answer(long offset, Runnable action) {}

    private final RedisServer server;
    private final Settings settings;
    private final SnapshotSlot slot;
    private final Lineage lineage;
    private final ReplicationLog log;
    private final Worker worker;
    private final Path directory;
    private final String filename;
    private final AppendOnlyFile file;
    private final String boot;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<Answer> views = new ArrayDeque<>();
    private final Deque<Answer> sendings = new ArrayDeque<>();
    private Runnable onSendable = () -> {};
    private Runnable onSynced = () -> {};
    private long toldSynced;

    private boolean rewriting;

    /** The segment that follows the base under way, {@link AppendOnlyFile#NOT_BEGUN} until there is one. */
    private long firstNeeded = AppendOnlyFile.NOT_BEGUN;

    private boolean rewriteScheduled;
    private boolean lastRewriteFailed;
    private long lastRewriteTryMillis;
    private long rewriteStartedMillis;
    private long lastRewriteSeconds = -1;
    private long rewrites;
    private long failuresInARow;
    private long sizeAtLastRewrite;

    AppendLog(RedisServer server, ReplicationLog log, SnapshotSlot slot, Lineage lineage, Worker worker) {
        this.server = server;
        this.settings = server.settings();
        this.slot = slot;
        this.lineage = lineage;
        this.log = log;
        this.worker = worker;
        filename = settings.get(PersistenceDirectives.APPENDFILENAME);
        directory =
                Path.of(settings.get(RedisDirectives.DIR)).resolve(settings.get(PersistenceDirectives.APPENDDIRNAME));
        file = new AppendOnlyFile(
                server.node(), directory, filename, settings.get(PersistenceDirectives.APPENDFSYNC), log, this);
        boot = BootId.read(server.node().disk());
        settings.onChange(PersistenceDirectives.APPENDFSYNC, (before, now) -> file.policy(now));
        PersistenceDirectives.LOG_LIMITS.forEach(limit -> settings.onChange(limit, (before, now) -> limits()));
        limits();
    }

    private void limits() {
        file.limits(new LogLimits(
                settings.get(PersistenceDirectives.AOF_SEGMENT_SIZE),
                settings.get(PersistenceDirectives.AOF_HISTORY_SIZE),
                settings.get(PersistenceDirectives.AOF_HISTORY_SECONDS),
                settings.get(PersistenceDirectives.AOF_HISTORY_SNAPSHOTS),
                settings.get(PersistenceDirectives.AOF_TIMESTAMP_ENABLED)));
    }

    AppendOnlyFile file() {
        return file;
    }

    Path directory() {
        return directory;
    }

    /** Reads the manifest; one from before Redis 7, a single file, is moved into the folder first. Null when there is no log at all. */
    @Nullable
    Manifest readManifest() throws IOException {
        Disk disk = server.node().disk();
        Path manifest = AppendOnlyFile.manifestPath(directory, filename);
        if (disk.exists(manifest)) {
            return Manifest.parse(manifest.toString(), disk.readAll(manifest));
        }
        Path old = Path.of(settings.get(RedisDirectives.DIR)).resolve(filename);
        if (!disk.exists(old)) {
            return null;
        }
        disk.createDirectories(directory);
        disk.rename(old, directory.resolve(filename));
        Manifest upgraded = new Manifest(java.util.List.of(new LogFile(filename, 1, LogFile.Kind.BASE)));
        disk.replace(manifest, upgraded.format());
        disk.syncDirectory(directory);
        server.log()
                .notice("Successfully migrated an old-style AOF configuration (" + filename
                        + ") into the AOF directory (" + directory + ").");
        return upgraded;
    }

    /** Whether the newest segment was written by this node as a master and lost nothing since, not even with a crash of the process. */
    boolean isWhole(SegmentCatalog found) {
        return !boot.isEmpty()
                && found.newest().filter(segment -> segment.boot().equals(boot)).isPresent();
    }

    /** Goes on behind what was loaded. */
    void open(Manifest loaded, SegmentCatalog found, long loadedBytes, Consumer<@Nullable Throwable> done) {
        sizeAtLastRewrite = loadedBytes;
        file.open(loaded, found, loadedBytes, lineage.position(), done);
    }

    /** Begins a log for data that is not empty: the log counts once its base, a snapshot as of now, is written. */
    void beginWithBase(Consumer<@Nullable Throwable> done) {
        Manifest before;
        try {
            server.node().disk().createDirectories(directory);
            Manifest found = readManifest();
            before = found == null ? Manifest.EMPTY : found;
        } catch (IOException unreadable) {
            done.accept(unreadable);
            return;
        }
        LogMark now = lineage.position();
        firstNeeded = AppendOnlyFile.NOT_BEGUN;
        file.begin(before, now, false, failure -> {
            if (failure != null) {
                server.log().warning("The append only file can't be begun: " + failure.getMessage());
            } else {
                firstNeeded = file.newestIncrement();
            }
        });
        writeBase(now, done);
    }

    /** Begins a log for an empty keyspace. */
    void beginEmpty(Consumer<@Nullable Throwable> done) {
        try {
            server.node().disk().createDirectories(directory);
        } catch (IOException failed) {
            done.accept(failed);
            return;
        }
        file.begin(Manifest.EMPTY, lineage.position(), true, done);
    }

    /** BGREWRITEAOF: a new base, and a new increment after it. The slot must be free. */
    void rewrite() {
        rewriteScheduled = false;
        LogMark now = lineage.position();
        firstNeeded = file.isOn() ? AppendOnlyFile.NOT_BEGUN : Long.MAX_VALUE;
        if (file.isOn()) {
            file.roll(now, failure -> {
                if (failure != null) {
                    slot.cancel("no new increment could be begun: " + failure.getMessage());
                } else {
                    firstNeeded = file.newestIncrement();
                }
            });
        }
        writeBase(now, failure -> {});
    }

    private void writeBase(LogMark now, Consumer<@Nullable Throwable> done) {
        rewriting = true;
        rewriteStartedMillis = server.node().clock().millis();
        lastRewriteTryMillis = rewriteStartedMillis;
        try {
            server.node().disk().createDirectories(directory); // there may have been no log so far
        } catch (IOException failed) {
            ended(failed, done);
            return;
        }
        Path temporary = directory.resolve("temp-rewriteaof-bg-" + rewriteStartedMillis + ".aof");
        FileTarget target = new FileTarget(
                server.node().disk(), worker, temporary, temporary, settings.get(PersistenceDirectives.RDBCHECKSUM));
        server.log().notice("Background append only file rewriting started");
        slot.begin(SnapshotSlot.Purpose.REWRITE, now, target, failure -> {
            if (failure != null) {
                ended(failure, done);
                return;
            }
            StoredBase stored = new StoredBase(
                    file.manifest().nextBase(filename, true).name(),
                    now,
                    TimeUnit.MILLISECONDS.toSeconds(rewriteStartedMillis),
                    target.bytes() + Long.BYTES);
            file.installBase(temporary, stored, () -> firstNeeded, installed -> {
                if (installed != null) {
                    Disk disk = server.node().disk();
                    worker.cleanUp(() -> disk.delete(temporary));
                }
                ended(installed, done);
            });
        });
    }

    private void ended(@Nullable Throwable failure, Consumer<@Nullable Throwable> done) {
        rewriting = false;
        lastRewriteFailed = failure != null;
        lastRewriteSeconds = (server.node().clock().millis() - rewriteStartedMillis) / 1000;
        if (failure == null) {
            rewrites++;
            failuresInARow = 0;
            sizeAtLastRewrite = file.bytes();
            server.log().notice("Background AOF rewrite finished successfully");
        } else {
            failuresInARow++;
            rewriteScheduled |= file.isOn() && !file.counts();
            server.log().warning("Background AOF rewrite terminated by error: " + failure.getMessage());
        }
        done.accept(failure);
    }

    /** Rewrites as soon as the slot is free. */
    void scheduleRewrite() {
        rewriteScheduled = true;
    }

    /** Ten times a second: a scheduled rewrite, and one for a log that has grown. */
    void tick() {
        if (slot.isBusy() || rewriting || server.isLoading()) {
            return;
        }
        boolean waits = failuresInARow > 0 && server.node().clock().millis() - lastRewriteTryMillis < RETRY_SOON_MILLIS;
        if (rewriteScheduled && !waits) {
            rewrite();
            return;
        }
        int percentage = settings.get(PersistenceDirectives.AUTO_AOF_REWRITE_PERCENTAGE);
        long size = file.bytes();
        boolean mayTry =
                failuresInARow == 0 || server.node().clock().millis() - lastRewriteTryMillis > RETRY_AFTER_MILLIS;
        if (file.isOn()
                && mayTry
                && percentage > 0
                && size > settings.get(PersistenceDirectives.AUTO_AOF_REWRITE_MIN_SIZE)) {
            long base = Math.max(1, sizeAtLastRewrite);
            long growth = size * 100 / base - 100;
            if (growth >= percentage) {
                server.log().notice("Starting automatic rewriting of AOF on " + growth + "% growth");
                rewrite();
            }
        }
    }

    /** Once a second. */
    void secondTick() {
        file.tick();
    }

    // --- replies that wait ---------------------------------------------------------------------------------------

    /** Whether something was appended that must be on stable storage before it is answered. */
    boolean isPending() {
        file.flush();
        return !isSafe(log.end()) || !answers.isEmpty();
    }

    /** Whether everything before an offset is as safe as an answer to it has to be. */
    boolean isSafe(long offset) {
        return !file.repliesWait() || file.durable() >= offset;
    }

    /** Whether that may take long for what is not: the disk fails, or takes its time. */
    boolean isLate() {
        return file.isLate() || !file.error().isEmpty();
    }

    /** Runs an action when all that was appended so far is as safe as {@code appendfsync} promises. */
    void whenDone(Runnable action) {
        if (isSafe(log.end()) && answers.isEmpty()) {
            action.run();
        } else {
            answers.add(new Answer(log.end(), action));
        }
    }

    /** As {@link #whenDone}, but no longer than until the disk is late: for answers that only show what others have written. */
    void whenDoneOrLate(Runnable action) {
        if (isSafe(log.end()) || isLate()) {
            action.run();
        } else {
            views.add(new Answer(log.end(), action));
        }
    }

    @Override
    public void durable(long offset) {
        runUpTo(offset, views); // first: a client whose write waits may have been shown something before
        runUpTo(offset, answers);
        runUpTo(offset, sendings);
        onSendable.run();
        if (synced() != toldSynced) {
            toldSynced = synced();
            onSynced.run();
        }
    }

    private static void runUpTo(long offset, Deque<Answer> waiting) {
        for (Answer next = waiting.peek(); next != null && next.offset <= offset; next = waiting.peek()) {
            waiting.remove();
            next.action.run();
        }
    }

    @Override
    public void late() {
        runUpTo(Long.MAX_VALUE, views);
    }

    @Override
    public LogMark position() {
        return lineage.position();
    }

    @Override
    public String boot() {
        return lineage.isReplica() ? "" : boot;
    }

    // --- what replication reads ----------------------------------------------------------------------------------

    @Override
    public boolean covers(long offset) {
        return file.covers(offset);
    }

    @Override
    public @Nullable StoredBase cheapBase() {
        List<StoredBase> bases = file.catalog().bases();
        if (bases.isEmpty() || !covers(bases.getLast().position().offset())) {
            return null;
        }
        StoredBase newest = bases.getLast();
        boolean isCurrent = file.manifest()
                .base()
                .filter(base -> base.name().equals(newest.name()))
                .isPresent();
        long tail = log.end() - newest.position().offset();
        return isCurrent && tail <= newest.bytes() ? newest : null;
    }

    @Override
    public Path path(StoredBase base) {
        return directory.resolve(base.name());
    }

    @Override
    public DiskCursor openCursor(long offset) {
        return file.openCursor(offset);
    }

    @Override
    public long sendable() {
        return file.isOn() ? file.durable() : log.end();
    }

    @Override
    public long unwritten() {
        return file.waiting();
    }

    @Override
    public void onSendable(Runnable action) {
        onSendable = action;
    }

    @Override
    public long synced() {
        return file.isOn() && file.counts() ? file.synced() : -1;
    }

    @Override
    public void onSynced(Runnable action) {
        onSynced = action;
    }

    @Override
    public void whenSendable(long offset, Runnable action) {
        if (sendable() >= offset) {
            action.run();
        } else {
            sendings.add(new Answer(offset, action));
        }
    }

    @Override
    public void writeStatus(String error) {
        if (!error.isEmpty()) {
            late(); // who decides about writes asks by itself
        }
    }

    /** Stops writing the log: what was appended is written and synced first. */
    void stop(Runnable done) {
        file.stop(() -> {
            durable(Long.MAX_VALUE);
            lineage.logReleased();
            done.run();
        });
    }

    boolean isRewriting() {
        return rewriting;
    }

    boolean isRewriteScheduled() {
        return rewriteScheduled;
    }

    boolean lastRewriteFailed() {
        return lastRewriteFailed;
    }

    long lastRewriteSeconds() {
        return lastRewriteSeconds;
    }

    long currentRewriteSeconds() {
        return rewriting ? (server.node().clock().millis() - rewriteStartedMillis) / 1000 : -1;
    }

    long rewrites() {
        return rewrites;
    }

    long failuresInARow() {
        return failuresInARow;
    }

    long sizeAtLastRewrite() {
        return sizeAtLastRewrite;
    }
}
