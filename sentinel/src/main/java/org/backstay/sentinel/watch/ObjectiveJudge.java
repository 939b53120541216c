package org.backstay.sentinel.watch;

import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;

/**
 * Decides whether a master is down by agreement: it is for us, and enough other sentinels lately said so too. Owned by the loop.
 *
 * <p>It is a weak agreement, since those answers are of different moments; who acts on it needs votes first.
 */
public final class ObjectiveJudge {
    private final Events events;
    private final Time time;

    /** Judges by the time. */
    public ObjectiveJudge(Events events, Time time) {
        this.events = events;
        this.time = time;
    }

    /** Judges a master. */
    public void judge(MonitoredMaster master) {
        int agreeing = agreeing(master);
        boolean down = agreeing >= master.quorum;
        if (down == master.is(Flag.O_DOWN)) {
            return;
        }
        if (down) {
            events.warn("+odown", master, "#quorum " + agreeing + "/" + master.quorum);
            master.set(Flag.O_DOWN);
            master.agreedDownSince = time.now();
        } else {
            events.warn("-odown", master);
            master.clear(Flag.O_DOWN);
        }
    }

    private static int agreeing(MonitoredMaster master) {
        if (!master.is(Flag.S_DOWN)) {
            return 0;
        }
        int agreeing = 1;
        for (KnownSentinel sentinel : master.sentinels.values()) {
            if (sentinel.is(Flag.MASTER_DOWN)) {
                agreeing++;
            }
        }
        return agreeing;
    }
}
