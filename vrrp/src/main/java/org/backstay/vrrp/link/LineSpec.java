package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * To whom messages without a connection go.
 *
 * @param kind what they are
 * @param address of the other side
 * @param port of it; 0 for echo requests
 * @param source our address; null lets the kernel choose
 * @param sourcePort our port; 0 lets the kernel choose
 * @param hopLimit of what we send; 0 for the kernel's usual one
 */
public record LineSpec(
        Kind kind, IpAddress address, int port, @Nullable IpAddress source, int sourcePort, int hopLimit) {
    /** From any port, as far as packets usually go. */
    public LineSpec(Kind kind, IpAddress address, int port, @Nullable IpAddress source) {
        this(kind, address, port, source, 0, 0);
    }

    /** What messages are. */
    public enum Kind {
        /** UDP. */
        UDP,
        /** ICMP or ICMPv6, whole messages without the IP header. */
        ICMP
    }
}
