package org.backstay.vrrp.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.vrrp.link.LinkDetail;
import org.jspecify.annotations.Nullable;

/**
 * Frames that tell a network where an address is now: gratuitous ARP requests (RFC 826, RFC 5227) and unsolicited neighbour
 * advertisements with the override flag (RFC 4861, 7.2.6). Owned by the router's loop.
 */
final class Announcements implements AutoCloseable {
    private static final int ARP = 0x0806;
    private static final int IPV6 = 0x86dd;
    private static final int ETHERNET_HEADER = 14;
    private static final int HARDWARE = 6;
    private static final byte[] EVERYBODY = {-1, -1, -1, -1, -1, -1};
    private static final byte[] ALL_NODES_FRAME = {0x33, 0x33, 0, 0, 0, 1};
    private static final byte[] ALL_NODES = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final int ARP_FRAME = ETHERNET_HEADER + 28;
    private static final int ADVERTISEMENT = 32;
    private static final int ADVERTISEMENT_FRAME = ETHERNET_HEADER + 40 + ADVERTISEMENT;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int OVERRIDE = 0x20;
    private static final int ROUTER = 0x80;
    /** For how long it is believed that an interface passes packets on, or does not. */
    private static final long FORWARDING_MICROS = 5_000_000;

    private final LinuxSocket socket = LinuxSocket.frames();
    private final Log log;
    private final Clock clock;
    /** By interface and protocol. */
    private final Map<Long, LinuxSocket.Destination> destinations = new HashMap<>();

    /** By interface. */
    private final Map<Integer, LinkDetail.Forwarding> forwarding = new HashMap<>();

    Announcements(Log log, Clock clock) throws IOException {
        this.log = log;
        this.clock = clock;
    }

    void send(LinuxLink link, IpAddress address) {
        byte[] own = Arrays.copyOf(link.hardwareAddress(), HARDWARE);
        byte[] frame = address.version() == 4 ? arp(own, address) : advertisement(own, address, passesOn(link));
        byte[] to = address.version() == 4 ? EVERYBODY : ALL_NODES_FRAME;
        int protocol = address.version() == 4 ? ARP : IPV6;
        LinuxSocket.Destination destination = destinations.computeIfAbsent(
                (long) link.index() << Integer.SIZE | protocol, key -> socket.frame(link.index(), protocol, to));
        int errno = socket.send(frame, frame.length, destination);
        if (errno != 0) {
            log.warning("can't announce " + address + " on " + link.name() + ": error " + errno);
        }
    }

    /** A router must say that it is one, or its neighbours no longer send through it (RFC 4861, 7.3.3). */
    private boolean passesOn(LinuxLink link) {
        LinkDetail.Forwarding known = forwarding.get(link.index());
        long now = clock.micros();
        if (known == null || Math.abs(now - known.seen()) > FORWARDING_MICROS) {
            known = new LinkDetail.Forwarding(readsOne(link.name()), now);
            forwarding.put(link.index(), known);
        }
        return known.on();
    }

    private static boolean readsOne(String interfaceName) {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv6/conf", interfaceName, "forwarding"))
                    .startsWith("1");
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Whether an interface passes packets of IPv6 on, if that mattered already. */
    LinkDetail.@Nullable Forwarding forwarding(int interfaceIndex) {
        return forwarding.get(interfaceIndex);
    }

    /** Both addresses of the request are ours: whoever has us in its table replaces what it has. */
    static byte[] arp(byte[] own, IpAddress address) {
        byte[] frame = new byte[ARP_FRAME];
        ethernet(frame, EVERYBODY, own, ARP);
        int at = ETHERNET_HEADER;
        for (int value : new int[] {0, 1, 8, 0, HARDWARE, IpAddress.IPV4_BYTES, 0, 1}) { // Ethernet, IPv4, request
            frame[at++] = (byte) value;
        }
        at = put(frame, at, own);
        at = address.write(frame, at);
        at = put(frame, at, EVERYBODY);
        address.write(frame, at);
        return frame;
    }

    static byte[] advertisement(byte[] own, IpAddress address, boolean router) {
        byte[] frame = new byte[ADVERTISEMENT_FRAME];
        ethernet(frame, ALL_NODES_FRAME, own, IPV6);
        int ip = ETHERNET_HEADER;
        frame[ip] = 0x60;
        frame[ip + 5] = ADVERTISEMENT;
        frame[ip + 6] = ICMPV6;
        frame[ip + 7] = (byte) 255;
        address.write(frame, ip + 8);
        put(frame, ip + 24, ALL_NODES);
        int icmp = ip + 40;
        frame[icmp] = (byte) NEIGHBOUR_ADVERTISEMENT;
        frame[icmp + 4] = (byte) (router ? OVERRIDE | ROUTER : OVERRIDE);
        address.write(frame, icmp + 8);
        frame[icmp + 24] = 2; // option: target link-layer address, in units of eight bytes
        frame[icmp + 25] = 1;
        put(frame, icmp + 26, own);
        int checksum = checksum(frame, ip + 8, icmp);
        frame[icmp + 2] = (byte) (checksum >> 8);
        frame[icmp + 3] = (byte) checksum;
        return frame;
    }

    private static int checksum(byte[] frame, int addresses, int icmp) {
        int sum = ADVERTISEMENT + ICMPV6;
        for (int i = addresses; i < icmp + ADVERTISEMENT; i += 2) {
            sum += (frame[i] & 0xff) << 8 | (frame[i + 1] & 0xff);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
    }

    private static void ethernet(byte[] frame, byte[] to, byte[] from, int protocol) {
        int at = put(frame, put(frame, 0, to), from);
        frame[at] = (byte) (protocol >> 8);
        frame[at + 1] = (byte) protocol;
    }

    private static int put(byte[] frame, int at, byte[] value) {
        System.arraycopy(value, 0, frame, at, value.length);
        return at + value.length;
    }

    @Override
    public void close() {
        socket.close();
    }
}
