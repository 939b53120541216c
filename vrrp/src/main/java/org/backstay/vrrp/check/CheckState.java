package org.backstay.vrrp.check;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a checker knows of its server. The table of transitions is complete; the drawing stands in the package's documentation. */
enum CheckState {
    /** Not asked yet, and taken to be well. */
    PRESUMED_UP(true),
    /** Not asked yet, and taken to be down: {@code alpha}. */
    PRESUMED_DOWN(false),
    /** The last check was good. */
    UP(true),
    /** The last check was not good, which is forgiven so far. */
    RETRYING(true),
    /** Failed more often than is forgiven. */
    DOWN(false),
    /** Has ended. */
    STOPPED(false);

    private static final Map<CheckState, Set<CheckState>> NEXT = new EnumMap<>(Map.of(
            PRESUMED_UP, EnumSet.of(UP, DOWN, STOPPED),
            PRESUMED_DOWN, EnumSet.of(UP, DOWN, STOPPED),
            UP, EnumSet.of(RETRYING, DOWN, STOPPED),
            RETRYING, EnumSet.of(UP, DOWN, STOPPED),
            DOWN, EnumSet.of(UP, STOPPED),
            STOPPED, EnumSet.noneOf(CheckState.class)));

    private final boolean up;

    CheckState(boolean up) {
        this.up = up;
    }

    /** Whether the server may work, as far as this checker knows. */
    boolean isUp() {
        return up;
    }

    /** Whether nothing has been found out yet. */
    boolean isPresumed() {
        return this == PRESUMED_UP || this == PRESUMED_DOWN;
    }

    /** Whether one may follow the other. */
    boolean leadsTo(CheckState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
