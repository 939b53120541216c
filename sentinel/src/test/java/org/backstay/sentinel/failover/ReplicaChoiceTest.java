package org.backstay.sentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.backstay.sentinel.Bench;
import org.backstay.sentinel.model.InfoReport;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.junit.jupiter.api.Test;

class ReplicaChoiceTest {
    private final Bench bench = new Bench();
    private final MonitoredMaster master = bench.master(2);

    private KnownReplica replica(int n, int priority, long offset, String runId) {
        KnownReplica replica = bench.replica(master, n);
        replica.runId = runId;
        replica.report = InfoReport.parse(
                "role:slave\r\nslave_priority:" + priority + "\r\nslave_repl_offset:" + offset + "\r\n",
                replica.report);
        return replica;
    }

    private static List<KnownReplica> order(KnownReplica... replicas) {
        return Stream.of(replicas).sorted(ReplicaChoice.BEST_FIRST).toList();
    }

    @Test
    void lowerPriorityNumberGoesBeforeMoreData() {
        KnownReplica behind = replica(2, 10, 1, "x");
        KnownReplica ahead = replica(3, 100, 1_000, "a");
        assertThat(order(ahead, behind)).containsExactly(behind, ahead);
    }

    @Test
    void moreDataGoesBeforeRunId() {
        KnownReplica behind = replica(2, 100, 1, "a");
        KnownReplica ahead = replica(3, 100, 2, "x");
        assertThat(order(behind, ahead)).containsExactly(ahead, behind);
    }

    @Test
    void smallestRunIdGoesFirstAndNoneLast() {
        KnownReplica none = replica(2, 100, 5, null);
        KnownReplica large = replica(3, 100, 5, "f");
        KnownReplica small = replica(4, 100, 5, "A");
        assertThat(order(none, large, small)).containsExactly(small, large, none);
    }

    @Test
    void replicaWithoutConnectionIsNotSuitable() {
        ReplicaChoice choice = new ReplicaChoice(bench.state.periods, bench.time);
        replica(2, 100, 5, "a");
        assertThat(choice.best(master)).isEmpty();
    }
}
