package org.backstay.sentinel.failover;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.backstay.node.Log;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Our votes: one per master and epoch, given to whoever asks first, never taken back. Owned by the loop.
 *
 * <p>A vote is told only when it is on disk: forgotten in a crash, it could be given twice, and an epoch would have two leaders.
 */
public final class Votes {
    /**
     * What we answer to who asks for our vote.
     *
     * @param leader for whom we voted; null when for nobody that we remember
     * @param epoch in which we did
     */
    public record Vote(@Nullable String leader, long epoch) {}

    private static final int MOST_DESYNC = 1_000;

    private final SentinelState state;
    private final Events events;
    private final StateFile file;
    private final Time time;
    private final RandomGenerator random;

    /** Votes in the state and keeps it in the file. */
    public Votes(SentinelState state, Events events, StateFile file, Time time, RandomGenerator random) {
        this.state = state;
        this.events = events;
        this.file = file;
        this.time = time;
        this.random = random;
    }

    /**
     * Asks for our vote.
     *
     * @param candidate a sentinel's ID, ours or another's
     * @param answer called with the vote that we gave in this epoch or the last one, as soon as it is on disk
     */
    public void request(MonitoredMaster master, long epoch, String candidate, Consumer<Vote> answer) {
        learn(master, epoch);
        if (master.votedEpoch < epoch && state.currentEpoch <= epoch) {
            cast(master, candidate);
        }
        Vote vote = new Vote(master.votedLeader, master.votedEpoch);
        if (vote.epoch <= master.durableVoteEpoch) {
            answer.accept(vote);
            return;
        }
        file.save(failure -> {
            master.durableVoteEpoch = Math.max(master.durableVoteEpoch, vote.epoch);
            answer.accept(vote);
        });
    }

    private void learn(MonitoredMaster master, long epoch) {
        if (epoch > state.currentEpoch) {
            state.currentEpoch = epoch;
            file.save();
            events.tell(Log.Level.WARNING, "+new-epoch", master, Long.toString(epoch));
        }
    }

    /** Who gave the vote to another stays out of the way for a while: the attempt counts as its own. */
    private void cast(MonitoredMaster master, String candidate) {
        master.votedLeader = candidate;
        master.votedEpoch = state.currentEpoch;
        events.tell(Log.Level.WARNING, "+vote-for-leader", master, candidate + " " + master.votedEpoch);
        if (!candidate.equalsIgnoreCase(state.myId)) {
            master.attemptAt = time.now() + random.nextInt(MOST_DESYNC);
        }
    }
}
