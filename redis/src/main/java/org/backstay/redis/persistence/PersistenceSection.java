package org.backstay.redis.persistence;

import org.backstay.persistence.log.AppendOnlyFile;
import org.backstay.persistence.snapshot.SnapshotJob;
import org.backstay.redis.info.InfoSection;
import org.backstay.redis.info.InfoSection.Lines;
import org.backstay.redis.persistence.SnapshotSlot.Purpose;
import org.backstay.redis.server.RedisServer;

/**
 * INFO persistence, in the original's fields. There is no fork here, so what speaks of one is zero, but for the present cost of writes: what
 * changed before the snapshot came to it, and waits in memory. Runs on the server's loop.
 */
public final class PersistenceSection {
    private final Persistence persistence;
    private final RedisServer server;

    private PersistenceSection(Persistence persistence, RedisServer server) {
        this.persistence = persistence;
        this.server = server;
    }

    /** The section. */
    public static InfoSection of(Persistence persistence, RedisServer server) {
        return new InfoSection("Persistence", true, new PersistenceSection(persistence, server)::write);
    }

    private void write(Lines to) {
        SnapshotJob job = persistence.slot().job();
        to.flag("loading", server.isLoading())
                .flag("async_loading", false)
                .add("current_cow_peak", 0)
                .add("current_cow_size", persistence.slot().keptBytes())
                .add("current_cow_size_age", 0)
                .decimal(
                        "current_fork_perc",
                        job == null || job.keys() == 0 ? 0 : 100.0 * job.keysWritten() / job.keys())
                .add("current_save_keys_processed", job == null ? 0 : job.keysWritten())
                .add("current_save_keys_total", job == null ? 0 : job.keys());
        writeSaves(job, to);
        writeLog(to);
        to.flag("module_fork_in_progress", false).add("module_fork_last_cow_size", 0);
        if (persistence.appendLog().file().isOn()) {
            writeLogSizes(to);
        }
        LoadingProgress loading = persistence.loading();
        if (loading != null) {
            writeLoading(loading, to);
        }
    }

    private void writeSaves(@org.jspecify.annotations.Nullable SnapshotJob job, Lines to) {
        Saves saves = persistence.saves();
        boolean saving = persistence.slot().isBusyWith(Purpose.SAVE);
        to.add("rdb_changes_since_last_save", saves.changesSinceLastSave())
                .flag("rdb_bgsave_in_progress", saving)
                .add("rdb_last_save_time", saves.lastSaveMillis() / 1000)
                .add("rdb_last_bgsave_status", saves.lastFailed() ? "err" : "ok")
                .add("rdb_last_bgsave_time_sec", saves.lastTookSeconds())
                .add("rdb_current_bgsave_time_sec", saving && job != null ? job.elapsedMillis() / 1000 : -1)
                .add("rdb_saves", saves.count())
                .add("rdb_last_cow_size", 0)
                .add("rdb_last_load_keys_expired", persistence.lastExpiredKeys())
                .add("rdb_last_load_keys_loaded", persistence.lastLoadedKeys());
    }

    private void writeLog(Lines to) {
        AppendLog log = persistence.appendLog();
        to.flag("aof_enabled", log.file().isOn())
                .flag("aof_rewrite_in_progress", log.isRewriting())
                .flag("aof_rewrite_scheduled", log.isRewriteScheduled())
                .add("aof_last_rewrite_time_sec", log.lastRewriteSeconds())
                .add("aof_current_rewrite_time_sec", log.currentRewriteSeconds())
                .add("aof_last_bgrewrite_status", log.lastRewriteFailed() ? "err" : "ok")
                .add("aof_rewrites", log.rewrites())
                .add("aof_rewrites_consecutive_failures", log.failuresInARow())
                .add("aof_last_write_status", log.file().error().isEmpty() ? "ok" : "err")
                .add("aof_last_cow_size", 0);
    }

    private void writeLogSizes(Lines to) {
        AppendLog log = persistence.appendLog();
        AppendOnlyFile file = log.file();
        to.add("aof_current_size", file.bytes())
                .add("aof_base_size", log.sizeAtLastRewrite())
                .flag("aof_pending_rewrite", false)
                .add("aof_buffer_length", file.waiting())
                .flag("aof_pending_bio_fsync", file.syncing())
                .add("aof_delayed_fsync", file.delays());
    }

    private void writeLoading(LoadingProgress loading, Lines to) {
        to.add("loading_start_time", loading.startedMillis() / 1000)
                .add("loading_total_bytes", loading.totalBytes())
                .add("loading_rdb_used_mem", 0)
                .add("loading_loaded_bytes", loading.loadedBytes())
                .decimal("loading_loaded_perc", loading.percent())
                .add(
                        "loading_eta_seconds",
                        loading.secondsLeft(server.node().clock().millis()));
    }
}
