package org.backstay.redis.persistence;

import java.io.IOException;
import java.util.function.Consumer;
import org.backstay.persistence.log.Manifest;
import org.backstay.persistence.rdb.KeyspaceLoader;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * The data as it comes back from disk while the server runs: DEBUG RELOAD and DEBUG LOADAOF. Clients are answered LOADING meanwhile, so
 * nothing is written that would be lost. Owned by the server's loop.
 */
public final class Reloads {
    private final RedisServer server;
    private final Persistence persistence;

    Reloads(RedisServer server, Persistence persistence) {
        this.server = server;
        this.persistence = persistence;
    }

    /**
     * Saves a snapshot and loads it.
     *
     * @param save whether to save first; otherwise what is on disk is loaded
     * @param flush whether the data is dropped before
     * @param merge whether keys of the snapshot take the place of keys that are there; otherwise such a key is a failure
     * @param done called on the loop with the failure or with null
     */
    public void snapshot(boolean save, boolean flush, boolean merge, Consumer<@Nullable Throwable> done) {
        begin("DEBUG RELOAD");
        if (save) {
            persistence.saves().begin(failure -> {
                if (failure != null) {
                    end(failure, done);
                } else {
                    loadSnapshot(flush, merge, done);
                }
            });
        } else {
            loadSnapshot(flush, merge, done);
        }
    }

    private void loadSnapshot(boolean flush, boolean merge, Consumer<@Nullable Throwable> done) {
        KeyspaceLoader loader = persistence.loader(server.node().clock().millis());
        if (merge) {
            loader.replaceDuplicates();
        }
        SnapshotSource source;
        try {
            source = persistence.open(persistence.saves().file(), loader);
        } catch (IOException unreadable) {
            end(unreadable, done);
            return;
        }
        if (flush) {
            server.forgetData();
        }
        persistence.run(source, failure -> {
            server.log().warning("DB reloaded by DEBUG RELOAD");
            end(failure, done);
        });
    }

    /** Writes out the append-only log and loads it; the data is what the log says. */
    public void log(Consumer<@Nullable Throwable> done) {
        begin("DEBUG LOADAOF");
        AppendLog log = persistence.appendLog();
        if (log.file().isOn()) {
            log.stop(() -> loadLog(true, done));
        } else {
            loadLog(false, done);
        }
    }

    private void loadLog(boolean reopen, Consumer<@Nullable Throwable> done) {
        AppendLog log = persistence.appendLog();
        server.forgetData();
        LogSource source;
        Manifest manifest;
        try {
            manifest = log.readManifest();
            if (manifest == null) {
                end(null, done);
                return;
            }
            source = persistence.open(manifest);
        } catch (IOException unreadable) {
            end(unreadable, done);
            return;
        }
        persistence.run(source, failure -> {
            server.log().warning("Append Only File loaded by DEBUG LOADAOF");
            if (failure == null && reopen) {
                log.open(manifest, log.file().catalog(), source.totalBytes(), opened -> end(opened, done));
            } else {
                end(failure, done);
            }
        });
    }

    private void begin(String why) {
        persistence.slot().cancel(why);
        server.loading(true);
    }

    private void end(@Nullable Throwable failure, Consumer<@Nullable Throwable> done) {
        server.loading(false);
        done.accept(failure);
    }
}
