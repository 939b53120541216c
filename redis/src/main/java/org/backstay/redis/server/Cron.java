package org.backstay.redis.server;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.redis.config.RedisDirectives;
import org.jspecify.annotations.Nullable;

/** The periodic work, {@code hz} times a second: expiry, idle clients, samples, and what other parts add. Runs on the server's loop. */
public final class Cron {
    private final RedisServer server;
    private final List<Runnable> work = new ArrayList<>();
    private @Nullable ScheduledFuture<?> next;

    /** Makes a cron that is not started. */
    public Cron(RedisServer server) {
        this.server = server;
        add(new ActiveExpiry(server)::cycle);
        add(server.clientWatch()::tick);
        add(() -> server.statistics().sample(server.time().millis()));
        add(server.memory()::sample);
        add(server.memory()::lookAtHeap);
    }

    /** Adds work to every tick. */
    public void add(Runnable task) {
        work.add(task);
    }

    /** Starts ticking. */
    public void start() {
        long millis = 1_000L / server.settings().get(RedisDirectives.HZ);
        next = server.loop().schedule(this::tick, millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        start();
        server.time().refresh();
        if (server.isCronPaused()) {
            return;
        }
        for (Runnable task : work) {
            task.run();
        }
        server.endUnit();
        server.endBatch();
    }

    /** Stops ticking. */
    public void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
