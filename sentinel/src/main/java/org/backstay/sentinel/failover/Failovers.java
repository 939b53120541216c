package org.backstay.sentinel.failover;

import java.util.random.RandomGenerator;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.watch.Attention;
import org.backstay.sentinel.watch.HelloSender;
import org.backstay.sentinel.watch.InfoPolls;
import org.backstay.sentinel.watch.MasterSwitch;
import org.backstay.sentinel.watch.Orders;
import org.backstay.sentinel.watch.PeerQueries;

/** All there is to failing over, for who judges masters and who commands failovers. Owned by the loop. */
public final class Failovers {
    /** What failing over stands on. */
    public record Ground(
            SentinelState state,
            Orders orders,
            InfoPolls infos,
            HelloSender hellos,
            PeerQueries peers,
            MasterSwitch masterSwitch,
            Names names,
            Events events,
            StateFile file,
            Time time,
            Clock clock,
            RandomGenerator random,
            Log log,
            Attention attention,
            Runnable crash) {}

    private final Votes votes;
    private final Candidacy candidacy;
    private final ReplicaChoice choice;
    private final FailoverMachine machine;
    private final PeerQueries peers;

    /** Stands on this ground. */
    public Failovers(Ground on) {
        votes = new Votes(on.state, on.events, on.file, on.time, on.random);
        candidacy = new Candidacy(on.state, on.events, on.time, on.clock, on.random, on.log);
        choice = new ReplicaChoice(on.state.periods, on.time);
        peers = on.peers;
        Reconfiguration reconfiguration =
                new Reconfiguration(on.state, on.orders, on.infos, on.names, on.events, on.time);
        machine = new FailoverMachine(new FailoverMachine.Parts(
                on.state,
                votes,
                candidacy,
                choice,
                reconfiguration,
                on.orders,
                on.infos,
                on.hellos,
                on.masterSwitch,
                on.events,
                on.file,
                on.time,
                on.attention,
                on.crash));
    }

    /** Begins a failover if there is a reason to, and goes on with the one under way. */
    public void advance(MonitoredMaster master) {
        if (candidacy.stand(master)) {
            peers.askNow(master);
        }
        machine.run(master);
    }

    /** Begins a failover because an operator wants it. */
    public void force(MonitoredMaster master) {
        candidacy.begin(master);
        master.set(Flag.FORCE_FAILOVER);
    }

    /** Our votes. */
    public Votes votes() {
        return votes;
    }

    /** The choice of the replica to promote. */
    public ReplicaChoice choice() {
        return choice;
    }

    /** In how many milliseconds {@link #advance} has something to do without anything else happening; {@link Long#MAX_VALUE} for never. */
    public long dueIn(MonitoredMaster master) {
        return candidacy.standIn(master);
    }
}
