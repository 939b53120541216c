package org.backstay.redis.config;

import static org.backstay.config.Directive.choice;
import static org.backstay.config.Directive.integer;
import static org.backstay.config.Directive.memory;
import static org.backstay.config.Directive.number;
import static org.backstay.config.Directive.yesNo;

import java.util.List;
import org.backstay.config.Directive;
import org.backstay.persistence.log.FsyncPolicy;

/** The directives of redis-server that concern snapshots and the append-only log. */
public final class PersistenceDirectives {
    private static final long EXABYTE = 1L << 60;

    /** When a snapshot is saved by itself. */
    public static final Directive<List<SaveRule>> SAVE = Directive.of("save", new SaveRulesType())
            .standard(SaveRule.STANDARD)
            .mutable()
            .about("Save a snapshot after so many seconds if there were so many changes; \"\" never.")
            .row();

    /** Whether writes are refused after a snapshot failed. */
    public static final Directive<Boolean> STOP_WRITES_ON_BGSAVE_ERROR = yesNo("stop-writes-on-bgsave-error")
            .standard(true)
            .mutable()
            .about("Refuse writes while the last snapshot failed.")
            .row();

    /** Whether strings are compressed in snapshots. */
    public static final Directive<Boolean> RDBCOMPRESSION = yesNo("rdbcompression")
            .standard(true)
            .mutable()
            .about("Compress strings in snapshots (LZF).")
            .row();

    /** For tests: how slowly snapshots are written. */
    public static final Directive<Integer> RDB_KEY_SAVE_DELAY = integer("rdb-key-save-delay", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .unlisted()
            .about("For tests: microseconds to wait after each key of a snapshot.")
            .row();

    /** For tests: how slowly data is loaded. */
    public static final Directive<Integer> KEY_LOAD_DELAY = integer("key-load-delay", 0, Integer.MAX_VALUE)
            .standard(0)
            .mutable()
            .unlisted()
            .about("For tests: microseconds to wait after each few keys while data is loaded.")
            .row();

    /** Whether snapshots end with a checksum. */
    public static final Directive<Boolean> RDBCHECKSUM = yesNo("rdbchecksum")
            .standard(true)
            .about("End snapshots with a CRC64 and check it when loading.")
            .row();

    /** The snapshot's file name. */
    public static final Directive<String> DBFILENAME = Directive.of("dbfilename", new FileNameType("dbfilename", true))
            .standard("dump.rdb")
            .mutable()
            .about("The snapshot's file name, in dir.")
            .row();

    /** Whether files that were only needed for replication are removed. */
    public static final Directive<Boolean> RDB_DEL_SYNC_FILES = yesNo("rdb-del-sync-files")
            .standard(false)
            .mutable()
            .about("Remove snapshot files that only replication needed.")
            .row();

    /** Whether the append-only log is written. */
    public static final Directive<Boolean> APPENDONLY = yesNo("appendonly")
            .standard(false)
            .mutable()
            .about("Write every change to the append-only log.")
            .row();

    /** The first part of the log's file names. */
    public static final Directive<String> APPENDFILENAME = Directive.of(
                    "appendfilename", new FileNameType("appendfilename", false))
            .standard("appendonly.aof")
            .about("The first part of the log's file names.")
            .row();

    /** The log's directory, in dir. */
    public static final Directive<String> APPENDDIRNAME = Directive.of(
                    "appenddirname", new FileNameType("appenddirname", false))
            .standard("appendonlydir")
            .about("The log's directory, in dir.")
            .row();

    /** When the log is synced. */
    public static final Directive<FsyncPolicy> APPENDFSYNC = choice("appendfsync", FsyncPolicy.class)
            .standard(FsyncPolicy.EVERYSEC)
            .mutable()
            .about("When the log reaches stable storage: always (before the reply), everysec, no (the system decides).")
            .row();

    /** Whether syncing pauses while a rewrite runs. */
    public static final Directive<Boolean> NO_APPENDFSYNC_ON_REWRITE = yesNo("no-appendfsync-on-rewrite")
            .standard(false)
            .mutable()
            .about("Do not sync the log while a snapshot is written.")
            .row();

    /** By how much the log must have grown to be rewritten. */
    public static final Directive<Integer> AUTO_AOF_REWRITE_PERCENTAGE = integer(
                    "auto-aof-rewrite-percentage", 0, Integer.MAX_VALUE)
            .standard(100)
            .mutable()
            .about("Growth since the last rewrite, in percent, that starts the next; 0 never.")
            .row();

    /** How large the log must be to be rewritten. */
    public static final Directive<Long> AUTO_AOF_REWRITE_MIN_SIZE = memory("auto-aof-rewrite-min-size", 0, EXABYTE)
            .standard(64L * 1024 * 1024)
            .mutable()
            .about("The log is not rewritten by itself below this size, in bytes.")
            .row();

    /** Whether a log cut short by a crash is loaded. */
    public static final Directive<Boolean> AOF_LOAD_TRUNCATED = yesNo("aof-load-truncated")
            .standard(true)
            .mutable()
            .about("Load a log whose last command is incomplete, and cut it there.")
            .row();

    /** How large a segment of the log gets. */
    public static final Directive<Long> AOF_SEGMENT_SIZE = memory("aof-segment-size", 0, EXABYTE)
            .standard(64L * 1024 * 1024)
            .mutable()
            .about("Begin a new segment of the log when one has this size, in bytes; 0 never.")
            .row();

    /** How much of the log is kept that a restart does not need. */
    public static final Directive<Long> AOF_HISTORY_SIZE = memory("aof-history-size", 0, EXABYTE)
            .standard(256L * 1024 * 1024)
            .mutable()
            .about(
                    "Keep replaced snapshots and segments of the log up to this size, in bytes, for replicas that come back and for restores.")
            .row();

    /** How long it is kept. */
    public static final Directive<Long> AOF_HISTORY_SECONDS = number("aof-history-seconds", 0, EXABYTE)
            .standard(0L)
            .mutable()
            .about("Keep replaced snapshots and segments no longer than this, in seconds; 0 without limit.")
            .row();

    /** How many replaced snapshots are kept. */
    public static final Directive<Integer> AOF_HISTORY_SNAPSHOTS = integer("aof-history-snapshots", 0, 1000)
            .standard(1)
            .mutable()
            .about("Keep so many replaced snapshots of the log, if the size allows.")
            .row();

    /** Whether the log says when its commands were written. */
    public static final Directive<Boolean> AOF_TIMESTAMP_ENABLED = yesNo("aof-timestamp-enabled")
            .standard(true)
            .mutable()
            .about("Note in the log, once a second, when its commands were written.")
            .row();

    /** How much of the log is kept, and how it is cut. */
    public static final List<Directive<?>> LOG_LIMITS = List.of(
            AOF_SEGMENT_SIZE, AOF_HISTORY_SIZE, AOF_HISTORY_SECONDS, AOF_HISTORY_SNAPSHOTS, AOF_TIMESTAMP_ENABLED);

    /** Whether the log's base is a snapshot. */
    public static final Directive<Boolean> AOF_USE_RDB_PREAMBLE = yesNo("aof-use-rdb-preamble")
            .standard(true)
            .mutable()
            .about("Write the log's base as a snapshot; no has no effect, it always is one.")
            .row();

    /** Whether a snapshot is synced as it is written. */
    public static final Directive<Boolean> RDB_SAVE_INCREMENTAL_FSYNC = yesNo("rdb-save-incremental-fsync")
            .standard(true)
            .mutable()
            .about("Sync a snapshot every few megabytes while it is written.")
            .row();

    /** The directives of this class, in the order of the reference page. */
    public static final List<Directive<?>> ROWS = List.of(
            SAVE,
            STOP_WRITES_ON_BGSAVE_ERROR,
            RDBCOMPRESSION,
            RDB_KEY_SAVE_DELAY,
            KEY_LOAD_DELAY,
            RDBCHECKSUM,
            DBFILENAME,
            RDB_DEL_SYNC_FILES,
            RDB_SAVE_INCREMENTAL_FSYNC,
            APPENDONLY,
            APPENDFILENAME,
            APPENDDIRNAME,
            APPENDFSYNC,
            NO_APPENDFSYNC_ON_REWRITE,
            AUTO_AOF_REWRITE_PERCENTAGE,
            AUTO_AOF_REWRITE_MIN_SIZE,
            AOF_LOAD_TRUNCATED,
            AOF_SEGMENT_SIZE,
            AOF_HISTORY_SIZE,
            AOF_HISTORY_SECONDS,
            AOF_HISTORY_SNAPSHOTS,
            AOF_TIMESTAMP_ENABLED,
            AOF_USE_RDB_PREAMBLE);

    private PersistenceDirectives() {}
}
