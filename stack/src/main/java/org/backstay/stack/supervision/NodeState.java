package org.backstay.stack.supervision;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a supervised process is doing. */
public enum NodeState {
    /** It does not run and is not meant to. */
    STOPPED,
    /** It runs and does not answer yet. */
    STARTING,
    /** It runs and has answered. */
    READY,
    /** It ended by itself and will be started again. */
    BACKING_OFF,
    /** It was told to end. */
    STOPPING;

    private static final Map<NodeState, Set<NodeState>> NEXT = new EnumMap<>(Map.of(
            STOPPED, EnumSet.of(STARTING),
            STARTING, EnumSet.of(READY, BACKING_OFF, STOPPING),
            READY, EnumSet.of(BACKING_OFF, STOPPING),
            BACKING_OFF, EnumSet.of(STARTING, STOPPED),
            STOPPING, EnumSet.of(STOPPED)));

    /** Whether a process may go from this state to that one. */
    public boolean mayBecome(NodeState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
