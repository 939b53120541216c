package org.backstay.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket of a kind that the JDK does not know. Never blocks. Owned by one thread; sending and receiving make no garbage beyond the
 * sender's address.
 */
public final class LinuxSocket implements AutoCloseable {
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTROUTE = 4;
    private static final int LARGEST_PACKET = 65_536;
    private static final int ALL_PROTOCOLS = 3;
    private static final MemorySegment NOWHERE = MemorySegment.NULL;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slot = LibC.errorSlot(arena);
    private final int fd;
    private final MemorySegment outgoing = arena.allocate(LARGEST_PACKET, 8);
    private @Nullable Datagram incoming;
    private @Nullable EpollWatch watch;
    private boolean closed;

    private LinuxSocket(int domain, int protocol, String what) throws IOException {
        this(domain, SOCK_RAW, protocol, what);
    }

    private LinuxSocket(int domain, int type, int protocol, String what) throws IOException {
        int opened = LibC.socket(slot, domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
        if (opened < 0) {
            int errno = LibC.errno(slot);
            arena.close();
            throw new SystemCallException("can't open " + what, errno);
        }
        fd = opened;
    }

    /** A raw IPv4 (4) or IPv6 (6) socket of a protocol number. Needs CAP_NET_RAW. */
    public static LinuxSocket raw(int version, int protocol) throws IOException {
        int domain = version == 4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
        return new LinuxSocket(domain, protocol, "a raw IPv" + version + " socket");
    }

    /** A UDP socket of IPv4 (4) or IPv6 (6). */
    public static LinuxSocket datagrams(int version) throws IOException {
        int domain = version == 4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
        return new LinuxSocket(domain, SOCK_DGRAM, 0, "a UDP socket");
    }

    /** A socket that sends whole Ethernet frames, and receives none. Needs CAP_NET_RAW. */
    public static LinuxSocket frames() throws IOException {
        return new LinuxSocket(Sockaddr.AF_PACKET, 0, "a packet socket");
    }

    /** A socket that receives every frame of an interface, sent ones too. Needs CAP_NET_RAW. */
    public static LinuxSocket capture(int interfaceIndex) throws IOException {
        LinuxSocket socket = new LinuxSocket(
                Sockaddr.AF_PACKET, Short.reverseBytes((short) ALL_PROTOCOLS) & 0xffff, "a packet socket");
        try (Arena call = Arena.ofConfined()) {
            socket.bind(
                    Sockaddr.packet(call, interfaceIndex, ALL_PROTOCOLS, new byte[0]), "interface " + interfaceIndex);
        }
        return socket;
    }

    /** A netlink socket of the routing family, subscribed to groups given as bits. */
    static LinuxSocket netlink(int groups) throws IOException {
        return netlink(0, groups);
    }

    /** A netlink socket of any family ({@code NETLINK_*}). */
    static LinuxSocket netlink(int protocol, int groups) throws IOException {
        LinuxSocket socket = new LinuxSocket(Sockaddr.AF_NETLINK, protocol, "a netlink socket");
        try (Arena call = Arena.ofConfined()) {
            socket.bind(Sockaddr.netlink(call, groups), "netlink groups");
        }
        return socket;
    }

    /** Sends and receives as this address from now on. */
    public void bind(IpAddress address, int interfaceIndex) throws IOException {
        bind(address, interfaceIndex, 0);
    }

    /** The same on a port. */
    public void bind(IpAddress address, int interfaceIndex, int port) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            bind(Sockaddr.of(call, address, interfaceIndex, port), address + (port == 0 ? "" : " port " + port));
        }
    }

    private void bind(MemorySegment address, String what) throws IOException {
        if (LibC.bind(slot, fd, address) < 0) {
            int errno = LibC.errno(slot);
            close();
            throw new SystemCallException("can't bind a socket to " + what, errno);
        }
    }

    /**
     * From now on sends to this address, and hears nobody else.
     *
     * @param port 0 where there are no ports
     */
    public void connect(IpAddress address, int port) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            LibC.checked(LibC.connect(slot, fd, Sockaddr.of(call, address, 0, port)), slot, "can't reach " + address);
        }
    }

    /** Sets an option that is a number. */
    public void option(int level, int option, int value) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment segment = call.allocate(JAVA_INT);
            segment.set(JAVA_INT, 0, value);
            LibC.checked(
                    LibC.setsockopt(slot, fd, level, option, segment), slot, "socket option " + level + "/" + option);
        }
    }

    /** Sets an option that is a structure. */
    public void option(int level, int option, byte[] value) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment segment = call.allocate(Math.max(1, value.length), 8);
            MemorySegment.copy(value, 0, segment, JAVA_BYTE, 0, value.length);
            LibC.checked(
                    LibC.setsockopt(slot, fd, level, option, segment), slot, "socket option " + level + "/" + option);
        }
    }

    /** Uses one interface only. */
    public void bindToDevice(String interfaceName) throws IOException {
        byte[] name = (interfaceName + "\0").getBytes(StandardCharsets.US_ASCII);
        option(SocketOptions.SOL_SOCKET, SocketOptions.SO_BINDTODEVICE, name);
    }

    /** Hears what is sent to a group on an interface. */
    public void join(IpAddress group, int interfaceIndex) throws IOException {
        byte[] index = new byte[Integer.BYTES];
        MemorySegment.ofArray(index).set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0, interfaceIndex);
        byte[] address = group.bytes();
        boolean four = group.version() == 4;
        byte[] request = new byte[four ? 12 : 20]; // ip_mreqn: group, local address, index; ipv6_mreq: group, index
        System.arraycopy(address, 0, request, 0, address.length);
        System.arraycopy(index, 0, request, request.length - Integer.BYTES, Integer.BYTES);
        if (four) {
            option(SocketOptions.IPPROTO_IP, SocketOptions.IP_ADD_MEMBERSHIP, request);
        } else {
            option(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_ADD_MEMBERSHIP, request);
        }
    }

    /** Where packets may be sent to again and again. Lives as long as the socket. */
    public Destination to(IpAddress address, int interfaceIndex) {
        return new Destination(Sockaddr.of(arena, address, interfaceIndex), address.isMulticast() ? MSG_DONTROUTE : 0);
    }

    /** Frames of an Ethernet protocol, sent to a hardware address on an interface. Lives as long as the socket. */
    public Destination frame(int interfaceIndex, int protocol, byte[] hardwareAddress) {
        return new Destination(Sockaddr.packet(arena, interfaceIndex, protocol, hardwareAddress), 0);
    }

    /** A prepared receiver of packets. */
    public static final class Destination {
        private final MemorySegment address;
        private final int flags;

        private Destination(MemorySegment address, int flags) {
            this.address = address;
            this.flags = flags;
        }
    }

    /**
     * Sends a packet.
     *
     * @return 0, or the kernel's error number: no exception, because some failures are expected where this is called
     */
    public int send(byte[] packet, int length, Destination to) {
        MemorySegment.copy(packet, 0, outgoing, JAVA_BYTE, 0, length);
        return LibC.sendto(slot, fd, outgoing, length, to.flags, to.address) < 0 ? LibC.errno(slot) : 0;
    }

    /**
     * Sends a packet to whom the socket is connected.
     *
     * @return 0, or the kernel's error number
     */
    public int send(byte[] packet, int length) {
        MemorySegment.copy(packet, 0, outgoing, JAVA_BYTE, 0, length);
        return send(outgoing, length);
    }

    /** Sends a message of any length to whom the socket is connected, as netlink's are to the kernel. */
    int sendWhole(byte[] message) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment segment = call.allocate(message.length, 8);
            MemorySegment.copy(message, 0, segment, JAVA_BYTE, 0, message.length);
            return send(segment, message.length);
        }
    }

    private int send(MemorySegment message, long length) {
        return LibC.sendto(slot, fd, message, length, 0, NOWHERE) < 0 ? LibC.errno(slot) : 0;
    }

    /** The next packet that waits, or null when none does. The same object each time. */
    public @Nullable Datagram receive() throws IOException {
        Datagram into = incoming;
        if (into == null) {
            into = new Datagram(arena);
            incoming = into;
        }
        if (closed) {
            return null;
        }
        long count = LibC.recvmsg(slot, fd, into.header(), 0);
        if (count < 0) {
            int errno = LibC.errno(slot);
            if (errno == SystemCallException.EAGAIN) {
                return null;
            }
            throw new SystemCallException("receive", errno);
        }
        into.received((int) count);
        return into;
    }

    /**
     * Runs a task on the loop whenever there is something to receive.
     *
     * @throws IllegalStateException when the loop waits by other means than epoll
     */
    public void watch(EventLoop loop, Runnable readable) {
        watch = EpollWatch.begin(loop, fd, readable);
    }

    /** The process's number of it. */
    public int descriptor() {
        return fd;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.end(this::release);
        } else {
            release();
        }
    }

    private void release() {
        LibC.close(slot, fd);
        arena.close();
    }
}
