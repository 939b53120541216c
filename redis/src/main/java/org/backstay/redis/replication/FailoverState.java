package org.backstay.redis.replication;

import java.util.Set;

/** How far a master is that hands its role over to a replica; {@code INFO} shows the words. */
enum FailoverState {
    /** Nobody has asked for it. */
    NONE("no-failover"),
    /** Writes are held until a replica has everything. */
    WAIT_FOR_SYNC("waiting-for-sync"),
    /** We follow that replica, and ask it to lead (PSYNC with FAILOVER). */
    IN_PROGRESS("failover-in-progress");

    private final String word;

    FailoverState(String word) {
        this.word = word;
    }

    /** What {@code INFO} shows. */
    String word() {
        return word;
    }

    /** Whether this state may follow another: one after the other, and from each back to the beginning. */
    boolean mayFollow(FailoverState before) {
        Set<FailoverState> next = switch (before) {
            case NONE -> Set.of(WAIT_FOR_SYNC);
            case WAIT_FOR_SYNC -> Set.of(IN_PROGRESS, NONE);
            case IN_PROGRESS -> Set.of(NONE);
        };
        return next.contains(this);
    }
}
