package org.backstay.sentinel.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.jspecify.annotations.Nullable;

/**
 * The count of one election, as far as it is known to us. Immutable.
 *
 * <p>To win takes the votes of most sentinels that were ever met, the dead ones included, and no fewer than the quorum.
 *
 * @param votes by candidate
 * @param open voters that may still answer
 * @param needed to win
 */
record Election(Map<String, Integer> votes, int open, int needed) {
    /**
     * Counts what the others said about their votes in the epoch, without ours.
     *
     * @param epoch of the election
     */
    static Election count(MonitoredMaster master, long epoch) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        int open = 0;
        for (KnownSentinel sentinel : master.sentinels.values()) {
            if (sentinel.votedLeader != null && sentinel.votedEpoch == epoch) {
                votes.merge(sentinel.votedLeader, 1, Integer::sum);
            } else if (mayVote(sentinel, epoch)) {
                open++;
            }
        }
        return new Election(votes, open, master.votesNeeded());
    }

    /** Not any more once it voted in a later epoch. */
    private static boolean mayVote(KnownSentinel sentinel, long epoch) {
        return sentinel.votedEpoch < epoch && !sentinel.is(Flag.S_DOWN) && sentinel.link.isConnected();
    }

    /** The same with one more vote. */
    Election with(String candidate) {
        Map<String, Integer> more = new LinkedHashMap<>(votes);
        more.merge(candidate, 1, Integer::sum);
        return new Election(more, open, needed);
    }

    /** Who has most votes so far, the first to have them when several do; null when nobody has any. */
    @Nullable
    String leading() {
        String first = null;
        int most = 0;
        for (Map.Entry<String, Integer> entry : votes.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                first = entry.getKey();
            }
        }
        return first;
    }

    /** Who has enough votes; null when nobody does yet. */
    @Nullable
    String winner() {
        String first = leading();
        return first != null && votes.getOrDefault(first, 0) >= needed ? first : null;
    }

    /** Whether nobody can win any more, whatever those say who have not answered yet. */
    boolean isSplit() {
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return most + open < needed;
    }
}
