package org.backstay.sentinel.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How far a failover is. The table of transitions is complete: a step that is not in it is a fault of this program.
 *
 * <p>The names are those of Redis's Sentinel documentation and of {@code +failover-state-*}. The drawing stands in
 * {@code org.backstay.sentinel.failover}.
 */
public enum FailoverState {
    /** An election is under way and we are a candidate. */
    WAIT_START,
    /** We lead: the best replica is looked for. */
    SELECT_SLAVE,
    /** The chosen replica is to be told SLAVEOF NO ONE. */
    SEND_SLAVEOF_NOONE,
    /** The chosen replica was told and does not report the role of a master yet. */
    WAIT_PROMOTION,
    /** The other replicas are told to follow, {@code parallel-syncs} at a time. There is no way back from here. */
    RECONF_SLAVES,
    /** Done: the promoted replica takes the master's place in our tables. */
    UPDATE_CONFIG;

    private static final Map<FailoverState, Set<FailoverState>> NEXT = new EnumMap<>(Map.of(
            WAIT_START, EnumSet.of(SELECT_SLAVE),
            SELECT_SLAVE, EnumSet.of(SEND_SLAVEOF_NOONE),
            SEND_SLAVEOF_NOONE, EnumSet.of(WAIT_PROMOTION),
            WAIT_PROMOTION, EnumSet.of(RECONF_SLAVES),
            RECONF_SLAVES, EnumSet.of(UPDATE_CONFIG),
            UPDATE_CONFIG, EnumSet.noneOf(FailoverState.class)));

    /** Whether the failover may go on from here to there. */
    public boolean leadsTo(FailoverState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether the failover may still be given up: until the chosen replica has taken the master's role. */
    public boolean abortable() {
        return compareTo(RECONF_SLAVES) < 0;
    }

    /** As SENTINEL MASTERS shows it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
