package org.backstay.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.backstay.testkit.sim.Simulation;

/** What must never happen, checked at the line of a sentinel's log that would say so. */
final class Invariants {
    private final Map<String, Long> votes = new HashMap<>();
    private final Map<Long, String> leaders = new HashMap<>();
    private final Set<Long> promotions = new HashSet<>();
    private int promoted;

    Invariants(Simulation simulation) {
        simulation.trace().listen(this::hear);
    }

    /** How often a replica was promoted in this run. */
    int promoted() {
        return promoted;
    }

    private void hear(String node, String levelAndLine) {
        if (!node.startsWith("sentinel")) {
            return;
        }
        String line = levelAndLine.substring(levelAndLine.indexOf(' ') + 1);
        if (line.startsWith("+vote-for-leader ")) {
            voteOncePerEpoch(node, Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
        } else if (line.startsWith("+elected-leader ")) {
            oneLeaderPerEpoch(node);
        } else if (line.startsWith("+promoted-slave ")) {
            onePromotionPerEpoch(node, line);
        }
    }

    /** A sentinel's votes go to ever later epochs, also over its crashes: what it promised is on its disk. */
    private void voteOncePerEpoch(String node, long epoch) {
        Long before = votes.put(node, epoch);
        if (before != null && before >= epoch) {
            throw new AssertionError(node + " voted in epoch " + epoch + " after it had voted in " + before);
        }
    }

    /** Two sentinels never lead the same epoch: each needs a majority, and nobody votes twice. */
    private void oneLeaderPerEpoch(String node) {
        Long epoch = votes.get(node);
        String before = leaders.putIfAbsent(epoch, node);
        if (before != null && !before.equals(node)) {
            throw new AssertionError("epoch " + epoch + " has two leaders: " + before + " and " + node);
        }
    }

    /** An epoch makes one replica master, never two. */
    private void onePromotionPerEpoch(String node, String line) {
        promoted++;
        if (!promotions.add(votes.get(node))) {
            throw new AssertionError("a second promotion in epoch " + votes.get(node) + ": " + line);
        }
    }
}
