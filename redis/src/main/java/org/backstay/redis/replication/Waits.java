package org.backstay.redis.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.Suspension;
import org.backstay.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Clients that wait until enough replicas have what they wrote (WAIT), or have it on disk (WAITAOF). Owned by the server's loop. */
final class Waits {
    static final String NO_LOG = "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.";

    private final RedisServer server;
    private final Replicas replicas;
    private final LongSupplier synced;
    private final List<Waiting> waiting = new ArrayList<>();

    /** What is waited for, and how it is answered. */
    sealed interface Demand {
        /** The offset up to which the client has written. */
        long offset();
    }

    /** WAIT: so many replicas have it. */
    record Received(long offset, long replicas) implements Demand {}

    /** WAITAOF: so many replicas, and this server if {@code local}, have it on disk. */
    record OnDisk(long offset, boolean local, long replicas) implements Demand {}

    private final class Waiting implements Suspension {
        final Client client;
        final Demand demand;

        @Nullable
        Future<?> timeout;

        Waiting(Client client, Demand demand) {
            this.client = client;
            this.demand = demand;
        }

        @Override
        public void cancel() {
            waiting.remove(this);
            if (timeout != null) {
                timeout.cancel(false);
            }
        }

        @Override
        public void answerTimeout(ReplyWriter reply) {
            answer(demand, reply);
        }
    }

    /**
     * Nobody waits yet.
     *
     * @param synced the offset up to which this server's log is on disk; -1 without a log
     */
    Waits(RedisServer server, Replicas replicas, LongSupplier synced) {
        this.server = server;
        this.replicas = replicas;
        this.synced = synced;
    }

    private boolean isOnDiskHere(Demand demand) {
        return synced.getAsLong() >= demand.offset();
    }

    private boolean isMet(Demand demand) {
        return switch (demand) {
            case Received wanted -> replicas.acknowledgedBy(wanted.offset) >= wanted.replicas;
            case OnDisk wanted ->
                replicas.syncedBy(wanted.offset) >= wanted.replicas && (!wanted.local || isOnDiskHere(wanted));
        };
    }

    private void answer(Demand demand, ReplyWriter reply) {
        switch (demand) {
            case Received wanted -> reply.integer(replicas.acknowledgedBy(wanted.offset));
            case OnDisk wanted -> {
                reply.array(2);
                reply.integer(isOnDiskHere(wanted) ? 1 : 0);
                reply.integer(replicas.syncedBy(wanted.offset));
            }
        }
    }

    /**
     * Answers a client as soon as a demand is met; at once if it is, or if the client may not wait.
     *
     * @param timeoutMillis 0 waits for ever
     */
    void await(Client client, boolean mayWait, Demand demand, long timeoutMillis) {
        if (!mayWait || isMet(demand)) {
            answer(demand, client.reply());
            return;
        }
        Waiting entry = new Waiting(client, demand);
        waiting.add(entry);
        client.block(entry);
        if (timeoutMillis > 0) {
            entry.timeout = server.loop().schedule(() -> end(entry), timeoutMillis, TimeUnit.MILLISECONDS);
        }
        replicas.ask();
    }

    private void end(Waiting entry) {
        server.clients().unblock(entry.client, entry::answerTimeout);
        server.endBatch();
    }

    /** A replica has confirmed more, or more is on disk here. */
    void progressed() {
        for (Waiting entry : List.copyOf(waiting)) {
            if (isMet(entry.demand)) {
                end(entry);
            }
        }
    }

    /** The log is not written any more: who waits for it is told so. */
    void logEnded() {
        for (Waiting entry : List.copyOf(waiting)) {
            if (entry.demand instanceof OnDisk wanted && wanted.local) {
                server.clients().unblock(entry.client, reply -> reply.error(NO_LOG));
                server.endBatch();
            }
        }
    }
}
