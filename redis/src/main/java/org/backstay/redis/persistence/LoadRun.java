package org.backstay.redis.persistence;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * Loads something in slices, while clients are answered LOADING. Owned by the server's loop.
 *
 * <p>Keys whose time is over stay visible meanwhile: what was written after they were written must find them.
 */
final class LoadRun {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** What is loaded. */
    interface Source extends AutoCloseable {
        /** Goes on until everything is read (true) or the clock reaches {@code until}. */
        boolean step(LongSupplier clock, long until) throws IOException;

        long totalBytes();

        long loadedBytes();

        @Override
        void close() throws IOException;
    }

    private final RedisServer server;
    private final Source source;
    private final Consumer<@Nullable Throwable> done;
    private final ExpiredKeys expiredKeysBefore;
    private final long startedMillis;
    private boolean ended;

    LoadRun(RedisServer server, Source source, Consumer<@Nullable Throwable> done) {
        this.server = server;
        this.source = source;
        this.done = done;
        startedMillis = server.node().clock().millis();
        expiredKeysBefore = server.keyspace().expiredKeys();
    }

    void start() {
        server.loading(true);
        server.keyspace().expiredKeys(ExpiredKeys.SHOW);
        server.loop().execute(this::slice);
    }

    private void slice() {
        if (ended) {
            return;
        }
        LongSupplier clock = server.node().clock()::nanoTime;
        long delay = TimeUnit.MICROSECONDS.toNanos(server.settings().get(PersistenceDirectives.KEY_LOAD_DELAY));
        try {
            if (!source.step(clock, clock.getAsLong() + (delay > 0 ? 0 : SLICE_NANOS))) {
                server.loop().schedule(this::slice, Math.max(delay, PAUSE_NANOS), TimeUnit.NANOSECONDS);
                return;
            }
        } catch (IOException | RuntimeException flaw) {
            end(flaw);
            return;
        }
        end(null);
    }

    /** Gives up, because the server ends: what was to happen afterwards does not. */
    void abandon() {
        if (!ended) {
            ended = true;
            close(null);
        }
    }

    private void end(@Nullable Throwable failure) {
        ended = true;
        Throwable first = close(failure);
        server.keyspace().expiredKeys(expiredKeysBefore);
        server.loading(false);
        done.accept(first);
    }

    private @Nullable Throwable close(@Nullable Throwable failure) {
        try {
            source.close();
        } catch (IOException closing) {
            return failure == null ? closing : failure;
        }
        return failure;
    }

    LoadingProgress progress() {
        return new LoadingProgress(startedMillis, source.totalBytes(), source.loadedBytes());
    }
}
