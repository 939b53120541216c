package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.backstay.base.net.IpAddress;

/** Socket addresses as the kernel lays them out in memory. */
final class Sockaddr {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    /** Room for any of them. */
    static final int LARGEST = 128;

    private static final int PORT = 2;
    private static final int INET_BYTES = 16;
    private static final int INET_ADDRESS = 4;
    private static final int INET6_BYTES = 28;
    private static final int INET6_ADDRESS = 8;
    private static final int INET6_SCOPE = 24;
    private static final int NETLINK_BYTES = 12;
    private static final int NETLINK_GROUPS = 8;
    private static final int PACKET_BYTES = 20;
    private static final int PACKET_PROTOCOL = 2;
    private static final int PACKET_INDEX = 4;
    private static final int PACKET_HARDWARE_LENGTH = 11;
    private static final int PACKET_HARDWARE = 12;
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Sockaddr() {}

    /** {@code sockaddr_in} or {@code sockaddr_in6}; a link-local IPv6 address gets the interface as its scope. */
    static MemorySegment of(Arena arena, IpAddress address, int interfaceIndex) {
        boolean four = address.version() == 4;
        MemorySegment segment = arena.allocate(four ? INET_BYTES : INET6_BYTES, 8);
        segment.set(JAVA_SHORT_UNALIGNED, 0, (short) (four ? AF_INET : AF_INET6));
        byte[] bytes = address.bytes();
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, four ? INET_ADDRESS : INET6_ADDRESS, bytes.length);
        boolean scoped = address.isLinkLocal() || (address.isMulticast() && (address.high() >>> 48 & 0xf) == 2);
        if (!four && scoped) {
            segment.set(JAVA_INT_UNALIGNED, INET6_SCOPE, interfaceIndex);
        }
        return segment;
    }

    /** The same with a port. */
    static MemorySegment of(Arena arena, IpAddress address, int interfaceIndex, int port) {
        MemorySegment segment = of(arena, address, interfaceIndex);
        segment.set(NETWORK_SHORT, PORT, (short) port);
        return segment;
    }

    /** {@code sockaddr_nl} of this process, subscribed to groups given as bits. */
    static MemorySegment netlink(Arena arena, int groups) {
        MemorySegment segment = arena.allocate(NETLINK_BYTES, 4);
        segment.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_NETLINK);
        segment.set(JAVA_INT_UNALIGNED, NETLINK_GROUPS, groups);
        return segment;
    }

    /** {@code sockaddr_ll}: frames of an Ethernet protocol on an interface, for sending also to whom. */
    static MemorySegment packet(Arena arena, int interfaceIndex, int protocol, byte[] hardwareAddress) {
        MemorySegment segment = arena.allocate(PACKET_BYTES, 4);
        segment.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_PACKET);
        segment.set(NETWORK_SHORT, PACKET_PROTOCOL, (short) protocol);
        segment.set(JAVA_INT_UNALIGNED, PACKET_INDEX, interfaceIndex);
        segment.set(JAVA_BYTE, PACKET_HARDWARE_LENGTH, (byte) hardwareAddress.length);
        int length = Math.min(hardwareAddress.length, PACKET_BYTES - PACKET_HARDWARE);
        MemorySegment.copy(hardwareAddress, 0, segment, JAVA_BYTE, PACKET_HARDWARE, length);
        return segment;
    }

    /** Reads the sender that a receive has left; 0.0.0.0 when it is of another family. */
    static IpAddress address(MemorySegment segment) {
        boolean six = segment.get(JAVA_SHORT_UNALIGNED, 0) == AF_INET6;
        byte[] bytes = new byte[six ? IpAddress.IPV6_BYTES : IpAddress.IPV4_BYTES];
        MemorySegment.copy(segment, JAVA_BYTE, six ? INET6_ADDRESS : INET_ADDRESS, bytes, 0, bytes.length);
        return IpAddress.of(six ? 6 : 4, bytes, 0);
    }
}
