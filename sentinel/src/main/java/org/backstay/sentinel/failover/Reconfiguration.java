package org.backstay.sentinel.failover;

import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.watch.Corrections;
import org.backstay.sentinel.watch.InfoPolls;
import org.backstay.sentinel.watch.Orders;

/** Has the other replicas follow the promoted one, a few at a time. Owned by the loop. */
final class Reconfiguration {
    private final SentinelState state;
    private final Orders orders;
    private final InfoPolls infos;
    private final Names names;
    private final Events events;
    private final Time time;

    Reconfiguration(SentinelState state, Orders orders, InfoPolls infos, Names names, Events events, Time time) {
        this.state = state;
        this.orders = orders;
        this.infos = infos;
        this.names = names;
        this.events = events;
        this.time = time;
    }

    /** Goes on as far as possible; true when the failover has come to its end. */
    boolean run(MonitoredMaster master, Failover failover, KnownReplica promoted) {
        master.replicas.values().forEach(replica -> notice(replica, promoted));
        long busy = master.replicas.values().stream()
                .filter(Reconfiguration::isBusy)
                .count();
        for (KnownReplica replica : master.replicas.values()) {
            if (busy >= master.parallelSyncs) {
                break;
            }
            if (send(replica, promoted)) {
                busy++;
            }
        }
        return hasEnded(master, failover, promoted);
    }

    private static boolean isBusy(KnownReplica replica) {
        return replica.is(Flag.RECONF_SENT) || replica.is(Flag.RECONF_INPROG);
    }

    /** Reads from its last INFO how far a replica that was told to follow has come; asks again while it is under way. */
    private void notice(KnownReplica replica, KnownReplica promoted) {
        if (!isBusy(replica)) {
            return;
        }
        boolean fresh = replica.report.role() == Role.REPLICA && replica.infoAt >= replica.reconfSentAt;
        if (fresh && replica.is(Flag.RECONF_SENT) && Corrections.follows(replica, promoted.address, names)) {
            replica.clear(Flag.RECONF_SENT);
            replica.set(Flag.RECONF_INPROG);
            events.notice("+slave-reconf-inprog", replica);
        }
        if (fresh && replica.is(Flag.RECONF_INPROG) && replica.report.masterLinkUp()) {
            replica.clear(Flag.RECONF_INPROG);
            replica.set(Flag.RECONF_DONE);
            events.notice("+slave-reconf-done", replica);
            return;
        }
        boolean late = time.since(replica.reconfSentAt) > state.periods.get(Period.SLAVE_RECONF_TIMEOUT);
        if (late && replica.is(Flag.RECONF_SENT)) {
            giveUp(replica);
            return;
        }
        infos.ask(replica);
    }

    /** It counts as done, so that the others get their turn; if it still follows somebody else, that is corrected later. */
    private void giveUp(KnownReplica replica) {
        events.notice("-slave-reconf-sent-timeout", replica);
        replica.clear(Flag.RECONF_SENT);
        replica.set(Flag.RECONF_DONE);
    }

    private boolean send(KnownReplica replica, KnownReplica promoted) {
        boolean todo = !replica.is(Flag.PROMOTED) && !replica.is(Flag.RECONF_DONE) && !isBusy(replica);
        if (!todo || !replica.link.isConnected() || !orders.follow(replica, promoted.address)) {
            return false;
        }
        replica.set(Flag.RECONF_SENT);
        replica.reconfSentAt = time.now();
        events.notice("+slave-reconf-sent", replica);
        return true;
    }

    private boolean hasEnded(MonitoredMaster master, Failover failover, KnownReplica promoted) {
        if (promoted.is(Flag.S_DOWN)) {
            return false;
        }
        if (time.since(failover.changedAt()) > master.failoverTimeout) {
            events.warn("+failover-end-for-timeout", master);
            events.warn("+failover-end", master);
            sendToTheRest(master, promoted);
            return true;
        }
        for (KnownReplica replica : master.replicas.values()) {
            boolean open = !replica.is(Flag.PROMOTED) && !replica.is(Flag.RECONF_DONE) && !replica.is(Flag.S_DOWN);
            if (open) {
                return false;
            }
        }
        events.warn("+failover-end", master);
        return true;
    }

    /** Time is up: whoever was not told yet is told now, without waiting for what comes of it. */
    private void sendToTheRest(MonitoredMaster master, KnownReplica promoted) {
        for (KnownReplica replica : master.replicas.values()) {
            boolean told = replica.is(Flag.PROMOTED) || replica.is(Flag.RECONF_DONE) || replica.is(Flag.RECONF_SENT);
            if (!told && replica.link.isConnected() && orders.follow(replica, promoted.address)) {
                events.notice("+slave-reconf-sent-be", replica);
                replica.set(Flag.RECONF_SENT);
            }
        }
    }
}
