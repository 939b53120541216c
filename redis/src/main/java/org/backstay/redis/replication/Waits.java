package org.backstay.redis.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.Suspension;
import org.backstay.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Clients that wait until enough replicas have what they wrote (WAIT). Owned by the server's loop. */
final class Waits {
    private final RedisServer server;
    private final ReplicationLog log;
    private final Replicas replicas;
    private final List<Waiting> waiting = new ArrayList<>();

    private final class Waiting implements Suspension {
        final Client client;
        final int wanted;
        final long offset;

        @Nullable
        Future<?> timeout;

        Waiting(Client client, int wanted, long offset) {
            this.client = client;
            this.wanted = wanted;
            this.offset = offset;
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
            reply.integer(replicas.acknowledgedBy(offset));
        }
    }

    Waits(RedisServer server, ReplicationLog log, Replicas replicas) {
        this.server = server;
        this.log = log;
        this.replicas = replicas;
    }

    /**
     * Blocks a client until {@code wanted} replicas have acknowledged all that was written so far.
     *
     * @param timeoutMillis 0 waits for ever
     */
    void add(Client client, int wanted, long timeoutMillis) {
        Waiting entry = new Waiting(client, wanted, log.end());
        waiting.add(entry);
        client.block(entry);
        if (timeoutMillis > 0) {
            entry.timeout = server.loop().schedule(() -> answer(entry), timeoutMillis, TimeUnit.MILLISECONDS);
        }
        log.beginCommand(ReplicationLog.NO_DB, 3)
                .argument("REPLCONF")
                .argument("GETACK")
                .argument("*");
        replicas.pump();
    }

    private void answer(Waiting entry) {
        server.clients().unblock(entry.client, entry::answerTimeout);
        server.endBatch();
    }

    /** A replica has acknowledged more. */
    void acknowledged() {
        for (Waiting entry : List.copyOf(waiting)) {
            if (replicas.acknowledgedBy(entry.offset) >= entry.wanted) {
                answer(entry);
            }
        }
    }
}
