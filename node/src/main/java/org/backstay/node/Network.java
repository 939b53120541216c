package org.backstay.node;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The only way a program reaches other nodes. Production opens sockets on epoll, io_uring or NIO; the simulation joins
 * nodes in memory and delays, cuts and drops on purpose.
 *
 * <p>Channels deliver and accept direct {@link io.netty.buffer.ByteBuf}s, so that cursors over them can be addresses.
 */
public interface Network {
    /**
     * Listens for connections and hands each accepted channel, already registered with {@code loop}, to {@code accept},
     * which adds its handlers. The file of a unix domain socket replaces one that was left behind, and goes when the channel is closed.
     *
     * @return completes when the endpoint is bound; fails with {@link java.net.BindException} when it is taken
     */
    ChannelFuture listen(EventLoop loop, Endpoint local, ListenOptions options, Consumer<Channel> accept);

    /**
     * Connects from {@code loop}. The handler is added before the connection is attempted.
     *
     * @param timeout after which the attempt fails; positive
     */
    ChannelFuture connect(
            EventLoop loop, Endpoint remote, ConnectOptions options, Duration timeout, ChannelHandler handler);
}
