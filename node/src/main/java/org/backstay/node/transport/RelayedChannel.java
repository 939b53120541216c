package org.backstay.node.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its owner sees it, while a loop of its own does the system calls and the encryption: the program on the owner's loop has an
 * ordinary channel there, and does not know. Bytes go over in the buffers in which they were read or written.
 *
 * <p>Nothing grows without a limit: the connection is not read further while more than {@link #MOST_AHEAD_BYTES} wait for the owner, and
 * what is written stays in this channel's buffer, and counts there, until the connection has sent it.
 */
class RelayedChannel extends AbstractChannel {
    /** Bytes read of one connection before the owner has taken them. */
    static final long MOST_AHEAD_BYTES = 1024 * 1024;

    /** Buffers handed to the connection before it has sent the first of them. */
    private static final int MOST_POSTED = 64;

    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final Channel connection;
    private final Inlet inlet;
    private final ChannelConfig config = new Config(this);
    private final Queue<ByteBuf> arrived = new ArrayDeque<>();
    private final AtomicLong ahead = new AtomicLong();
    private volatile boolean open = true;
    private boolean readWanted;
    private int posted;

    private RelayedChannel(Channel connection, Inlet inlet) {
        super(connection.parent());
        this.connection = connection;
        this.inlet = inlet;
        config.setAllocator(connection.alloc());
    }

    /** The owner's side of a connection; of one with a file descriptor, it shows that. */
    static RelayedChannel of(Channel connection, Inlet owner) {
        return connection instanceof UnixChannel unix
                ? new OfDescriptor(connection, unix, owner)
                : new RelayedChannel(connection, owner);
    }

    private static final class OfDescriptor extends RelayedChannel implements UnixChannel {
        private final UnixChannel connection;

        OfDescriptor(Channel connection, UnixChannel unix, Inlet owner) {
            super(connection, owner);
            this.connection = unix;
        }

        @Override
        public FileDescriptor fd() {
            return connection.fd();
        }
    }

    /** Begins on the owner's loop, with what the program adds to the pipeline. The connection reads into {@link #reader()}. */
    void begin(EventLoop owner, ChannelHandler program) {
        inlet.post(() -> {
            pipeline().addLast(program);
            owner.register(this);
        });
    }

    /** The last handler of the connection; of the connection's loop. */
    ChannelHandler reader() {
        return new RelayReader(this);
    }

    /** Takes bytes from the connection; of the connection's loop. False when it shall stop reading for now. */
    boolean take(ByteBuf bytes) {
        int count = bytes.readableBytes();
        long before = ahead.getAndAdd(count);
        inlet.post(() -> arrived(bytes));
        return before > MOST_AHEAD_BYTES || before + count <= MOST_AHEAD_BYTES;
    }

    /** The connection has failed; of the connection's loop. */
    void failed(Throwable cause) {
        inlet.post(() -> pipeline().fireExceptionCaught(cause));
    }

    /** The connection has ended; of the connection's loop. */
    void ended() {
        inlet.post(() -> unsafe().close(voidPromise()));
    }

    private void arrived(ByteBuf bytes) {
        if (!open) {
            bytes.release();
            return;
        }
        arrived.add(bytes);
        deliver();
    }

    private void deliver() {
        boolean any = false;
        while (readWanted) {
            @Nullable ByteBuf bytes = arrived.poll();
            if (bytes == null) {
                break;
            }
            any = true;
            delivered(bytes.readableBytes());
            pipeline().fireChannelRead(bytes);
        }
        if (any) {
            readWanted &= config.isAutoRead();
            pipeline().fireChannelReadComplete();
        }
    }

    /** Whoever takes the sum below the limit lets the connection read again, as whoever took it above has stopped it. */
    private void delivered(int count) {
        long before = ahead.getAndAdd(-count);
        if (before > MOST_AHEAD_BYTES && before - count <= MOST_AHEAD_BYTES) {
            onConnection(() -> connection.config().setAutoRead(true));
        }
    }

    /** A connection whose loop has ended has ended itself. */
    private void onConnection(Runnable task) {
        try {
            connection.eventLoop().execute(task);
        } catch (RejectedExecutionException ended) {
            open = false;
        }
    }

    @Override
    protected void doBeginRead() {
        boolean resumed = !readWanted;
        readWanted = true;
        if (resumed && !arrived.isEmpty()) {
            eventLoop().execute(this::deliver);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        List<ByteBuf> batch = new ArrayList<>(1);
        int[] seen = {0};
        out.forEachFlushedMessage(message -> {
            if (seen[0]++ >= posted) {
                batch.add(((ByteBuf) message).retain());
            }
            return seen[0] < MOST_POSTED;
        });
        if (!batch.isEmpty()) {
            posted += batch.size();
            onConnection(() -> send(batch));
        }
    }

    private void send(List<ByteBuf> batch) {
        int last = batch.size() - 1;
        for (int i = 0; i < last; i++) {
            connection.write(batch.get(i), connection.voidPromise());
        }
        ChannelFuture sent = connection.writeAndFlush(batch.get(last));
        sent.addListener(done -> {
            if (done.isSuccess()) {
                inlet.post(() -> sent(batch.size()));
            }
        });
    }

    private void sent(int count) {
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out == null) {
            return;
        }
        posted -= count;
        for (int i = 0; i < count; i++) {
            out.remove();
        }
        ((Owner) unsafe()).flushNext();
    }

    @Override
    protected void doClose() {
        open = false;
        arrived.forEach(ByteBuf::release);
        arrived.clear();
        onConnection(connection::close);
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("an accepted connection has its address");
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Owner();
    }

    private final class Owner extends AbstractUnsafe {
        /** Hands over what was flushed while the connection had enough. */
        void flushNext() {
            flush0();
        }

        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("an accepted connection is connected"));
        }
    }

    private final class Config extends DefaultChannelConfig {
        Config(Channel channel) {
            super(channel);
        }

        @Override
        protected void autoReadCleared() {
            readWanted = false;
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return connection.localAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return connection.remoteAddress();
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
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
