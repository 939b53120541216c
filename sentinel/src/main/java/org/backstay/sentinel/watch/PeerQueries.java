package org.backstay.sentinel.watch;

import java.util.List;
import org.backstay.node.Log;
import org.backstay.resp.RespValue;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other sentinels whether they see a master down too, and as a candidate for their votes:
 * {@code SENTINEL IS-MASTER-DOWN-BY-ADDR ip port epoch id-or-*}. Owned by the loop.
 */
public final class PeerQueries {
    private static final int ANSWER_WORTH = 5;

    /** While agreement or votes are missing, nobody is asked more often than this. */
    private static final long SOONEST = 100;

    private final SentinelState state;
    private final Connections connections;
    private final Time time;
    private final Attention attention;
    private final Log log;

    /** Asks over the connections. */
    public PeerQueries(SentinelState state, Connections connections, Time time, Attention attention, Log log) {
        this.state = state;
        this.connections = connections;
        this.time = time;
        this.attention = attention;
        this.log = log;
    }

    /** Forgets answers that are too old, and asks those whose answer is missing. */
    public void ask(MonitoredMaster master) {
        long period = state.periods.get(Period.ASK_PERIOD);
        long patience = master.is(Flag.O_DOWN) && master.failover() == null ? period : Math.min(SOONEST, period);
        for (KnownSentinel sentinel : master.sentinels.values()) {
            if (time.since(sentinel.masterDownReplyAt) > ANSWER_WORTH * period) {
                sentinel.clear(Flag.MASTER_DOWN);
                sentinel.votedLeader = null;
            }
            if (time.since(sentinel.askedAt) >= patience) {
                ask(master, sentinel);
            }
        }
    }

    /** Asks all at once: we just saw the master go down, or just became a candidate. */
    public void askNow(MonitoredMaster master) {
        master.sentinels.values().forEach(sentinel -> ask(master, sentinel));
    }

    private void ask(MonitoredMaster master, KnownSentinel sentinel) {
        if (!master.is(Flag.S_DOWN) || !sentinel.link.isConnected()) {
            return;
        }
        sentinel.askedAt = time.now();
        Failover candidacy = master.failover();
        connections.send(
                sentinel,
                (reply, failure) -> answered(sentinel, reply),
                "SENTINEL",
                "is-master-down-by-addr",
                state.shown(master.address),
                Integer.toString(master.address.port()),
                Long.toString(candidacy == null ? state.currentEpoch : candidacy.epoch()),
                candidacy == null ? "*" : state.myId);
    }

    /** Down or not, the leader voted for or {@code *}, and the epoch of that vote. */
    private void answered(KnownSentinel sentinel, @Nullable RespValue reply) {
        List<RespValue> parts = reply == null ? List.of() : reply.list();
        if (parts.size() != 3
                || !(parts.get(0) instanceof RespValue.Int down)
                || !(parts.get(2) instanceof RespValue.Int epoch)) {
            return;
        }
        sentinel.masterDownReplyAt = time.now();
        if (down.value() == 1) {
            sentinel.set(Flag.MASTER_DOWN);
        } else {
            sentinel.clear(Flag.MASTER_DOWN);
        }
        String leader = parts.get(1).text();
        if (!leader.equals("*")) {
            if (sentinel.votedEpoch != epoch.value()) {
                log.warning(sentinel.name() + " voted for " + leader + " " + epoch.value());
            }
            sentinel.votedLeader = leader;
            sentinel.votedEpoch = epoch.value();
        }
        attention.judge(sentinel.master());
    }
}
