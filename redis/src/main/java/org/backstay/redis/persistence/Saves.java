package org.backstay.redis.persistence;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.node.Worker;
import org.backstay.persistence.snapshot.FileTarget;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.SaveRule;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/** Snapshots in {@code dbfilename}: begun by a command, by a save rule, or for replicas; and how the last ones went. Owned by the server's loop. */
final class Saves {
    private static final long RETRY_AFTER_MILLIS = 5_000;

    private final RedisServer server;
    private final Settings settings;
    private final SnapshotSlot slot;
    private final Lineage lineage;
    private final Worker worker;

    private long lastSaveMillis;
    private long lastTryMillis;
    private boolean lastFailed;
    private long changesAtLastSave;
    private long lastTookSeconds = -1;
    private long saves;
    private boolean scheduled;

    Saves(RedisServer server, SnapshotSlot slot, Lineage lineage, Worker worker) {
        this.server = server;
        this.settings = server.settings();
        this.slot = slot;
        this.lineage = lineage;
        this.worker = worker;
        lastSaveMillis = server.node().clock().millis();
    }

    /** {@code dbfilename} in {@code dir}. */
    Path file() {
        return Path.of(settings.get(RedisDirectives.DIR)).resolve(settings.get(PersistenceDirectives.DBFILENAME));
    }

    /** Begins a snapshot of the state as it is now. The slot must be free. */
    void begin(Consumer<@Nullable Throwable> done) {
        Path file = file();
        long now = server.node().clock().millis();
        lastTryMillis = now;
        long changes = server.changes();
        Path temporary = file.resolveSibling("temp-" + now + ".rdb");
        boolean checksum = settings.get(PersistenceDirectives.RDBCHECKSUM);
        FileTarget target = new FileTarget(server.node().disk(), worker, temporary, file, checksum);
        server.log().notice("Background saving started");
        slot.begin(SnapshotSlot.Purpose.SAVE, lineage.position(), target, failure -> {
            ended(failure, changes, now);
            done.accept(failure);
        });
    }

    private void ended(@Nullable Throwable failure, long changes, long startedMillis) {
        long now = server.node().clock().millis();
        lastTookSeconds = (now - startedMillis) / 1000;
        lastFailed = failure != null;
        if (failure != null) {
            server.log().warning("Background saving error: " + failure.getMessage());
            return;
        }
        saves++;
        lastSaveMillis = now;
        changesAtLastSave = changes;
        server.log().notice("DB saved on disk");
        server.log().notice("Background saving terminated with success");
    }

    /** Asks for a snapshot as soon as the slot is free. */
    void schedule() {
        scheduled = true;
    }

    /** Ten times a second: what was scheduled, and the save rules. */
    void tick() {
        if (slot.isBusy() || server.isLoading()) {
            return;
        }
        long now = server.node().clock().millis();
        if (scheduled && mayTry(now)) {
            scheduled = false;
            begin(failure -> {});
            return;
        }
        long changes = changesSinceLastSave();
        for (SaveRule rule : settings.get(PersistenceDirectives.SAVE)) {
            if (changes >= rule.changes() && now - lastSaveMillis > rule.seconds() * 1000L && mayTry(now)) {
                server.log().notice(rule.changes() + " changes in " + rule.seconds() + " seconds. Saving...");
                begin(failure -> {});
                return;
            }
        }
    }

    private boolean mayTry(long now) {
        return !lastFailed || now - lastTryMillis > RETRY_AFTER_MILLIS;
    }

    /** The data on disk is the data in memory: it was just loaded. */
    void loaded() {
        changesAtLastSave = server.changes();
        lastSaveMillis = server.node().clock().millis();
    }

    long changesSinceLastSave() {
        return server.changes() - changesAtLastSave;
    }

    /** When the last snapshot succeeded, or this node started: milliseconds since the epoch. */
    long lastSaveMillis() {
        return lastSaveMillis;
    }

    /** Whether the last snapshot failed. */
    boolean lastFailed() {
        return lastFailed;
    }

    /** How long the last snapshot took, or -1. */
    long lastTookSeconds() {
        return lastTookSeconds;
    }

    /** Snapshots saved since the start. */
    long count() {
        return saves;
    }

    /** Whether snapshots are saved by rules. */
    boolean hasRules() {
        return !settings.get(PersistenceDirectives.SAVE).isEmpty();
    }
}
