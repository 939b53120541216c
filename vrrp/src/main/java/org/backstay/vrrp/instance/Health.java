package org.backstay.vrrp.instance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What all trackers together mean for an instance. Owned by the loop. */
final class Health {
    private final Map<String, Contribution> contributions = new HashMap<>();

    /** Takes a tracker's contribution; false when nothing changed. */
    boolean put(String tracker, Contribution contribution) {
        return !contribution.equals(contributions.put(tracker, contribution));
    }

    /** Forgets trackers that are no longer watched. */
    void keep(Set<String> trackers) {
        contributions.keySet().retainAll(trackers);
    }

    boolean pending() {
        return contributions.values().stream().anyMatch(Contribution::pending);
    }

    int pendingCount() {
        return (int)
                contributions.values().stream().filter(Contribution::pending).count();
    }

    boolean faulty() {
        return contributions.values().stream().anyMatch(Contribution::fault);
    }

    Set<String> faults() {
        return contributions.entrySet().stream()
                .filter(each -> each.getValue().fault())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    int priority() {
        return contributions.values().stream().mapToInt(Contribution::priority).sum();
    }
}
