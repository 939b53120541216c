package org.backstay.redis.persistence;

import java.util.List;
import java.util.function.Consumer;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.persistence.rdb.RdbWriter;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.persistence.snapshot.SnapshotJob;
import org.backstay.persistence.snapshot.SnapshotTarget;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.ServerIdentity;
import org.jspecify.annotations.Nullable;

/** The one snapshot that may be under way, whoever it is for. Owned by the server's loop. */
final class SnapshotSlot {

    /** Who a snapshot is for. */
    enum Purpose {
        /** {@code dbfilename}: BGSAVE, SAVE, a save rule, or replicas that get the file. */
        SAVE,
        /** A new base of the append-only log. */
        REWRITE,
        /** Replicas, without a file. */
        REPLICAS
    }

    private final RedisServer server;
    private final ReplicationLog log;
    private @Nullable SnapshotJob job;
    private Purpose purpose = Purpose.SAVE;
    private Runnable whenFree = () -> {};

    SnapshotSlot(RedisServer server, ReplicationLog log) {
        this.server = server;
        this.log = log;
    }

    /** What runs when a snapshot has ended. */
    void whenFree(Runnable action) {
        whenFree = action;
    }

    boolean isBusy() {
        return job != null;
    }

    /** Whether the snapshot under way is for this. */
    boolean isBusyWith(Purpose wanted) {
        return job != null && purpose == wanted;
    }

    @Nullable
    SnapshotJob job() {
        return job;
    }

    /** Bytes of memory that the snapshot under way takes. */
    long keptBytes() {
        SnapshotJob running = job;
        return running == null ? 0 : running.keptBytes();
    }

    /** Begins a snapshot of the state as it is now. The slot must be free. */
    void begin(Purpose what, LogMark position, SnapshotTarget target, Consumer<@Nullable Throwable> done) {
        begin(what, SnapshotContent.EVERYTHING, position, target, done);
    }

    /** Begins a snapshot of a part of the state. The slot must be free. */
    void begin(
            Purpose what,
            SnapshotContent content,
            LogMark position,
            SnapshotTarget target,
            Consumer<@Nullable Throwable> done) {
        if (job != null) {
            throw new IllegalStateException("a snapshot is under way");
        }
        purpose = what;
        SnapshotJob begun = new SnapshotJob(
                server.node(),
                server.keyspace(),
                server.collections(),
                target,
                server.settings().get(PersistenceDirectives.RDBCOMPRESSION),
                failure -> {
                    job = null;
                    done.accept(failure);
                    whenFree.run();
                });
        begun.delayEachKey(() -> server.settings().get(PersistenceDirectives.RDB_KEY_SAVE_DELAY));
        job = begun;
        RdbWriter.Header header = new RdbWriter.Header(
                ServerIdentity.REDIS_VERSION,
                server.node().clock().millis() / 1000,
                server.keyspace().usedBytes(),
                position.id(),
                position.offset(),
                Math.max(log.selectedDb(), 0),
                what == Purpose.REWRITE);
        switch (content) {
            case EVERYTHING -> begun.start(header, server.libraries().sources());
            case FUNCTIONS -> begun.startWithoutKeys(header, server.libraries().sources());
            case NOTHING -> begun.startWithoutKeys(header, List.of());
        }
    }

    /** Gives up the snapshot under way, if there is one; who began it hears of it at once. */
    void cancel(String why) {
        SnapshotJob running = job;
        if (running != null) {
            running.cancel(why);
        }
    }
}
