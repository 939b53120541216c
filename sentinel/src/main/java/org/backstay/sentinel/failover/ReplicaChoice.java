package org.backstay.sentinel.failover;

import java.util.Comparator;
import java.util.Optional;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Periods;

/**
 * Chooses the replica to promote: of those that are up, heard of lately and not too long without their master, the one with the lowest
 * priority number, then the most data, then the smallest run ID. A priority of 0 means never. Owned by the loop.
 */
public final class ReplicaChoice {
    private static final int PINGS_MISSED = 5;
    private static final int INFOS_MISSED = 3;
    private static final int DOWN_AFTERS_WITHOUT_MASTER = 10;

    /** The best first; a replica without a run ID comes after all that have one. */
    static final Comparator<KnownReplica> BEST_FIRST = Comparator.comparingInt(
                    (KnownReplica replica) -> replica.report.priority())
            .thenComparing(replica -> replica.report.offset(), Comparator.reverseOrder())
            .thenComparing(replica -> replica.runId, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));

    private final Periods periods;
    private final Time time;

    /** Chooses by the time. */
    public ReplicaChoice(Periods periods, Time time) {
        this.periods = periods;
        this.time = time;
    }

    /** The best replica; empty when none will do. */
    public Optional<KnownReplica> best(MonitoredMaster master) {
        return master.replicas.values().stream().filter(this::isSuitable).min(BEST_FIRST);
    }

    /** Whether the replica may be promoted. */
    boolean isSuitable(KnownReplica replica) {
        long ping = periods.get(Period.PING_PERIOD);
        return !replica.isDown()
                && replica.link.isConnected()
                && time.since(replica.link.availableAt) <= PINGS_MISSED * ping
                && replica.report.priority() != 0
                && time.since(replica.infoAt) <= longestWithoutInfo(replica.master())
                && replica.report.masterLinkDownMillis() <= longestWithoutMaster(replica.master());
    }

    private long longestWithoutInfo(MonitoredMaster master) {
        return master.is(Flag.S_DOWN)
                ? PINGS_MISSED * periods.get(Period.PING_PERIOD)
                : INFOS_MISSED * periods.get(Period.INFO_PERIOD);
    }

    /** As long as the master is down for us, and ten times as long as it may be silent. */
    private long longestWithoutMaster(MonitoredMaster master) {
        long down = master.is(Flag.S_DOWN) ? time.since(master.downSince) : 0;
        return down + DOWN_AFTERS_WITHOUT_MASTER * master.downAfter;
    }
}
