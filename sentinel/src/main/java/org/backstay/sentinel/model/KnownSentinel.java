package org.backstay.sentinel.model;

import org.backstay.sentinel.link.Link;
import org.jspecify.annotations.Nullable;

/** Another sentinel that watches the same master. Owned by the sentinel's loop. */
public final class KnownSentinel extends Instance {
    private final MonitoredMaster master;

    /** When its last hello about this master came. */
    public long lastHelloAt;

    /** When it last answered whether the master is down. */
    public long masterDownReplyAt;

    /** When it was last asked whether the master is down. */
    public long askedAt;

    /** Whom it says it voted for; null when it did not say. */
    public @Nullable String votedLeader;

    /** In which epoch it did. */
    public long votedEpoch;

    /** Makes a sentinel that is not connected yet. */
    public KnownSentinel(String id, Address address, Link link, MonitoredMaster master, long now) {
        super(id, address, link, master.downAfter, now);
        this.master = master;
        this.runId = id;
        this.lastHelloAt = now;
        this.masterDownReplyAt = now;
        this.askedAt = now;
    }

    @Override
    public String kind() {
        return "sentinel";
    }

    @Override
    public MonitoredMaster master() {
        return master;
    }
}
