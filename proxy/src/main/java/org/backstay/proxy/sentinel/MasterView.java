package org.backstay.proxy.sentinel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/** What all sentinels of a pool say of one master, and what follows from it. Plain state; owned by the node's loop. */
final class MasterView {
    private final int sentinels;
    private final Map<Endpoint, MasterReport> reports = new LinkedHashMap<>();
    private @Nullable Endpoint followed;
    private long followedEpoch = Long.MIN_VALUE;

    /** A view that knows nothing; {@code sentinels} is how many are configured. */
    MasterView(int sentinels) {
        this.sentinels = sentinels;
    }

    /** Takes what a sentinel says now in place of what it said before. */
    void report(MasterReport report) {
        reports.put(report.sentinel(), report);
    }

    /** The place that is followed; null before the first. */
    @Nullable
    Endpoint followed() {
        return followed;
    }

    /** From now on this place is followed. */
    void follow(MasterReport report) {
        followed = report.place();
        followedEpoch = report.epoch();
    }

    /**
     * The report to believe: of the newest epoch, and of several places in it the one that most say, or the one followed when as many
     * say that. Null when there is none, or when it is older than what is followed and not the word of most sentinels.
     */
    @Nullable
    MasterReport newest() {
        long epoch =
                reports.values().stream().mapToLong(MasterReport::epoch).max().orElse(Long.MIN_VALUE);
        Map<Endpoint, Integer> votes = new HashMap<>();
        MasterReport best = null;
        for (MasterReport report : reports.values()) {
            if (report.epoch() != epoch) {
                continue;
            }
            int count = votes.merge(report.place(), 1, Integer::sum);
            int most = best == null ? 0 : votes.getOrDefault(best.place(), 0);
            if (best == null || count > most || (count == most && report.place().equals(followed))) {
                best = report;
            }
        }
        if (best != null && epoch < followedEpoch && 2 * votes.getOrDefault(best.place(), 0) <= sentinels) {
            return null;
        }
        return best;
    }

    /** Whether a sentinel that knows the newest epoch is about to replace the place that is followed. */
    boolean replacing() {
        MasterReport newest = newest();
        return newest != null
                && newest.place().equals(followed)
                && reports.values().stream().anyMatch(r -> r.epoch() == newest.epoch() && r.replacing());
    }
}
