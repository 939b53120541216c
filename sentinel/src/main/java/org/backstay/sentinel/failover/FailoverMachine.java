package org.backstay.sentinel.failover;

import java.util.Optional;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.FailoverState;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.model.SimulatedFailure;
import org.backstay.sentinel.watch.Attention;
import org.backstay.sentinel.watch.HelloSender;
import org.backstay.sentinel.watch.InfoPolls;
import org.backstay.sentinel.watch.MasterSwitch;
import org.backstay.sentinel.watch.Orders;

/** Takes a failover as far as it goes, each time something it waits for may have happened. Owned by the loop. */
final class FailoverMachine {
    /** How long the leader waits for replicas to tell their newest offsets before it chooses. */
    private static final long SELECTION_PATIENCE = 200;

    /** Votes that were on their way when a later election began have arrived by then. */
    private static final long OVERTAKEN_AFTER = 300;

    private final SentinelState state;
    private final Votes votes;
    private final Candidacy candidacy;
    private final ReplicaChoice choice;
    private final Reconfiguration reconfiguration;
    private final Orders orders;
    private final InfoPolls infos;
    private final HelloSender hellos;
    private final MasterSwitch masterSwitch;
    private final Events events;
    private final StateFile file;
    private final Time time;
    private final Attention attention;
    private final Runnable crash;

    /** What the machine works with. */
    record Parts(
            SentinelState state,
            Votes votes,
            Candidacy candidacy,
            ReplicaChoice choice,
            Reconfiguration reconfiguration,
            Orders orders,
            InfoPolls infos,
            HelloSender hellos,
            MasterSwitch masterSwitch,
            Events events,
            StateFile file,
            Time time,
            Attention attention,
            Runnable crash) {}

    FailoverMachine(Parts parts) {
        this.state = parts.state;
        this.votes = parts.votes;
        this.candidacy = parts.candidacy;
        this.choice = parts.choice;
        this.reconfiguration = parts.reconfiguration;
        this.orders = parts.orders;
        this.infos = parts.infos;
        this.hellos = parts.hellos;
        this.masterSwitch = parts.masterSwitch;
        this.events = parts.events;
        this.file = parts.file;
        this.time = parts.time;
        this.attention = parts.attention;
        this.crash = parts.crash;
    }

    /** Goes on with the master's failover until it has to wait for something. */
    void run(MonitoredMaster master) {
        Failover failover = master.failover();
        while (failover != null) {
            FailoverState before = failover.state();
            step(master, failover);
            failover = master.failover();
            if (failover == null || failover.state() == before) {
                return;
            }
        }
    }

    private void step(MonitoredMaster master, Failover failover) {
        switch (failover.state()) {
            case WAIT_START -> waitStart(master, failover);
            case SELECT_SLAVE -> selectReplica(master, failover);
            case SEND_SLAVEOF_NOONE -> sendPromotion(master, failover);
            case WAIT_PROMOTION -> waitPromotion(master, failover);
            case RECONF_SLAVES -> reconfigure(master, failover);
            case UPDATE_CONFIG -> updateConfig(master, failover);
        }
    }

    private void waitStart(MonitoredMaster master, Failover failover) {
        if (!master.is(Flag.FORCE_FAILOVER) && !isElected(master, failover)) {
            return;
        }
        events.warn("+elected-leader", master);
        crashIf(SimulatedFailure.CRASH_AFTER_ELECTION);
        failover.advance(FailoverState.SELECT_SLAVE, time.now());
        events.warn("+failover-state-select-slave", master);
        master.replicas.values().forEach(infos::ask);
    }

    /** Counts the votes; gives the failover up when we lost or time is up. */
    private boolean isElected(MonitoredMaster master, Failover failover) {
        long epoch = failover.epoch();
        Election others = Election.count(master, epoch);
        if (master.votedEpoch < epoch && state.currentEpoch == epoch) {
            String leading = others.leading();
            votes.request(master, epoch, leading == null ? state.myId : leading, vote -> attention.judge(master));
        }
        String ours = master.votedEpoch == epoch ? master.votedLeader : null;
        Election all = ours == null ? others : others.with(ours);
        boolean durable = master.durableVoteEpoch >= epoch;
        if (durable && state.myId.equals(all.winner())) {
            return true;
        }
        giveUpIfHopeless(master, failover, all, state.myId.equals(ours));
        return false;
    }

    /**
     * Nobody can win any more, or a later election has begun: who voted for itself tries again soon. Otherwise, who was elected has the time
     * of an election to fail over.
     */
    private void giveUpIfHopeless(MonitoredMaster master, Failover failover, Election all, boolean votedForUs) {
        boolean overtaken = state.currentEpoch > failover.epoch() && time.since(failover.changedAt()) > OVERTAKEN_AFTER;
        long patience = Math.min(state.periods.get(Period.ELECTION_TIMEOUT), master.failoverTimeout);
        if (votedForUs && (all.isSplit() || (overtaken && all.winner() == null))) {
            abort(master, "-failover-abort-not-elected");
            candidacy.again(master);
        } else if (time.since(master.attemptAt) > patience) {
            abort(master, "-failover-abort-not-elected");
        }
    }

    private void selectReplica(MonitoredMaster master, Failover failover) {
        boolean patient = time.since(failover.changedAt()) < SELECTION_PATIENCE;
        if (patient && master.replicas.values().stream().anyMatch(r -> isTelling(r, failover))) {
            return;
        }
        Optional<KnownReplica> best = choice.best(master);
        if (best.isEmpty()) {
            abort(master, "-failover-abort-no-good-slave");
            return;
        }
        KnownReplica replica = best.get();
        events.warn("+selected-slave", replica);
        failover.promote(replica);
        failover.advance(FailoverState.SEND_SLAVEOF_NOONE, time.now());
        events.notice("+failover-state-send-slaveof-noone", replica);
    }

    /** Whether an answer to what we just asked is on its way from the replica. */
    private static boolean isTelling(KnownReplica replica, Failover failover) {
        return replica.link.isConnected() && replica.awaitsInfo() && replica.infoAt < failover.changedAt();
    }

    private void sendPromotion(MonitoredMaster master, Failover failover) {
        KnownReplica promoted = promoted(failover);
        if (!promoted.link.isConnected() || !orders.promote(promoted)) {
            abortOnTimeout(master, failover);
            return;
        }
        events.notice("+failover-state-wait-promotion", promoted);
        failover.advance(FailoverState.WAIT_PROMOTION, time.now());
    }

    /** The order's reply makes us ask for INFO, and so does every tick. */
    private void waitPromotion(MonitoredMaster master, Failover failover) {
        KnownReplica promoted = promoted(failover);
        boolean confirmed = promoted.report.role() == Role.MASTER && promoted.infoAt >= failover.changedAt();
        if (!confirmed) {
            infos.ask(promoted);
            abortOnTimeout(master, failover);
            return;
        }
        master.configEpoch = failover.epoch();
        failover.advance(FailoverState.RECONF_SLAVES, time.now());
        file.save();
        events.warn("+promoted-slave", promoted);
        crashIf(SimulatedFailure.CRASH_AFTER_PROMOTION);
        events.warn("+failover-state-reconf-slaves", master);
        masterSwitch.reconfigureClients(master, MasterSwitch.Part.LEADER, master.address, promoted.address);
        hellos.spread(master);
    }

    private void reconfigure(MonitoredMaster master, Failover failover) {
        if (reconfiguration.run(master, failover, promoted(failover))) {
            failover.advance(FailoverState.UPDATE_CONFIG, time.now());
        }
    }

    private void updateConfig(MonitoredMaster master, Failover failover) {
        masterSwitch.led(master, promoted(failover).address);
    }

    private void abortOnTimeout(MonitoredMaster master, Failover failover) {
        if (time.since(failover.changedAt()) > master.failoverTimeout) {
            abort(master, "-failover-abort-slave-timeout");
        }
    }

    private void abort(MonitoredMaster master, String event) {
        events.warn(event, master);
        master.endFailover();
        master.candidateFrom = Time.NEVER;
    }

    private static KnownReplica promoted(Failover failover) {
        KnownReplica promoted = failover.promoted();
        if (promoted == null) {
            throw new IllegalStateException("a failover in " + failover.state() + " has chosen its replica");
        }
        return promoted;
    }

    private void crashIf(SimulatedFailure failure) {
        if (state.simulated.contains(failure)) {
            crash.run();
        }
    }
}
