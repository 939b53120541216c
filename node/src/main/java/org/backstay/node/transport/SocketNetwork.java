package org.backstay.node.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.backstay.node.Accepting;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Log;
import org.backstay.node.Network;
import org.backstay.node.TransportSecurity;
import org.jspecify.annotations.Nullable;

/**
 * TCP and unix domain sockets of the machine. Holds no state of its own, so every loop of a {@link Loops} may use it.
 *
 * <p>Reads are sized so that a request costs one read: the buffer is never smaller than {@value #SMALLEST_READ} bytes,
 * and a read that does not fill it is known to have emptied the socket. The buffer grows for bulk transfers.
 */
public final class SocketNetwork implements Network {
    /** As large as the original's query buffer chunk; a pooled buffer of this size costs no system call. */
    private static final int SMALLEST_READ = 16 * 1024;

    private static final int LARGEST_READ = 512 * 1024;

    /** Reads of one channel before the loop looks at the others. */
    private static final int READS_PER_TURN = 4;

    /** Connections taken from one listener before the loop serves the ones it has. */
    private static final int ACCEPTS_PER_TURN = 1_000;

    private static final int KEEP_ALIVE_PROBES = 3;

    private static final ByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

    private final Transport transport;
    private final @Nullable Loops connections;
    private final Log log;
    private final Names names = new Names();

    /** A network for channels on these loops; what goes wrong with listening sockets is written to the log. */
    public SocketNetwork(Loops loops, Log log) {
        this(loops, null, log);
    }

    /**
     * A network whose accepted connections are read and written by loops of their own; the loop that listens owns them all the same.
     *
     * @param connections in the same {@link Transports kind}, or null when the loop that listens does all
     */
    public SocketNetwork(Loops loops, @Nullable Loops connections, Log log) {
        this.transport = loops.transport();
        this.connections = connections;
        this.log = log;
    }

    @Override
    public ChannelFuture listen(EventLoop loop, Endpoint local, ListenOptions options, Consumer<Channel> accept) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop, connections == null ? loop : connections.group())
                .option(ChannelOption.SO_BACKLOG, options.backlog())
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTS_PER_TURN))
                .handler(new AcceptGuard(log))
                .childOption(ChannelOption.ALLOCATOR, BUFFERS)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads(options))
                .childHandler(
                        connections == null
                                ? new Accepting(options.security(), accept)
                                : relaying(loop, options, accept));
        return local.isUnix() ? listenOnFile(bootstrap, local, options) : listenOnPort(bootstrap, local, options);
    }

    private static ChannelHandler relaying(EventLoop loop, ListenOptions options, Consumer<Channel> accept) {
        Inlet inlet = ((PollableLoop) loop).inlet();
        return new Accepting(options.security(), connection -> {
            RelayedChannel relayed = RelayedChannel.of(connection, inlet);
            connection.pipeline().addLast(relayed.reader());
            relayed.begin(loop, new Accepting(TransportSecurity.NONE, accept));
        });
    }

    private ChannelFuture listenOnPort(ServerBootstrap bootstrap, Endpoint local, ListenOptions options) {
        bootstrap
                .channelFactory(transport.server()::get)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
        if (options.shared()) {
            bootstrap.option(transport.reusePort(), true);
        }
        keepAlive(options.keepAliveSeconds(), bootstrap::childOption, bootstrap::childOption);
        return whenRegistered(bootstrap.register(), (channel, promise) -> {
            ChannelPromise bound = channel.newPromise();
            bound.addListener(future -> settle(future, promise));
            withAddress(channel, local, promise, address -> channel.bind(address, bound));
        });
    }

    private ChannelFuture listenOnFile(ServerBootstrap bootstrap, Endpoint local, ListenOptions options) {
        bootstrap.channelFactory(transport.unixServer()::get);
        SocketFile file = new SocketFile(local.host());
        return whenRegistered(bootstrap.register(), (channel, promise) -> {
            ChannelPromise bound = channel.newPromise();
            bound.addListener(future -> {
                if (future.isSuccess()) {
                    channel.closeFuture().addListener(closed -> file.remove());
                }
                IOException refusal = future.isSuccess() ? file.permit(options.fileMode()) : null;
                if (refusal == null) {
                    settle(future, promise);
                } else {
                    promise.tryFailure(asBindException(refusal));
                }
            });
            file.remove();
            channel.bind(transport.unixAddress().apply(local.host()), bound);
        });
    }

    @Override
    public ChannelFuture connect(
            EventLoop loop, Endpoint remote, ConnectOptions options, Duration timeout, ChannelHandler handler) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a connect timeout must be positive: " + timeout);
        }
        int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .option(ChannelOption.ALLOCATOR, BUFFERS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .handler(handler);
        return remote.isUnix()
                ? connectToFile(bootstrap, remote, options)
                : connectToPort(bootstrap, remote, options, millis);
    }

    private ChannelFuture connectToPort(Bootstrap bootstrap, Endpoint remote, ConnectOptions options, int millis) {
        bootstrap.channelFactory(transport.client()::get).option(ChannelOption.TCP_NODELAY, true);
        keepAlive(options.keepAliveSeconds(), bootstrap::option, bootstrap::option);
        InetSocketAddress source = source(options.sourceAddress());
        return whenRegistered(bootstrap.register(), (channel, promise) -> {
            options.security().protect(channel.pipeline());
            if (Names.literal(remote) == null) {
                limitResolving(channel, remote, millis, promise);
            }
            withAddress(channel, remote, promise, address -> {
                if (source == null) {
                    channel.connect(address, promise);
                } else {
                    channel.connect(address, source, promise);
                }
            });
        });
    }

    private ChannelFuture connectToFile(Bootstrap bootstrap, Endpoint remote, ConnectOptions options) {
        bootstrap.channelFactory(transport.unixClient()::get);
        return whenRegistered(bootstrap.register(), (channel, promise) -> {
            options.security().protect(channel.pipeline());
            channel.connect(transport.unixAddress().apply(remote.host()), promise);
        });
    }

    /** Encryption, and a connection's own loop, keep what was read for a while. */
    private RecvByteBufAllocator reads(ListenOptions options) {
        boolean shared = options.readsAtOnce()
                && connections == null
                && options.security().equals(TransportSecurity.NONE);
        return shared ? new SharedReads(reads(), SMALLEST_READ) : reads();
    }

    private static AdaptiveRecvByteBufAllocator reads() {
        AdaptiveRecvByteBufAllocator reads =
                new AdaptiveRecvByteBufAllocator(SMALLEST_READ, SMALLEST_READ, LARGEST_READ);
        reads.maxMessagesPerRead(READS_PER_TURN);
        return reads;
    }

    private static @Nullable InetSocketAddress source(@Nullable String host) {
        if (host == null) {
            return null;
        }
        InetSocketAddress address = Names.literal(new Endpoint(host, 0));
        if (address == null) {
            throw new IllegalArgumentException("the source address must be an IP address: " + host);
        }
        return address;
    }

    /** As the original spaces them: the first probe after the interval, the next ones a third of it apart. */
    private void keepAlive(
            int seconds,
            BiConsumer<ChannelOption<Boolean>, Boolean> flag,
            BiConsumer<ChannelOption<Integer>, Integer> number) {
        if (seconds == 0) {
            return;
        }
        flag.accept(ChannelOption.SO_KEEPALIVE, true);
        number.accept(transport.keepAliveIdle(), seconds);
        number.accept(transport.keepAliveInterval(), Math.max(1, seconds / KEEP_ALIVE_PROBES));
        number.accept(transport.keepAliveCount(), KEEP_ALIVE_PROBES);
    }

    private static ChannelFuture whenRegistered(ChannelFuture registered, BiConsumer<Channel, ChannelPromise> next) {
        Channel channel = registered.channel();
        if (registered.isDone() && !registered.isSuccess()) {
            return registered;
        }
        ChannelPromise promise = channel.newPromise();
        promise.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        registered.addListener(future -> {
            if (future.isSuccess()) {
                next.accept(channel, promise);
            } else {
                promise.tryFailure(future.cause());
            }
        });
        return promise;
    }

    private void withAddress(
            Channel channel, Endpoint endpoint, ChannelPromise promise, Consumer<InetSocketAddress> next) {
        InetSocketAddress literal = Names.literal(endpoint);
        if (literal != null) {
            next.accept(literal);
            return;
        }
        names.resolve(channel.eventLoop(), endpoint, (address, failure) -> {
            if (address == null) {
                promise.tryFailure(failure);
            } else if (channel.isOpen()) {
                next.accept(address);
            }
        });
    }

    private static void limitResolving(Channel channel, Endpoint remote, int millis, ChannelPromise promise) {
        Future<?> limit = channel.eventLoop()
                .schedule(
                        () -> promise.tryFailure(new ConnectTimeoutException("connection timed out: " + remote)),
                        millis,
                        TimeUnit.MILLISECONDS);
        promise.addListener(done -> limit.cancel(false));
    }

    private static void settle(Future<?> bound, ChannelPromise promise) {
        if (bound.isSuccess()) {
            promise.trySuccess();
        } else {
            promise.tryFailure(asBindException(bound.cause()));
        }
    }

    /** As {@link Network#listen} promises, with the kernel's words alone: "Address already in use". */
    private static Throwable asBindException(Throwable cause) {
        if (!(cause instanceof IOException)) {
            return cause;
        }
        BindException bind = new BindException(AcceptGuard.kernelWords(cause));
        bind.initCause(cause);
        return bind;
    }
}
