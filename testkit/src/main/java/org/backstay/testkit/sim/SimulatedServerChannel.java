package org.backstay.testkit.sim;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.backstay.node.Accepting;
import org.backstay.node.ListenOptions;
import org.jspecify.annotations.Nullable;

/** A listening port of a simulated node, with the kernel's queue of connections that wait to be accepted. */
final class SimulatedServerChannel extends AbstractServerChannel {
    private final SimulatedNode node;
    private final ListenOptions options;
    private final Consumer<Channel> accept;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Deque<Tcp> waiting = new ArrayDeque<>();
    private @Nullable InetSocketAddress bound;
    private boolean open = true;
    private boolean acceptWanted;

    SimulatedServerChannel(SimulatedNode node, ListenOptions options, Consumer<Channel> accept) {
        this.node = node;
        this.options = options;
        this.accept = accept;
        config.setAllocator(SimulatedNetwork.BUFFERS);
    }

    /** The kernel's part: takes a connection unless too many wait already. */
    boolean offer(Tcp connection) {
        if (waiting.size() >= options.backlog()) {
            return false;
        }
        waiting.add(connection);
        node.execute(this::acceptWaiting);
        return true;
    }

    boolean full() {
        return waiting.size() >= options.backlog();
    }

    boolean shared() {
        return options.shared();
    }

    /** Whether a connection to this address and port reaches this listener. */
    boolean serves(InetSocketAddress target) {
        InetSocketAddress mine = bound;
        return mine != null && mine.getPort() == target.getPort() && covers(mine.getAddress(), target.getAddress());
    }

    /** Whether both cannot be bound at once. */
    boolean collides(InetSocketAddress other) {
        InetSocketAddress mine = bound;
        return mine != null
                && mine.getPort() == other.getPort()
                && (covers(mine.getAddress(), other.getAddress()) || covers(other.getAddress(), mine.getAddress()));
    }

    /** As on Linux, all of IPv6 means all of IPv4 too. */
    private static boolean covers(InetAddress mine, InetAddress other) {
        return mine.equals(other)
                || (mine.isAnyLocalAddress() && (mine instanceof Inet6Address || other instanceof Inet4Address));
    }

    private void acceptWaiting() {
        while (acceptWanted && open && !waiting.isEmpty()) {
            Tcp connection = waiting.removeFirst();
            if (!connection.closed() || connection.hasInput()) {
                SimulatedChannel child = new SimulatedChannel(this, node, connection);
                child.pipeline().addLast(new Accepting(options.security(), accept));
                eventLoop().register(child);
            }
            if (!config.isAutoRead()) {
                acceptWanted = false;
            }
        }
    }

    @Override
    protected void doBeginRead() {
        acceptWanted = true;
        acceptWaiting();
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws BindException {
        bound = node.bind(this, (InetSocketAddress) localAddress);
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            node.unbind(this);
            bound = null;
            waiting.forEach(Tcp::die);
            waiting.clear();
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return bound;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && bound != null;
    }
}
