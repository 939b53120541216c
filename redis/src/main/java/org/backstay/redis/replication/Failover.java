package org.backstay.redis.replication;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Log;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a master's role over to one of its replicas (FAILOVER): holds writes, waits until the replica has everything, follows it, and asks it to
 * lead. Owned by the server's loop.
 *
 * <p>Writes are held from the first step to the last, so that at no time two nodes take them: they go on here when the failover is given up,
 * and are refused as a replica refuses them when it has succeeded.
 */
final class Failover {
    private final RedisServer server;
    private final Replication replication;
    private final Log log;
    private FailoverState state = FailoverState.NONE;
    private @Nullable Endpoint target;
    private boolean force;
    private boolean asked;
    private @Nullable Future<?> timeLimit;

    Failover(RedisServer server, Replication replication) {
        this.server = server;
        this.replication = replication;
        this.log = server.log();
    }

    FailoverState state() {
        return state;
    }

    /** Whether one is under way. */
    boolean isActive() {
        return state != FailoverState.NONE;
    }

    private void become(FailoverState next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("failover: " + state + " is not followed by " + next);
        }
        state = next;
    }

    /**
     * Begins one.
     *
     * @param to the replica that shall lead, or null for the first that has everything
     * @param timeoutMillis after which it is given up, or forced; 0 for no limit
     * @param forced whether the replica shall lead after that time though it lacks something
     * @return why that can't be, or null
     */
    @Nullable
    String begin(@Nullable Endpoint to, long timeoutMillis, boolean forced) {
        String refusal = refusal(to, timeoutMillis, forced);
        if (refusal != null) {
            return refusal;
        }
        log.notice("FAILOVER requested to " + (to == null ? "any replica" : to) + ".");
        target = to;
        force = forced;
        asked = false;
        become(FailoverState.WAIT_FOR_SYNC);
        server.pause().holdWrites(this);
        if (timeoutMillis > 0) {
            timeLimit = server.loop().schedule(this::timeIsOver, timeoutMillis, TimeUnit.MILLISECONDS);
        }
        proceedSoon();
        return null;
    }

    private @Nullable String refusal(@Nullable Endpoint to, long timeoutMillis, boolean forced) {
        if (isActive()) {
            return "ERR FAILOVER already in progress.";
        }
        if (replication.isReplica()) {
            return "ERR FAILOVER is not valid when server is a replica.";
        }
        if (replication.replicas().all().isEmpty()) {
            return "ERR FAILOVER requires connected replicas.";
        }
        if (forced && (timeoutMillis == 0 || to == null)) {
            return "ERR FAILOVER with force option requires both a timeout and target HOST and IP.";
        }
        if (to == null) {
            return null;
        }
        Replica replica = replication.replicas().at(to);
        if (replica == null) {
            return "ERR FAILOVER target HOST and PORT is not a replica.";
        }
        return replica.isIn(FeedState.ONLINE) ? null : "ERR FAILOVER target replica is not online.";
    }

    /** Gives it up on request; false if there is none. */
    boolean abort() {
        if (!isActive()) {
            return false;
        }
        giveUp("Failover manually aborted");
        return true;
    }

    /** A replica has acknowledged more: goes on if it is the one that is waited for. As a task, because connections end by it. */
    void proceedSoon() {
        if (state == FailoverState.WAIT_FOR_SYNC) {
            server.loop().execute(this::proceed);
        }
    }

    private void proceed() {
        if (state != FailoverState.WAIT_FOR_SYNC) {
            return;
        }
        long end = replication.log().end();
        for (Replica replica : replication.replicas().in(FeedState.ONLINE)) {
            Endpoint place = new Endpoint(replica.address(), replica.port());
            if (replica.acknowledged() == end && (target == null || target.equals(place))) {
                log.notice("Failover target " + place + " is synced, failing over.");
                followTarget(place);
                return;
            }
        }
    }

    private void followTarget(Endpoint place) {
        target = place;
        become(FailoverState.IN_PROGRESS);
        replication.follow(place);
    }

    /** A replica that has not been asked yet can be left as it is; of one that was asked nobody knows whether it leads. */
    private void timeIsOver() {
        Endpoint place = target;
        if (state == FailoverState.WAIT_FOR_SYNC && force && place != null) {
            log.notice("FAILOVER to " + place + " time out exceeded, failing over.");
            followTarget(place);
        } else if (state == FailoverState.WAIT_FOR_SYNC) {
            giveUp("Replica never caught up before timeout");
        } else if (state == FailoverState.IN_PROGRESS && !asked) {
            giveUp("Replica could not be reached before timeout");
        }
    }

    /**
     * Whether the master that we follow is to be asked to lead. Only once: when the answer is lost, it may lead already, and is then followed as
     * any other.
     */
    boolean asks() {
        boolean first = state == FailoverState.IN_PROGRESS && !asked;
        asked |= first;
        return first;
    }

    /** It leads, and we follow. */
    void succeeded() {
        if (isActive()) {
            end();
        }
    }

    /** It does not lead, and we go on as a master. As a task, because the link that was refused ends by it. */
    void refused() {
        if (state == FailoverState.IN_PROGRESS) {
            server.loop().execute(() -> {
                if (state == FailoverState.IN_PROGRESS) {
                    giveUp("Failover target rejected psync request");
                }
            });
        }
    }

    private void giveUp(String why) {
        log.notice("FAILOVER to " + (target == null ? "any replica" : target) + " aborted: " + why);
        if (state == FailoverState.IN_PROGRESS) {
            replication.lead();
        }
        end();
    }

    private void end() {
        become(FailoverState.NONE);
        target = null;
        Future<?> limit = timeLimit;
        timeLimit = null;
        if (limit != null) {
            limit.cancel(false);
        }
        server.pause().allowWrites(this);
    }
}
