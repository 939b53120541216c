package org.backstay.vrrp.config;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A {@code bfd_instance}: another machine that is asked many times a second whether it is there (RFC 5880, RFC 5881). Times in
 * microseconds, as its packets have them.
 *
 * @param name its name
 * @param neighbour the other machine
 * @param source our address; null lets the kernel choose
 * @param minReceive shortest interval in which we can take packets
 * @param minSend shortest interval in which we want to send
 * @param idleSend the same while the session is not up; at least a second
 * @param multiplier how many of our packets may be lost before the other side believes that we are gone
 * @param passive whether the other side has to begin
 * @param hopLimit of what we send
 * @param mostHops how many routers a packet may have passed; 255 takes every packet
 * @param weight of those who track it and say nothing else
 * @param reverse whether up counts as down for them
 */
public record BfdConfig(
        String name,
        IpAddress neighbour,
        @Nullable IpAddress source,
        long minReceive,
        long minSend,
        long idleSend,
        int multiplier,
        boolean passive,
        int hopLimit,
        int mostHops,
        int weight,
        boolean reverse) {
    /** Hops that are not counted. */
    public static final int ANY_HOPS = 255;

    /** Whether it is the same session to the other side, whatever else changes. */
    public boolean isSession(BfdConfig other) {
        return neighbour.equals(other.neighbour)
                && java.util.Objects.equals(source, other.source)
                && hopLimit == other.hopLimit;
    }
}
