package org.backstay.sentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.backstay.sentinel.Bench;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.MonitoredMaster;
import org.junit.jupiter.api.Test;

class VotesTest {
    private static final String OTHER = "b".repeat(40);
    private static final String THIRD = "c".repeat(40);

    private final Bench bench = new Bench();
    private final MonitoredMaster master = bench.master(2);
    private final Votes votes = new Votes(bench.state, bench.events, bench.file, bench.time, new Random(1));
    private final List<Votes.Vote> answers = new ArrayList<>();

    @Test
    void voteIsToldOnlyWhenItIsOnDisk() {
        votes.request(master, 1, OTHER, answers::add);
        assertThat(answers).isEmpty();
        bench.work();
        assertThat(answers).containsExactly(new Votes.Vote(OTHER, 1));
        assertThat(new String(bench.files.get(bench.path), java.nio.charset.StandardCharsets.UTF_8))
                .contains("sentinel leader-epoch mymaster 1")
                .contains("sentinel current-epoch 1");
    }

    @Test
    void oneVotePerEpochGoesToWhoAsksFirst() {
        votes.request(master, 1, OTHER, answers::add);
        votes.request(master, 1, THIRD, answers::add);
        bench.work();
        assertThat(answers).containsExactly(new Votes.Vote(OTHER, 1), new Votes.Vote(OTHER, 1));
    }

    @Test
    void laterEpochBringsANewVote() {
        votes.request(master, 1, OTHER, answers::add);
        votes.request(master, 2, THIRD, answers::add);
        bench.work();
        assertThat(answers).containsExactly(new Votes.Vote(OTHER, 1), new Votes.Vote(THIRD, 2));
        assertThat(bench.told).contains("+new-epoch 2", "+vote-for-leader " + THIRD + " 2");
    }

    @Test
    void earlierEpochGetsTheOldVote() {
        bench.state.currentEpoch = 7;
        votes.request(master, 6, OTHER, answers::add);
        bench.work();
        assertThat(answers).containsExactly(new Votes.Vote(null, 0));
        assertThat(master.votedLeader).isNull();
    }

    @Test
    void voteRememberedByTheFileIsNotGivenAgain() {
        bench.state.currentEpoch = 5;
        master.votedEpoch = 5;
        master.durableVoteEpoch = 5;
        votes.request(master, 5, OTHER, answers::add);
        assertThat(answers).containsExactly(new Votes.Vote(null, 5));
    }

    @Test
    void whoVotesForAnotherWaitsBeforeItTriesItself() {
        assertThat(master.attemptAt).isEqualTo(Time.NEVER);
        votes.request(master, 1, OTHER, answers::add);
        assertThat(master.attemptAt).isBetween(bench.now, bench.now + 1_000);
    }

    @Test
    void whoVotesForItselfDoesNotWait() {
        votes.request(master, 1, Bench.ME, answers::add);
        assertThat(master.attemptAt).isEqualTo(Time.NEVER);
    }

    @Test
    void votesForDifferentMastersAreIndependent() throws Exception {
        MonitoredMaster second = bench.roster.addMaster("second", "10.0.0.2", 6379, 2);
        votes.request(master, 1, OTHER, answers::add);
        votes.request(second, 1, THIRD, answers::add);
        bench.work();
        assertThat(answers).containsExactly(new Votes.Vote(OTHER, 1), new Votes.Vote(THIRD, 1));
    }
}
