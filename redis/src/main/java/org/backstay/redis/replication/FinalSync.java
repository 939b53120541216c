package org.backstay.redis.replication;

import java.util.List;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.server.RedisServer;

/** Whether replicas have all that there is, for a node that is about to end. Owned by the server's loop. */
public final class FinalSync {
    private final RedisServer server;
    private final ReplicationLog log;
    private final Replicas replicas;
    private long target;

    FinalSync(RedisServer server, ReplicationLog log, Replicas replicas) {
        this.server = server;
        this.log = log;
        this.replicas = replicas;
        target = log.end();
    }

    /** Asks replicas how far they are; the goal is what is written up to here. */
    public void ask() {
        target = log.end();
        replicas.ask();
    }

    /** Whether every replica has confirmed all that is written up to here, or up to the last {@link #ask}. */
    public boolean isDone() {
        return lagging().isEmpty();
    }

    private List<Replica> waitedFor() {
        return replicas.all().stream().filter(Replica::confirms).toList();
    }

    private List<Replica> lagging() {
        return waitedFor().stream()
                .filter(replica -> replica.acknowledged() < target)
                .toList();
    }

    /** Writes to the log which replicas lack something, and by how much. */
    public void report() {
        List<Replica> all = waitedFor();
        List<Replica> behind = lagging();
        long now = server.node().clock().millis();
        for (Replica replica : behind) {
            server.log()
                    .warning("Lagging replica " + replica.name() + " reported offset "
                            + (target - replica.acknowledged()) + " behind master, lag=" + replica.lagSeconds(now)
                            + ", state=" + (replica.isIn(FeedState.ONLINE) ? "online" : "synchronizing") + ".");
        }
        if (!all.isEmpty()) {
            server.log()
                    .notice((all.size() - behind.size()) + " of " + all.size()
                            + " replicas are in sync when shutting down.");
        }
    }
}
