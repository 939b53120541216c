package org.backstay.redis.replication;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether we read from the master: only while nothing stands in the way. What we do not read waits at the master, so that nothing here holds
 * more than its limit. Owned by the server's loop.
 */
final class Reading {
    /** Why nothing is read. Each comes and goes by itself. */
    enum Obstacle {
        /** What was received of a snapshot waits to be written. */
        SNAPSHOT_UNWRITTEN,
        /** The snapshot is whole, and is not loaded yet. */
        SNAPSHOT_UNLOADED,
        /** A slow disk has still to take too much of our own log. */
        LOG_UNWRITTEN,
        /** A script has run for so long that others are served meanwhile; the master's commands wait until it ends. */
        SCRIPT_BUSY
    }

    private final Channel channel;
    private final Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);

    /** Reads. */
    Reading(Channel channel) {
        this.channel = channel;
    }

    /** Something is in the way: what the connection has in its hands is still handed over, then nothing more. */
    void pause(Obstacle obstacle) {
        obstacles.add(obstacle);
        channel.config().setAutoRead(false);
    }

    /** It is out of the way. */
    void resume(Obstacle obstacle) {
        obstacles.remove(obstacle);
        channel.config().setAutoRead(obstacles.isEmpty());
    }

    /** Whether this stands in the way. */
    boolean isPausedBy(Obstacle obstacle) {
        return obstacles.contains(obstacle);
    }

    /** Whether nothing is heard of the master because we do not listen. */
    boolean isPaused() {
        return !obstacles.isEmpty();
    }
}
