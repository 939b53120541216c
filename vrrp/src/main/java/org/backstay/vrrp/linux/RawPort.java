package org.backstay.vrrp.linux;

import static org.backstay.node.linux.SocketOptions.IPPROTO_IP;
import static org.backstay.node.linux.SocketOptions.IPPROTO_IPV6;
import static org.backstay.node.linux.SocketOptions.IPV6_CHECKSUM;
import static org.backstay.node.linux.SocketOptions.IPV6_MULTICAST_HOPS;
import static org.backstay.node.linux.SocketOptions.IPV6_MULTICAST_IF;
import static org.backstay.node.linux.SocketOptions.IPV6_MULTICAST_LOOP;
import static org.backstay.node.linux.SocketOptions.IPV6_RECVHOPLIMIT;
import static org.backstay.node.linux.SocketOptions.IPV6_RECVPKTINFO;
import static org.backstay.node.linux.SocketOptions.IPV6_TCLASS;
import static org.backstay.node.linux.SocketOptions.IPV6_UNICAST_HOPS;
import static org.backstay.node.linux.SocketOptions.IP_HDRINCL;
import static org.backstay.node.linux.SocketOptions.IP_MULTICAST_ALL;
import static org.backstay.node.linux.SocketOptions.IP_MULTICAST_IF;
import static org.backstay.node.linux.SocketOptions.IP_MULTICAST_LOOP;
import static org.backstay.node.linux.SocketOptions.SOL_SOCKET;
import static org.backstay.node.linux.SocketOptions.SO_PRIORITY;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Log;
import org.backstay.node.linux.Datagram;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.vrrp.link.Port;
import org.backstay.vrrp.link.PortSpec;
import org.backstay.vrrp.packet.AuthenticationHeader;
import org.backstay.vrrp.packet.Ipv4Header;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.backstay.vrrp.packet.VrrpFormat;
import org.jspecify.annotations.Nullable;

/**
 * Advertisements on an interface: one raw socket that hears, one that speaks. Owned by the router's loop.
 *
 * <p>IPv4 packets carry the header that we write (so that each may have a source of its own); for IPv6 the sending socket is bound to
 * its source, and the kernel computes the checksum.
 */
final class RawPort implements Port {
    /** TC_PRIO_CONTROL: before what the machine's users send. */
    private static final int CONTROL = 7;
    /** Where the checksum stands in a VRRP message. */
    private static final int CHECKSUM = 6;

    private final PortSpec spec;
    private final Log log;
    private final Consumer<ReceivedPacket> receiver;
    private final LinuxSocket hearing;
    private final Map<IpAddress, LinuxSocket.Destination> destinations = new HashMap<>();
    private final Ipv4Header header = new Ipv4Header();
    private @Nullable LinuxSocket speaking;
    private @Nullable IpAddress boundTo;
    private boolean closed;

    RawPort(EventLoop loop, Log log, PortSpec spec, Consumer<ReceivedPacket> receiver) throws IOException {
        this.spec = spec;
        this.log = log;
        this.receiver = receiver;
        hearing = LinuxSocket.raw(spec.family(), protocol());
        try {
            hear();
        } catch (IOException failed) {
            hearing.close();
            throw new IOException(
                    "can't hear advertisements on " + spec.interfaceName() + ": " + failed.getMessage(), failed);
        }
        hearing.watch(loop, this::drain);
    }

    private int protocol() {
        return spec.authenticated() ? AuthenticationHeader.PROTOCOL : VrrpFormat.PROTOCOL;
    }

    private void hear() throws IOException {
        IpAddress group = spec.group();
        IpAddress source = spec.source();
        hearing.bindToDevice(spec.interfaceName());
        if (spec.family() == 6) {
            hearing.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
            hearing.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            hearing.option(IPPROTO_IPV6, IPV6_CHECKSUM, CHECKSUM);
        } else {
            hearing.option(IPPROTO_IP, IP_MULTICAST_ALL, 0);
        }
        if (group != null) {
            hearing.join(group, spec.interfaceIndex());
        } else if (source != null) {
            hearing.bind(source, spec.interfaceIndex());
        }
    }

    private LinuxSocket speaking(IpAddress source) throws IOException {
        LinuxSocket ready = speaking;
        if (ready != null && (spec.family() == 4 || source.equals(boundTo))) {
            return ready;
        }
        if (ready != null) {
            ready.close();
        }
        destinations.clear();
        LinuxSocket socket = LinuxSocket.raw(spec.family(), protocol());
        speaking = socket;
        boundTo = source;
        socket.bindToDevice(spec.interfaceName());
        socket.option(SOL_SOCKET, SO_PRIORITY, CONTROL);
        if (spec.family() == 4) {
            socket.option(IPPROTO_IP, IP_HDRINCL, 1);
            socket.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
            socket.option(IPPROTO_IP, IP_MULTICAST_IF, index());
        } else {
            socket.option(IPPROTO_IPV6, IPV6_CHECKSUM, CHECKSUM);
            socket.option(IPPROTO_IPV6, IPV6_TCLASS, Ipv4Header.SERVICE);
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, VrrpFormat.HOP_LIMIT);
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_IF, spec.interfaceIndex());
            socket.bind(source, spec.interfaceIndex());
        }
        return socket;
    }

    /** {@code ip_mreqn} that names the interface by its number. */
    private byte[] index() {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putInt(8, spec.interfaceIndex())
                .array();
    }

    @Override
    public int send(
            byte[] message, IpAddress source, IpAddress destination, int ttl, @Nullable AuthenticationHeader seal) {
        try {
            LinuxSocket socket = speaking(source);
            LinuxSocket.Destination to = destinations.get(destination);
            if (to == null) {
                to = socket.to(destination, spec.interfaceIndex());
                destinations.put(destination, to);
                if (spec.family() == 6 && !destination.isMulticast()) {
                    socket.option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, ttl);
                }
            }
            if (spec.family() == 6) {
                return socket.send(message, message.length, to);
            }
            return socket.send(header.packet(message, source, destination, ttl, seal), header.length(), to);
        } catch (IOException failed) {
            log.warning(spec.interfaceName() + ": " + failed.getMessage());
            speaking = null;
            return 0;
        }
    }

    @Override
    public Sockets sockets() {
        return new Sockets(hearing.descriptor(), speaking == null ? -1 : speaking.descriptor());
    }

    @Override
    public void drain() {
        try {
            for (Datagram each = hearing.receive(); each != null && !closed; each = hearing.receive()) {
                ReceivedPacket packet = spec.family() == 4 ? Ipv4Header.read(each.bytes(), each.length()) : sixth(each);
                if (packet != null) {
                    receiver.accept(packet);
                }
            }
        } catch (IOException failed) {
            log.warning(spec.interfaceName() + ": " + failed.getMessage());
        }
    }

    private static @Nullable ReceivedPacket sixth(Datagram datagram) {
        IpAddress destination = datagram.destination();
        return destination == null
                ? null
                : new ReceivedPacket(
                        datagram.bytes(), 0, datagram.length(), datagram.sender(), destination, datagram.hopLimit());
    }

    @Override
    public void close() {
        closed = true;
        hearing.close();
        if (speaking != null) {
            speaking.close();
        }
    }
}
