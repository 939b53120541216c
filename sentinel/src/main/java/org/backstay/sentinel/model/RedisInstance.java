package org.backstay.sentinel.model;

import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;

/** A watched Redis, and what it last said about itself. Owned by the sentinel's loop. */
public abstract sealed class RedisInstance extends Instance permits MonitoredMaster, KnownReplica {
    /** What INFO said last. */
    public InfoReport report;

    /** When INFO was last answered. */
    public long infoAt = Time.NEVER;

    /** When INFO was last asked for. */
    public long infoAskedAt = Time.NEVER;

    /** Since when it reports the role that it reports. */
    public long roleSince;

    /** Since when it follows the master that it says it follows. */
    public long followsSince;

    RedisInstance(String name, Address address, Link link, long downAfter, long now, Role expected) {
        super(name, address, link, downAfter, now);
        this.report = InfoReport.nothing(expected);
        this.roleSince = now;
        this.followsSince = now;
    }

    /** Whether INFO was asked for and is not answered yet. */
    public final boolean awaitsInfo() {
        return infoAskedAt > infoAt;
    }
}
