package org.backstay.testkit.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ConnectionPendingException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program's end of a simulated connection. Owned by its node's loop. */
final class SimulatedChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
    private static final int READS_PER_TURN = 16;

    private final SimulatedNode node;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private @Nullable Tcp tcp;
    private @Nullable ChannelPromise connecting;
    private boolean connected;
    private boolean open = true;
    private boolean readWanted;
    private boolean readPlanned;

    /** A channel that will connect. */
    SimulatedChannel(SimulatedNode node) {
        super(null, node.nextChannelId());
        this.node = node;
        config.setAllocator(SimulatedNetwork.BUFFERS);
    }

    /** A channel that was accepted. */
    SimulatedChannel(Channel parent, SimulatedNode node, Tcp accepted) {
        super(parent, node.nextChannelId());
        this.node = node;
        config.setAllocator(SimulatedNetwork.BUFFERS);
        tcp = accepted;
        accepted.channel = this;
        connected = !accepted.closed();
        open = connected;
    }

    void established() {
        ChannelPromise promise = connecting;
        if (promise == null || !open) {
            return;
        }
        connecting = null;
        connected = true;
        if (promise.trySuccess()) {
            pipeline().fireChannelActive();
        } else {
            close();
        }
    }

    void refused(IOException cause) {
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            promise.tryFailure(cause);
            unsafe().close(voidPromise());
        }
    }

    void inputArrived() {
        Tcp from = tcp;
        if (readWanted && !readPlanned && from != null && from.hasInput()) {
            readPlanned = true;
            eventLoop().execute(this::readNow);
        }
    }

    private void readNow() {
        readPlanned = false;
        Tcp from = tcp;
        if (!readWanted || !isActive() || from == null) {
            return;
        }
        readWanted = false;
        boolean any = false;
        for (int i = 0; i < READS_PER_TURN && isActive(); i++) {
            byte[] bytes = from.take();
            if (bytes == null) {
                break;
            }
            any = true;
            pipeline().fireChannelRead(alloc().directBuffer(bytes.length).writeBytes(bytes));
            if (!config.isAutoRead()) {
                break;
            }
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
        if (from.atEnd() && isActive()) {
            unsafe().close(voidPromise());
        } else {
            inputArrived();
        }
    }

    void writable() {
        if (isActive() && unsafe() instanceof Connecting flusher) {
            flusher.flushAgain();
        }
    }

    void broken(IOException cause) {
        if (open) {
            pipeline().fireExceptionCaught(cause);
            unsafe().close(voidPromise());
        }
    }

    @Override
    protected void doBeginRead() {
        readWanted = true;
        inputArrived();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        Tcp to = tcp;
        if (to == null || to.closed()) {
            throw new IOException("Broken pipe");
        }
        byte[] scratch = node.scratch();
        int gathered = 0;
        while (in.current() instanceof ByteBuf bytes) {
            int length = Math.min(bytes.readableBytes(), Math.min(to.room(), scratch.length) - gathered);
            bytes.getBytes(bytes.readerIndex(), scratch, gathered, length);
            gathered += length;
            if (length < bytes.readableBytes()) {
                in.removeBytes(length);
                break;
            }
            in.remove();
        }
        if (gathered > 0) {
            byte[] segment = new byte[gathered];
            System.arraycopy(scratch, 0, segment, 0, gathered);
            to.send(segment);
        }
        if (in.current() != null && to.room() > 0) {
            eventLoop().execute(this::writable);
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException("only buffers travel in the simulation: " + message.getClass());
    }

    @Override
    protected void doClose() {
        open = false;
        connected = false;
        Tcp ending = tcp;
        if (ending != null) {
            ending.close();
        }
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            promise.tryFailure(new java.nio.channels.ClosedChannelException());
        }
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws BindException {
        throw new BindException("a simulated connection takes its source address from its node");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Connecting();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return tcp == null ? null : tcp.local;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return tcp == null || !connected ? null : tcp.remote;
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
        return connected;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    private final class Connecting extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress source, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            if (connecting != null) {
                throw new ConnectionPendingException();
            }
            connecting = promise;
            InetSocketAddress target = (InetSocketAddress) remote;
            tcp = node.connect(SimulatedChannel.this, (InetSocketAddress) source, target);
            int millis = config.getConnectTimeoutMillis();
            eventLoop()
                    .schedule(
                            () -> refused(new ConnectTimeoutException(
                                    "connection timed out after " + millis + " ms: " + target)),
                            millis,
                            TimeUnit.MILLISECONDS);
        }

        void flushAgain() {
            flush0();
        }
    }
}
