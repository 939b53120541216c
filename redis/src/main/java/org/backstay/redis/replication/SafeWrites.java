package org.backstay.redis.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.persistence.log.FsyncPolicy;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.server.Acknowledgement;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * Answers that wait until enough replicas have what they speak of ({@code min-replicas-to-acknowledge}). Owned by the server's loop.
 *
 * <p>Replicas are asked in the stream how far they are. There is one question on its way at a time, and it is for all that was written
 * before it, so that a busy server asks once for many writes, and each round trip carries as many as came in the meantime.
 */
final class SafeWrites implements Acknowledgement {
    /** A replica that could not tell yet, or has come back since, is asked again. */
    private static final long ASK_AGAIN_MILLIS = 100;

    private record Waiting(long offset, long deadlineMillis, Consumer<@Nullable String> done) {}

    private final RedisServer server;
    private final Settings settings;
    private final ReplicationLog log;
    private final Replicas replicas;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int wanted;
    private long askedUpTo;
    private @Nullable Future<?> timer;

    SafeWrites(RedisServer server, ReplicationLog log, Replicas replicas) {
        this.server = server;
        this.settings = server.settings();
        this.log = log;
        this.replicas = replicas;
        wanted = settings.get(ReplicationDirectives.MIN_REPLICAS_TO_ACKNOWLEDGE);
        settings.onChange(ReplicationDirectives.MIN_REPLICAS_TO_ACKNOWLEDGE, (before, now) -> {
            wanted = now;
            progressed();
        });
    }

    @Override
    public boolean isWanted() {
        return wanted > 0;
    }

    /** Whether replicas must have it on disk because this node has. */
    private boolean onDisk() {
        return settings.get(PersistenceDirectives.APPENDONLY)
                && settings.get(PersistenceDirectives.APPENDFSYNC) == FsyncPolicy.ALWAYS;
    }

    private int confirmedBy(long offset) {
        return onDisk() ? replicas.syncedBy(offset) : replicas.acknowledgedBy(offset);
    }

    /** Whether there are enough replicas at all that may confirm a write; without them it is better refused. */
    boolean isPossible() {
        return wanted == 0 || confirmedBy(0) >= wanted;
    }

    /** Answers that wait. */
    int size() {
        return waiting.size();
    }

    @Override
    public void ask() {
        if (log.end() > askedUpTo && confirmedBy(askedUpTo) >= wanted) {
            askNow();
        }
    }

    private void askNow() {
        replicas.ask();
        askedUpTo = log.end();
    }

    @Override
    public void await(long offset, Consumer<@Nullable String> done) {
        long limit = settings.get(ReplicationDirectives.MIN_REPLICAS_ACKNOWLEDGE_TIMEOUT);
        waiting.add(new Waiting(offset, server.node().clock().millis() + limit, done));
        progressed();
    }

    /** Replicas have confirmed more, or fewer must. */
    void progressed() {
        while (!waiting.isEmpty() && confirmedBy(waiting.getFirst().offset) >= wanted) {
            waiting.removeFirst().done.accept(null);
        }
        watchTheClock();
    }

    private void watchTheClock() {
        if (timer == null && !waiting.isEmpty()) {
            long left =
                    waiting.getFirst().deadlineMillis - server.node().clock().millis();
            timer = server.loop()
                    .schedule(this::timePasses, Math.clamp(left, 1, ASK_AGAIN_MILLIS), TimeUnit.MILLISECONDS);
        }
    }

    private void timePasses() {
        timer = null;
        long now = server.node().clock().millis();
        while (!waiting.isEmpty() && waiting.getFirst().deadlineMillis <= now) {
            Waiting late = waiting.removeFirst();
            late.done.accept("UNCERTAIN Executed here, but only " + confirmedBy(late.offset) + " of " + wanted
                    + " replicas have confirmed it in time: whether it outlasts a failover is not known");
        }
        progressed();
        if (!waiting.isEmpty()) {
            askNow();
        }
        server.endBatch();
    }

    /** Whatever waits can't be confirmed any more. */
    void giveUp(String why) {
        askedUpTo = 0;
        while (!waiting.isEmpty()) {
            waiting.removeFirst()
                    .done
                    .accept("UNCERTAIN Executed here, but not confirmed by replicas before " + why
                            + ": whether it lasts is not known");
        }
    }
}
