package org.backstay.redis.replication;

import org.backstay.config.Settings;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.persistence.Persistence;
import org.backstay.redis.server.Durability;
import org.backstay.redis.server.WriteGate;
import org.jspecify.annotations.Nullable;

/**
 * What the server asks before a write and before its answer: whether the node may change its data now, and whether what was changed is safe.
 * Owned by the server's loop.
 */
public final class NodeGate implements WriteGate, Durability {
    private final Replication replication;
    private final Persistence persistence;
    private final Settings settings;
    private int minReplicas;

    /** Asks these two. */
    public NodeGate(Replication replication, Persistence persistence, Settings settings) {
        this.replication = replication;
        this.persistence = persistence;
        this.settings = settings;
        minReplicas = settings.get(ReplicationDirectives.MIN_REPLICAS_TO_WRITE);
        settings.onChange(ReplicationDirectives.MIN_REPLICAS_TO_WRITE, (before, now) -> minReplicas = now);
    }

    @Override
    public @Nullable String refuse() {
        if (replication.isReplica()) {
            return settings.get(ReplicationDirectives.REPLICA_READ_ONLY)
                    ? "READONLY You can't write against a read only replica."
                    : null;
        }
        String broken = persistence.refusal();
        if (broken != null) {
            return broken;
        }
        boolean tooFew = minReplicas > 0
                && settings.get(ReplicationDirectives.MIN_REPLICAS_MAX_LAG) > 0
                && replication.goodReplicas() < minReplicas;
        return tooFew || !replication.safeWrites().isPossible()
                ? "NOREPLICAS Not enough good replicas to write."
                : null;
    }

    @Override
    public boolean isStale() {
        return !replication.isLinkUp() && !settings.get(ReplicationDirectives.REPLICA_SERVE_STALE_DATA);
    }

    /** The end of a batch: what it appended goes to the replicas and to the disk. */
    @Override
    public boolean isPending() {
        replication.pump();
        return persistence.isPending();
    }

    @Override
    public boolean isLate() {
        return persistence.isLogLate();
    }

    @Override
    public boolean isSafe(long offset) {
        return persistence.isSafe(offset);
    }

    @Override
    public void whenDone(Runnable answer) {
        persistence.whenDone(answer);
    }

    @Override
    public void whenDoneOrLate(Runnable answer) {
        persistence.whenDoneOrLate(answer);
    }
}
