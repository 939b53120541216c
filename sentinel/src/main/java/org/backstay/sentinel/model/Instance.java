package org.backstay.sentinel.model;

import java.util.EnumSet;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;
import org.jspecify.annotations.Nullable;

/** A program that is watched: a master, a replica or another sentinel. Owned by the sentinel's loop. */
public abstract sealed class Instance permits RedisInstance, KnownSentinel {
    private final String name;
    private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    private boolean forgotten;

    /** Where it listens. */
    public Address address;

    /** Its run ID, of a sentinel its own ID; null until known. */
    public @Nullable String runId;

    /** The connections to it; those to a sentinel are shared by all masters that know it. */
    public Link link;

    /** How long it may stay silent, in milliseconds. */
    public long downAfter;

    /** Since when it is down for us; kept when it comes back. */
    public long downSince = Time.NEVER;

    /** When it last took a hello from us. */
    public long helloSentAt;

    /** Whether a hello was sent whose answer is not there yet. */
    public boolean helloPending;

    Instance(String name, Address address, Link link, long downAfter, long now) {
        this.name = name;
        this.address = address;
        this.link = link;
        this.downAfter = downAfter;
        this.helloSentAt = now;
    }

    /** A master's name as configured, {@code host:port} of a replica, a sentinel's ID. */
    public final String name() {
        return name;
    }

    /** {@code master}, {@code slave} or {@code sentinel}. */
    public abstract String kind();

    /** The master that this one belongs to; itself for a master. */
    public abstract MonitoredMaster master();

    /** Whether the flag is set. */
    public final boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /** Sets the flag. */
    public final void set(Flag flag) {
        flags.add(flag);
    }

    /** Takes the flag away. */
    public final void clear(Flag flag) {
        flags.remove(flag);
    }

    /** Takes all flags away. */
    public final void clearFlags() {
        flags.clear();
    }

    /** Whether it is down for us, alone or by agreement. */
    public final boolean isDown() {
        return is(Flag.S_DOWN) || is(Flag.O_DOWN);
    }

    /** Leaves the tables for good: late replies to it are dropped, and its connections close if nobody shares them. */
    public void forget() {
        forgotten = true;
        link.release();
    }

    /** Whether it left the tables. */
    public final boolean isForgotten() {
        return forgotten;
    }
}
