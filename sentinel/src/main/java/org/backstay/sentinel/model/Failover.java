package org.backstay.sentinel.model;

import org.jspecify.annotations.Nullable;

/** One attempt to fail a master over, from the candidacy to its end. Owned by the sentinel's loop. */
public final class Failover {
    private final long epoch;
    private FailoverState state = FailoverState.WAIT_START;
    private long changedAt;
    private @Nullable KnownReplica promoted;

    /**
     * Begins an attempt.
     *
     * @param epoch in which we ask for votes, and the configuration's epoch if we succeed
     * @param now in milliseconds
     */
    public Failover(long epoch, long now) {
        this.epoch = epoch;
        this.changedAt = now;
    }

    /** In which we ask for votes, and the configuration's epoch if we succeed. */
    public long epoch() {
        return epoch;
    }

    /** How far it is. */
    public FailoverState state() {
        return state;
    }

    /** When it came into its state. */
    public long changedAt() {
        return changedAt;
    }

    /** The replica chosen; null before one was. */
    public @Nullable KnownReplica promoted() {
        return promoted;
    }

    /** Chooses the replica to promote. */
    public void promote(KnownReplica replica) {
        promoted = replica;
        replica.set(Flag.PROMOTED);
    }

    /** Goes on. */
    public void advance(FailoverState next, long now) {
        if (!state.leadsTo(next)) {
            throw new IllegalStateException("a failover does not go from " + state + " to " + next);
        }
        state = next;
        changedAt = now;
    }

    /** Whether the new master has confirmed its role, so that its address is the master's from now on. */
    public boolean confirmed() {
        return promoted != null && !state.abortable();
    }
}
