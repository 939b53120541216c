package org.backstay.vrrp.instance;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a virtual router is to its network. The table of transitions is complete: a step that is not in it is a fault of this program.
 * The drawing stands in the package's documentation.
 */
public enum State {
    /** RFC 5798, 6.4.1: not started, or not known yet whether all is well. */
    INIT,
    /** RFC 5798, 6.4.2: listens to the master. */
    BACKUP,
    /** RFC 5798, 6.4.3: holds the addresses. */
    MASTER,
    /** Something that is watched is down; says and hears nothing. */
    FAULT,
    /** Has ended. */
    STOPPED;

    private static final Map<State, Set<State>> NEXT = new EnumMap<>(Map.of(
            INIT, EnumSet.of(BACKUP, FAULT, STOPPED),
            BACKUP, EnumSet.of(MASTER, FAULT, INIT, STOPPED),
            MASTER, EnumSet.of(BACKUP, FAULT, STOPPED),
            FAULT, EnumSet.of(BACKUP, INIT, STOPPED),
            STOPPED, EnumSet.noneOf(State.class)));

    /** Whether one may follow the other. */
    public boolean leadsTo(State next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
