package org.backstay.testkit.sim;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Network;

/** One node's door to the others. Owned by the node's loop. */
final class SimulatedNetwork implements Network {
    /**
     * Direct buffers that the collector frees: a crash throws a program away with all that it holds, and nobody releases
     * what it held.
     */
    static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true, false);

    private final SimulatedNode node;

    SimulatedNetwork(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public ChannelFuture listen(EventLoop loop, Endpoint local, ListenOptions options, Consumer<Channel> accept) {
        SimulatedServerChannel channel = new SimulatedServerChannel(node, options, accept);
        loop.register(channel);
        ChannelPromise promise = channel.newPromise();
        promise.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        try {
            channel.bind(address(local), promise);
        } catch (UnknownHostException unknown) {
            promise.tryFailure(unknown);
        }
        return promise;
    }

    @Override
    public ChannelFuture connect(
            EventLoop loop, Endpoint remote, ConnectOptions options, Duration timeout, ChannelHandler handler) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a connect timeout must be positive: " + timeout);
        }
        SimulatedChannel channel = new SimulatedChannel(node);
        channel.config().setConnectTimeoutMillis(Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
        channel.pipeline().addLast(handler);
        options.security().protect(channel.pipeline());
        loop.register(channel);
        ChannelPromise promise = channel.newPromise();
        promise.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        try {
            String source = options.sourceAddress();
            if (source == null) {
                channel.connect(address(remote), promise);
            } else {
                channel.connect(address(remote), address(new Endpoint(source, 0)), promise);
            }
        } catch (UnknownHostException unknown) {
            promise.tryFailure(unknown);
        }
        return promise;
    }

    private InetSocketAddress address(Endpoint endpoint) throws UnknownHostException {
        if (endpoint.isUnix()) {
            throw new UnknownHostException("no unix domain sockets are simulated: " + endpoint.host());
        }
        InetAddress address = node.resolve(endpoint.host());
        return new InetSocketAddress(address, endpoint.port());
    }
}
