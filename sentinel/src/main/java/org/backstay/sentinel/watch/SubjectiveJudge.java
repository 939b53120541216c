package org.backstay.sentinel.watch;

import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;

/** Decides whether an instance is down from where we stand. Owned by the loop. */
public final class SubjectiveJudge {
    private static final int SILENT_HELLOS = 3;

    private final SentinelState state;
    private final Events events;
    private final Time time;

    /** Judges by the time. */
    public SubjectiveJudge(SentinelState state, Events events, Time time) {
        this.state = state;
        this.events = events;
        this.time = time;
    }

    /** Judges an instance; true when it just went down. */
    public boolean judge(Instance instance) {
        boolean down = instance.link.silence() > instance.downAfter
                || (instance instanceof MonitoredMaster master && (isReplicaForLong(master) || loadsForLong(master)));
        if (down == instance.is(Flag.S_DOWN)) {
            return false;
        }
        if (down) {
            events.warn("+sdown", instance);
            instance.downSince = time.now();
            instance.set(Flag.S_DOWN);
        } else {
            events.warn("-sdown", instance);
            instance.clear(Flag.S_DOWN);
            instance.clear(Flag.SCRIPT_KILL_SENT);
        }
        return down;
    }

    /** A master that says it is a replica is of no use as a master. */
    private boolean isReplicaForLong(MonitoredMaster master) {
        long patience = master.downAfter + 2 * state.periods.get(Period.INFO_PERIOD);
        return master.report.role() == Role.REPLICA && time.since(master.roleSince) > patience;
    }

    private boolean loadsForLong(MonitoredMaster master) {
        return master.is(Flag.MASTER_REBOOT) && time.since(master.rebootSince) > master.rebootDownAfter;
    }

    /** In how many milliseconds silence will have lasted too long if it goes on; {@link Long#MAX_VALUE} when there is none. */
    public long verdictIn(Instance instance) {
        if (instance.link.silentSince == Time.NEVER || instance.is(Flag.S_DOWN)) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, instance.downAfter + 1 - instance.link.silence());
    }

    /** Closes connections that look alive but bring nothing, so that they are made anew. */
    public void dropStale(Instance instance) {
        Link link = instance.link;
        long young = state.periods.get(Period.MIN_LINK_RECONNECT_PERIOD);
        long half = instance.downAfter / 2;
        if (link.triesCommands()
                && time.since(link.commandsSince) > young
                && link.silence() > half
                && time.since(link.pongAt) > half) {
            link.closeCommands();
        }
        if (instance instanceof RedisInstance
                && link.triesMessages()
                && time.since(link.messagesSince) > young
                && time.since(link.messageAt) > SILENT_HELLOS * state.periods.get(Period.PUBLISH_PERIOD)) {
            link.closeMessages();
        }
    }
}
