package org.backstay.node.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.backstay.node.Log;
import org.jspecify.annotations.Nullable;

/** The ways a loop can wait for sockets, best first. */
public enum Transports {
    /** Linux's epoll through Netty's native library. */
    EPOLL {
        @Override
        public @Nullable Throwable unavailableBecause() {
            return Epoll.isAvailable() ? null : Epoll.unavailabilityCause();
        }

        @Override
        Transport open() {
            return new Transport(
                    this,
                    EpollIoHandler.newFactory(),
                    EpollServerSocketChannel::new,
                    EpollSocketChannel::new,
                    EpollServerDomainSocketChannel::new,
                    EpollDomainSocketChannel::new,
                    DomainSocketAddress::new,
                    EpollChannelOption.TCP_KEEPIDLE,
                    EpollChannelOption.TCP_KEEPINTVL,
                    EpollChannelOption.TCP_KEEPCNT,
                    UnixChannelOption.SO_REUSEPORT);
        }
    },

    /** Linux's io_uring through Netty's native library; many containers forbid it. */
    IO_URING {
        @Override
        public @Nullable Throwable unavailableBecause() {
            return IoUring.isAvailable() ? null : IoUring.unavailabilityCause();
        }

        @Override
        Transport open() {
            return new Transport(
                    this,
                    IoUringIoHandler.newFactory(),
                    IoUringServerSocketChannel::new,
                    IoUringSocketChannel::new,
                    IoUringServerDomainSocketChannel::new,
                    IoUringDomainSocketChannel::new,
                    DomainSocketAddress::new,
                    IoUringChannelOption.TCP_KEEPIDLE,
                    IoUringChannelOption.TCP_KEEPINTVL,
                    IoUringChannelOption.TCP_KEEPCNT,
                    UnixChannelOption.SO_REUSEPORT);
        }
    },

    /** The JDK's selector; works everywhere. */
    NIO {
        @Override
        public @Nullable Throwable unavailableBecause() {
            return null;
        }

        @Override
        Transport open() {
            return new Transport(
                    this,
                    NioIoHandler.newFactory(),
                    NioServerSocketChannel::new,
                    NioSocketChannel::new,
                    NioServerDomainSocketChannel::new,
                    NioDomainSocketChannel::new,
                    UnixDomainSocketAddress::of,
                    nio(ExtendedSocketOptions.TCP_KEEPIDLE),
                    nio(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    nio(ExtendedSocketOptions.TCP_KEEPCOUNT),
                    nio(StandardSocketOptions.SO_REUSEPORT));
        }
    };

    /** The system property that chooses: {@code epoll}, {@code io_uring}, {@code nio} or {@code auto}. */
    public static final String PROPERTY = "backstay.io";

    /** Why this machine cannot use it, or null when it can. */
    public abstract @Nullable Throwable unavailableBecause();

    abstract Transport open();

    /** The name that the property and the command line use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Chooses by the system property, or the best that works here. */
    public static Transports choose(Log log) {
        return choose(System.getProperty(PROPERTY, "auto"), log);
    }

    /**
     * Chooses by name and falls back, with a line in the log, to the best that works here.
     *
     * @param wanted a {@link #label()} or {@code auto}
     * @throws IllegalArgumentException for any other name
     */
    public static Transports choose(String wanted, Log log) {
        if (!wanted.equals("auto")) {
            Transports named = named(wanted);
            Throwable reason = named.unavailableBecause();
            if (reason == null) {
                return named;
            }
            log.warning(named.label() + " does not work on this machine: " + reasonLine(reason));
        }
        for (Transports candidate : values()) {
            if (candidate != IO_URING && candidate.unavailableBecause() == null) {
                if (!wanted.equals("auto") || candidate == NIO) {
                    log.notice("Using " + candidate.label() + " for network I/O");
                }
                return candidate;
            }
        }
        throw new AssertionError("NIO always works");
    }

    private static Transports named(String wanted) {
        for (Transports candidate : values()) {
            if (candidate.label().equals(wanted)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "unknown network I/O '" + wanted + "', expected auto, epoll, io_uring or nio");
    }

    private static String reasonLine(Throwable reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    private static <T> ChannelOption<T> nio(SocketOption<T> option) {
        return NioChannelOption.of(option);
    }
}
