package org.backstay.vrrp.linux;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Arrays;
import org.backstay.base.net.IpAddress;
import org.backstay.node.linux.Datagram;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.node.linux.SocketOptions;
import org.backstay.node.linux.SystemCallException;
import org.backstay.vrrp.link.Line;
import org.backstay.vrrp.link.LineSpec;

/** A UDP or raw ICMP socket that is tied to its other side, so that the kernel hands over only what concerns it. */
final class LinuxLine implements Line {
    private static final int ICMP = 1;
    private static final int ICMP_6 = 58;
    private static final int HEADER_WORD = 4;
    private static final int MOST_AT_ONCE = 64;

    private final LineSpec spec;
    private final Listener listener;
    private final LinuxSocket socket;
    private boolean closed;

    LinuxLine(EventLoop loop, LineSpec spec, Listener listener) throws IOException {
        this.spec = spec;
        this.listener = listener;
        int version = spec.address().version();
        socket = spec.kind() == LineSpec.Kind.UDP
                ? LinuxSocket.datagrams(version)
                : LinuxSocket.raw(version, version == 4 ? ICMP : ICMP_6);
        try {
            if (spec.source() != null || spec.sourcePort() != 0) {
                socket.bind(source(), 0, spec.sourcePort());
            }
            if (spec.hopLimit() > 0) {
                boolean four = spec.address().version() == 4;
                socket.option(
                        four ? SocketOptions.IPPROTO_IP : SocketOptions.IPPROTO_IPV6,
                        four ? SocketOptions.IP_TTL : SocketOptions.IPV6_UNICAST_HOPS,
                        spec.hopLimit());
            }
            socket.connect(spec.address(), spec.port());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        socket.watch(loop, this::drain);
    }

    private IpAddress source() {
        IpAddress given = spec.source();
        return given == null ? new IpAddress(spec.address().version(), 0, 0) : given;
    }

    @Override
    public void send(byte[] message) throws IOException {
        int errno = socket.send(message, message.length);
        if (errno != 0) {
            throw new SystemCallException("send to " + spec.address(), errno);
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < MOST_AT_ONCE && !closed; i++) {
                Datagram each = socket.receive();
                if (each == null) {
                    return;
                }
                listener.received(message(each));
            }
        } catch (IOException unreachable) {
            if (!closed) {
                listener.refused();
            }
        }
    }

    /** A raw IPv4 socket hands over the IP header too. */
    private byte[] message(Datagram datagram) {
        boolean withHeader =
                spec.kind() == LineSpec.Kind.ICMP && spec.address().version() == 4 && datagram.length() > 0;
        int header = withHeader ? (datagram.bytes()[0] & 0xf) * HEADER_WORD : 0;
        return Arrays.copyOfRange(datagram.bytes(), Math.min(header, datagram.length()), datagram.length());
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }
}
