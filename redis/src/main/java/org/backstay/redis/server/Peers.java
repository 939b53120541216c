package org.backstay.redis.server;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** How addresses of connections are shown. Stateless. */
public final class Peers {
    private Peers() {}

    /** The other side, as {@code 127.0.0.1:50000}, or {@code /path:0} of a unix domain socket. */
    public static String of(Channel channel) {
        return isUnix(channel) ? unixSocket(channel) : text(channel.remoteAddress());
    }

    /** Whether it came over a unix domain socket. */
    public static boolean isUnix(Channel channel) {
        Channel listener = channel.parent();
        return listener != null && !(listener.localAddress() instanceof InetSocketAddress);
    }

    /** Neither side has a name of its own: both go by the socket's path. */
    private static String unixSocket(Channel channel) {
        return path(channel) + ":0";
    }

    /** The path of the unix domain socket over which it came. */
    static String path(Channel channel) {
        Channel listener = channel.parent();
        return listener == null ? "?" : String.valueOf(listener.localAddress());
    }

    /** Our side, as {@code 127.0.0.1:6379}, or {@code /path:0} of a unix domain socket. */
    public static String local(Channel channel) {
        return isUnix(channel) ? unixSocket(channel) : text(channel.localAddress());
    }

    /** The other side's IP address without its port. */
    public static String host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : text(channel.remoteAddress());
    }

    /** Whether the other side is on this machine. */
    public static boolean isLocal(Channel channel) {
        return !(channel.remoteAddress() instanceof InetSocketAddress inet)
                || inet.getAddress().isLoopbackAddress();
    }

    private static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address == null ? "?:0" : address.toString();
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
