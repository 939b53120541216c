package org.backstay.sentinel.model;

import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;

/** A replica of a master that we watch. Owned by the sentinel's loop. */
public final class KnownReplica extends RedisInstance {
    private final MonitoredMaster master;

    /** When it was told to follow the new master. */
    public long reconfSentAt = Time.NEVER;

    /** Makes a replica that is not connected yet. */
    public KnownReplica(String name, Address address, Link link, MonitoredMaster master, long now) {
        super(name, address, link, master.downAfter, now, Role.REPLICA);
        this.master = master;
    }

    @Override
    public String kind() {
        return "slave";
    }

    @Override
    public MonitoredMaster master() {
        return master;
    }
}
