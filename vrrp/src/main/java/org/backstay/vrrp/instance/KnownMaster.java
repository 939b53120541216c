package org.backstay.vrrp.instance;

import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.jspecify.annotations.Nullable;

/** What an instance knows of its master, which may be itself. Owned by the loop. */
public final class KnownMaster {
    private @Nullable IpAddress address;
    private int priority;
    private long interval;

    KnownMaster(long interval) {
        this.interval = interval;
    }

    /** Where it was last heard from; null when it never was. */
    public @Nullable IpAddress address() {
        return address;
    }

    /** Its priority as last heard. */
    public int priority() {
        return priority;
    }

    /** Between its advertisements, in nanoseconds. */
    public long interval() {
        return interval;
    }

    void interval(long nanos) {
        interval = nanos;
    }

    void is(@Nullable IpAddress who, int ofPriority) {
        address = who;
        priority = ofPriority;
    }

    void heardFrom(IpAddress who) {
        address = who;
    }

    /**
     * Takes an advertisement as the master's; its interval is followed (RFC 5798, 6.4.2).
     *
     * @return whether the interval is another one now
     */
    boolean follow(ReceivedPacket packet) {
        is(packet.source(), packet.priority());
        long told = packet.interval();
        if (told == interval || told == 0) {
            return false;
        }
        interval = told;
        return true;
    }
}
