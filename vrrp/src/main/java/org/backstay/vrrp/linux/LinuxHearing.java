package org.backstay.vrrp.linux;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Log;
import org.backstay.node.linux.Datagram;
import org.backstay.node.linux.LinuxSocket;
import org.backstay.node.linux.SocketOptions;
import org.backstay.vrrp.link.Hearing;

/** A UDP port on all addresses of the machine, with a socket for each version of IP. Owned by the router's loop. */
final class LinuxHearing implements Hearing {
    /** More waits until the loop has seen to others. */
    private static final int MOST_AT_ONCE = 256;

    private final Log log;
    private final Listener listener;
    private final LinuxSocket four;
    private final LinuxSocket six;
    private boolean closed;

    LinuxHearing(EventLoop loop, Log log, int port, Listener listener) throws IOException {
        this.log = log;
        this.listener = listener;
        four = LinuxSocket.datagrams(4);
        try {
            six = LinuxSocket.datagrams(6);
        } catch (IOException failed) {
            four.close();
            throw failed;
        }
        try {
            four.option(SocketOptions.IPPROTO_IP, SocketOptions.IP_RECVTTL, 1);
            four.option(SocketOptions.IPPROTO_IP, SocketOptions.IP_PKTINFO, 1);
            four.bind(new IpAddress(4, 0, 0), 0, port);
            six.option(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_V6ONLY, 1);
            six.option(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_RECVHOPLIMIT, 1);
            six.option(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_RECVPKTINFO, 1);
            six.bind(new IpAddress(6, 0, 0), 0, port);
        } catch (IOException failed) {
            four.close();
            six.close();
            throw failed;
        }
        four.watch(loop, () -> read(four));
        six.watch(loop, () -> read(six));
    }

    private void read(LinuxSocket socket) {
        try {
            for (int i = 0; i < MOST_AT_ONCE && !closed; i++) {
                Datagram each = socket.receive();
                if (each == null) {
                    return;
                }
                IpAddress to = each.destination();
                if (to != null) {
                    listener.received(Arrays.copyOf(each.bytes(), each.length()), each.sender(), to, each.hopLimit());
                }
            }
        } catch (IOException failed) {
            log.warning(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void drain() {
        List.of(four, six).forEach(this::read);
    }

    @Override
    public void close() {
        closed = true;
        four.close();
        six.close();
    }
}
