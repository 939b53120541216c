package org.backstay.redis.replication;

import org.backstay.config.Settings;
import org.backstay.node.Log;
import org.backstay.redis.config.ReplicationDirectives;

/** Whether a master may replace our data by a history that is not ours, and what was decided. Owned by the server's loop. */
final class MasterGuard {
    /** A master without its data may yet get it back. */
    private static final long ASK_AGAIN_MILLIS = 5_000;

    private final Settings settings;
    private final Log log;
    private boolean asked;
    private boolean refused;
    private long notBeforeMillis;

    /**
     * Guards one link.
     *
     * @param asked whether a command asked for the link: then the master's data is wanted, whatever ours is
     */
    MasterGuard(Settings settings, Log log, boolean asked) {
        this.settings = settings;
        this.log = log;
        this.asked = asked;
    }

    /** Whether the master's history is to be looked at before its data is asked for. */
    boolean isOn(Follower ours) {
        return !asked
                && settings.get(ReplicationDirectives.REPLICA_REFUSE_UNRELATED_MASTER)
                && ours.nextByte() > 0
                && ours.hasData();
    }

    /** The master was refused; it is asked again after a while. */
    void refuse(String why, long nowMillis) {
        if (!refused) {
            log.warning(why);
        }
        refused = true;
        notBeforeMillis = nowMillis + ASK_AGAIN_MILLIS;
    }

    boolean isRefused() {
        return refused;
    }

    /** Whether the link may be tried. */
    boolean mayConnect(long nowMillis) {
        return nowMillis >= notBeforeMillis;
    }

    /** The master is followed: from now on its history is ours. */
    void connected() {
        asked = false;
        refused = false;
    }
}
