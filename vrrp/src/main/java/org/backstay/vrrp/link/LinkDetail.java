package org.backstay.vrrp.link;

import java.util.List;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network interface with all that reports show of it.
 *
 * @param name as {@code eth0}
 * @param index the kernel's number of it
 * @param addresses its addresses, the kernel's order
 * @param hardware what its network knows it by
 * @param flags {@code IFF_*}, netdevice(7)
 * @param mtu largest packet, in bytes
 * @param below the interface that it stands on, when it was made by the router; null for others
 * @param arp how it answered for addresses before the router changed that
 * @param forwarding whether it passes packets of IPv6 on; null when nobody needed to know
 */
public record LinkDetail(
        String name,
        int index,
        List<IpAddress> addresses,
        Hardware hardware,
        int flags,
        int mtu,
        @Nullable String below,
        Arp arp,
        @Nullable Forwarding forwarding) {
    /**
     * What its network knows it by.
     *
     * @param address six bytes in hexadecimal, parted by colons; empty when it has none
     * @param broadcast of everybody there
     * @param type {@code ARPHRD_*}: 1 Ethernet, 772 the loopback
     */
    public record Hardware(String address, String broadcast, int type) {}

    /**
     * How an interface answered for addresses before the router changed that.
     *
     * @param changes how many interfaces of the router's stand on it
     * @param ignore {@code arp_ignore}
     * @param filter {@code arp_filter}
     */
    public record Arp(int changes, int ignore, int filter) {
        /** Nothing was changed. */
        public static final Arp UNTOUCHED = new Arp(0, 0, 0);
    }

    /**
     * Whether an interface passes packets of IPv6 on.
     *
     * @param on whether it does
     * @param seen when that was looked at, in microseconds since 1970
     */
    public record Forwarding(boolean on, long seen) {}
}
