package org.backstay.sentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.backstay.sentinel.Bench;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.junit.jupiter.api.Test;

class ElectionTest {
    private static final String ME = Bench.ME;
    private static final String OTHER = "b".repeat(40);

    private final Bench bench = new Bench();
    private final MonitoredMaster master = bench.master(2);

    private static void says(KnownSentinel sentinel, String leader, long epoch) {
        sentinel.votedLeader = leader;
        sentinel.votedEpoch = epoch;
    }

    @Test
    void winnerNeedsMostOfAllThatWereEverMet() {
        says(bench.sentinel(master, "b"), ME, 3);
        bench.sentinel(master, "c");
        bench.sentinel(master, "d");
        bench.sentinel(master, "e");
        Election election = Election.count(master, 3).with(ME);
        assertThat(election.needed()).isEqualTo(3);
        assertThat(election.winner()).isNull();
    }

    @Test
    void winnerNeedsNoFewerThanTheQuorum() {
        master.quorum = 3;
        says(bench.sentinel(master, "b"), ME, 3);
        bench.sentinel(master, "c");
        assertThat(Election.count(master, 3).with(ME).winner()).isNull();
        master.quorum = 2;
        assertThat(Election.count(master, 3).with(ME).winner()).isEqualTo(ME);
    }

    @Test
    void votesOfOtherEpochsDoNotCount() {
        says(bench.sentinel(master, "b"), ME, 2);
        says(bench.sentinel(master, "c"), ME, 4);
        assertThat(Election.count(master, 3).votes()).isEmpty();
    }

    @Test
    void aloneOneVoteIsEnough() {
        master.quorum = 1;
        assertThat(Election.count(master, 1).with(ME).winner()).isEqualTo(ME);
    }

    @Test
    void splitIsCertainWhenNobodyCanReachTheMajority() {
        assertThat(new Election(Map.of(ME, 1, OTHER, 1), 1, 2).isSplit()).isFalse();
        assertThat(new Election(Map.of(ME, 1, OTHER, 1), 0, 2).isSplit()).isTrue();
        assertThat(new Election(Map.of(ME, 2, OTHER, 2), 1, 3).isSplit()).isFalse();
        assertThat(new Election(Map.of(ME, 1), 0, 2).isSplit()).isTrue();
    }

    @Test
    void whoCanNotBeReachedOrVotedLaterIsNotWaitedFor() {
        says(bench.sentinel(master, "b"), OTHER, 9);
        bench.sentinel(master, "c");
        assertThat(Election.count(master, 3).open()).isZero();
    }
}
