package org.backstay.redis.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.node.Disk;
import org.backstay.node.Worker;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.Manifest;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.persistence.log.SegmentCatalog;
import org.backstay.persistence.rdb.KeyspaceLoader;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.persistence.snapshot.SnapshotTarget;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/** Everything that a server keeps on disk, and gets back from there. Owned by the server's loop. */
public final class Persistence implements Snapshots {
    private final RedisServer server;
    private final Settings settings;
    private final Disk disk;
    private final Lineage lineage;
    private final Worker worker;
    private final SnapshotSlot slot;
    private final Saves saves;
    private final AppendLog appendLog;

    private @Nullable LoadRun loading;
    private boolean closed;
    private long lastLoadedKeys;
    private long lastExpiredKeys;
    private boolean turnOnLog;

    /** Does nothing yet; {@link #load} comes first. */
    public Persistence(RedisServer server, ReplicationLog log, Lineage lineage) {
        this.server = server;
        this.settings = server.settings();
        this.disk = server.node().disk();
        this.lineage = lineage;
        worker = server.node().workers().apply("snapshot");
        worker.giveWay(); // clients come first
        slot = new SnapshotSlot(server, log);
        server.memory().add("snapshot.kept", slot::keptBytes);
        saves = new Saves(server, slot, lineage, worker);
        appendLog = new AppendLog(server, log, slot, lineage, worker);
        settings.onChange(PersistenceDirectives.APPENDONLY, (before, now) -> switchLog(now));
    }

    // --- loading -------------------------------------------------------------------------------------------------

    /**
     * Loads what is on disk, in slices, and opens the append-only log.
     *
     * @param done called on the loop with the failure, after which nothing can be served, or with null
     */
    public void load(Consumer<@Nullable Throwable> done) {
        try {
            if (!settings.get(PersistenceDirectives.APPENDONLY)) {
                loadSnapshot(done);
                return;
            }
            Manifest manifest = appendLog.readManifest();
            if (manifest != null) {
                loadLog(manifest, done);
            } else if (disk.exists(saves.file())) {
                // Stock would begin with an empty log here, and the snapshot would be forgotten at the next save.
                server.log()
                        .warning(
                                "appendonly is on and there is no append only file yet: loading the snapshot, and beginning the"
                                        + " append only file with it");
                loadSnapshot(failure -> {
                    if (failure != null) {
                        done.accept(failure);
                    } else {
                        appendLog.beginWithBase(done);
                    }
                });
            } else {
                appendLog.beginEmpty(done);
            }
        } catch (IOException failure) {
            done.accept(failure);
        }
    }

    KeyspaceLoader loader(long dropExpiredBefore) {
        return new KeyspaceLoader(
                        server.keyspace()::database,
                        server.keyspace().databases(),
                        server.collections(),
                        dropExpiredBefore)
                .libraries(server.libraries()::restore);
    }

    private void loadSnapshot(Consumer<@Nullable Throwable> done) throws IOException {
        Path file = saves.file();
        if (!disk.exists(file)) {
            done.accept(null);
            return;
        }
        long now = server.node().clock().millis();
        SnapshotSource source = open(file, loader(lineage.isReplica() ? KeyspaceLoader.KEEP_EXPIRED : now));
        run(source, failure -> {
            if (failure == null) {
                noteLoaded(source, now);
                LogMark position = source.position();
                if (position != null) {
                    lineage.resumeAt(position, source.streamDatabase(), false, List.of());
                }
            }
            done.accept(failure);
        });
    }

    SnapshotSource open(Path file, KeyspaceLoader into) throws IOException {
        return new SnapshotSource(disk, worker, file, into, settings.get(PersistenceDirectives.RDBCHECKSUM));
    }

    LogSource open(Manifest manifest) throws IOException {
        return new LogSource(
                server, worker, appendLog.directory(), manifest, () -> loader(KeyspaceLoader.KEEP_EXPIRED));
    }

    void run(LoadRun.Source source, Consumer<@Nullable Throwable> done) {
        if (closed) {
            return; // the server ended while a worker looked at the files
        }
        LoadRun begun = new LoadRun(server, source, failure -> {
            loading = null;
            done.accept(failure);
        });
        loading = begun;
        begun.start();
    }

    private void abandonLoading() {
        LoadRun run = loading;
        if (run != null) {
            run.abandon();
        }
    }

    private void noteLoaded(SnapshotSource source, long startedMillis) {
        saves.loaded();
        lastLoadedKeys = source.keys() - source.expiredKeys();
        lastExpiredKeys = source.expiredKeys();
        server.log()
                .notice("Done loading RDB, keys loaded: " + lastLoadedKeys + ", keys expired: " + lastExpiredKeys
                        + ".");
        server.log().notice("DB loaded from disk: " + seconds(startedMillis) + " seconds");
    }

    private String seconds(long sinceMillis) {
        return String.format(Locale.ROOT, "%.3f", (server.node().clock().millis() - sinceMillis) / 1000.0);
    }

    private void loadLog(Manifest manifest, Consumer<@Nullable Throwable> done) {
        server.loading(true);
        Path directory = appendLog.directory();
        worker.run(() -> SegmentCatalog.survey(disk, directory, manifest), (found, failure) -> {
            try {
                if (found != null) {
                    replay(manifest, found, done);
                    return;
                }
                server.loading(false);
                done.accept(failure);
            } catch (IOException unreadable) {
                server.loading(false);
                done.accept(unreadable);
            }
        });
    }

    private void replay(Manifest manifest, SegmentCatalog found, Consumer<@Nullable Throwable> done)
            throws IOException {
        long now = server.node().clock().millis();
        LogSource source = open(manifest);
        run(source, failure -> {
            if (failure != null) {
                done.accept(failure);
                return;
            }
            server.log().notice("DB loaded from append only file: " + seconds(now) + " seconds");
            saves.loaded();
            LogMark position = source.position();
            if (position != null) {
                lineage.resumeAt(position, source.selectedDb(), appendLog.isWhole(found), found.ancestors());
            }
            appendLog.open(manifest, found, source.totalBytes(), done);
        });
    }

    /** How far loading is, or null. */
    @Nullable
    LoadingProgress loading() {
        LoadRun run = loading;
        return run == null ? null : run.progress();
    }

    // --- for replication -----------------------------------------------------------------------------------------

    @Override
    public boolean isBusy() {
        return slot.isBusy() || server.isLoading();
    }

    @Override
    public void begin(SnapshotContent content, SnapshotTarget target, Consumer<@Nullable Throwable> done) {
        slot.begin(SnapshotSlot.Purpose.REPLICAS, content, lineage.position(), target, done);
    }

    @Override
    public void beginFile(Consumer<@Nullable Throwable> done) {
        saves.begin(done);
    }

    @Override
    public StoredLog storedLog() {
        return appendLog;
    }

    @Override
    public Path file() {
        return saves.file();
    }

    @Override
    public void load(Path received, Consumer<@Nullable Throwable> done) {
        server.loading(true);
        slot.cancel("the data is replaced by the master's");
        appendLog.stop(() -> worker.run(
                () -> {
                    disk.rename(received, saves.file());
                    return null;
                },
                (nothing, failure) -> {
                    if (failure != null) {
                        server.loading(false);
                        done.accept(failure);
                    } else {
                        replaceData(done);
                    }
                }));
    }

    private void replaceData(Consumer<@Nullable Throwable> done) {
        server.forgetData();
        long now = server.node().clock().millis();
        SnapshotSource source;
        try {
            source = open(saves.file(), loader(KeyspaceLoader.KEEP_EXPIRED));
        } catch (IOException unreadable) {
            server.loading(false);
            done.accept(unreadable);
            return;
        }
        run(source, failure -> {
            if (failure != null) {
                server.forgetData();
            } else {
                noteLoaded(source, now);
                lineage.loadedFromMaster(source.streamDatabase());
            }
            done.accept(failure);
        });
    }

    @Override
    public void restartLog() {
        if (settings.get(PersistenceDirectives.APPENDONLY)) {
            appendLog.beginWithBase(failure -> {});
        }
    }

    @Override
    public void historyChanged() {
        if (appendLog.file().isOn()) {
            appendLog.file().changeHistory(lineage.position());
        }
    }

    // --- the running server --------------------------------------------------------------------------------------

    private void switchLog(boolean on) {
        turnOnLog = on;
        if (!on) {
            if (slot.isBusyWith(SnapshotSlot.Purpose.REWRITE)) {
                slot.cancel("appendonly was switched off");
            }
            appendLog.stop(() -> server.log().notice("The append only file is off"));
        } else {
            switchOnIfPossible();
        }
    }

    /** The log's base is a snapshot, and there is one snapshot at a time. */
    private void switchOnIfPossible() {
        if (turnOnLog && !isBusy() && !appendLog.file().isOn()) {
            turnOnLog = false;
            appendLog.beginWithBase(failure -> {});
        }
    }

    /** Several times a second: what waits for its turn or its rule. */
    public void tick() {
        switchOnIfPossible();
        saves.tick();
        appendLog.tick();
    }

    /** Once a second: the log's sync. */
    public void secondTick() {
        appendLog.secondTick();
    }

    /** Hands what was appended to the disk; whether replies have to wait for it. Once a batch. */
    public boolean isPending() {
        return appendLog.isPending();
    }

    /** Whether the log can't be written at present, or not soon. */
    public boolean isLogLate() {
        return appendLog.isLate();
    }

    /** Whether everything before an offset is as safe as {@code appendfsync} promises. */
    public boolean isSafe(long offset) {
        return appendLog.isSafe(offset);
    }

    /** Runs an action when all that was executed so far is as safe as {@code appendfsync} promises. */
    public void whenDone(Runnable action) {
        appendLog.whenDone(action);
    }

    /** As {@link #whenDone}, but no longer than until the log is late. */
    public void whenDoneOrLate(Runnable action) {
        appendLog.whenDoneOrLate(action);
    }

    /** Why writes must be refused, in the original's words, or null. */
    public @Nullable String refusal() {
        if (saves.lastFailed() && saves.hasRules() && settings.get(PersistenceDirectives.STOP_WRITES_ON_BGSAVE_ERROR)) {
            return "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may"
                    + " modify the data set are disabled, because this instance is configured to report errors during writes if RDB"
                    + " snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB"
                    + " error.";
        }
        String error = appendLog.file().error();
        return error.isEmpty() ? null : "MISCONF Errors writing to the AOF file: " + error;
    }

    /**
     * The server is about to end: saves a snapshot if wanted, and writes and syncs the rest of the log.
     *
     * @param save whether to save; null saves if there are save rules
     * @param done called on the loop with the failure, after which the server may go on, or with null
     */
    public void beforeExit(@Nullable Boolean save, Consumer<@Nullable Throwable> done) {
        slot.cancel("the server ends");
        abandonLoading();
        boolean wanted = save != null ? save : saves.hasRules();
        if (!wanted || server.isLoading()) {
            appendLog.stop(() -> done.accept(null));
            return;
        }
        server.log().notice("Saving the final RDB snapshot before exiting.");
        saves.begin(failure -> {
            if (failure != null) {
                done.accept(failure);
            } else {
                appendLog.stop(() -> done.accept(null));
            }
        });
    }

    /** Ends what is under way, and the workers. */
    public void close() {
        closed = true;
        slot.cancel("the server ends");
        abandonLoading();
        appendLog.file().close();
        worker.close();
    }

    /** The data as it comes back from disk, for DEBUG. */
    public Reloads reloads() {
        return new Reloads(server, this);
    }

    SnapshotSlot slot() {
        return slot;
    }

    Saves saves() {
        return saves;
    }

    AppendLog appendLog() {
        return appendLog;
    }

    long lastLoadedKeys() {
        return lastLoadedKeys;
    }

    long lastExpiredKeys() {
        return lastExpiredKeys;
    }
}
