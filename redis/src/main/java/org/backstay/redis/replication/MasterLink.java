package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.backstay.config.Settings;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * A replica's link to its master, from the first attempt to connect until another master, or none, is asked for. Owned by the server's
 * loop. The states are {@link LinkState}'s; a connection that ends leads back to CONNECT.
 */
final class MasterLink {
    private static final int LONGEST_LINE = 4096;
    private static final byte LINE_END = '\n';

    private final RedisServer server;
    private final Settings settings;
    private final Log log;
    private final Endpoint master;
    private final Follower follower;
    private final ReplicationParts parts;
    private final Worker writer;
    private final MasterGuard guard;

    private LinkState state = LinkState.CONNECT;
    private @Nullable Connection connection;
    private long lastIoMillis;
    private long downSinceMillis;
    private boolean ended;

    /** Prepares the link. */
    MasterLink(
            RedisServer server,
            Endpoint master,
            Follower follower,
            ReplicationParts parts,
            Worker writer,
            MasterGuard guard) {
        this.guard = guard;
        this.server = server;
        this.settings = server.settings();
        this.log = server.log();
        this.master = master;
        this.follower = follower;
        this.parts = parts;
        this.writer = writer;
        downSinceMillis = now();
    }

    private long now() {
        return server.node().clock().millis();
    }

    /** Where the master is, as it was asked for. */
    Endpoint master() {
        return master;
    }

    Settings settings() {
        return settings;
    }

    Log log() {
        return log;
    }

    LinkState state() {
        return state;
    }

    void become(LinkState next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("the link to the master: " + state + " is not followed by " + next);
        }
        if (state == LinkState.CONNECTED) {
            downSinceMillis = now();
        }
        state = next;
    }

    boolean isConnected() {
        return state == LinkState.CONNECTED;
    }

    /** Seconds since the master was last heard of, or -1 without a connection. */
    long secondsSinceIo() {
        return isConnected() ? (now() - lastIoMillis) / 1000 : -1;
    }

    /** Seconds since anything came from the master, in whatever state. */
    long secondsSinceAnyIo() {
        return (now() - lastIoMillis) / 1000;
    }

    /** Tells the master how far we are, as soon as what is being executed is in our log. */
    void acknowledgeSoon() {
        server.loop().execute(() -> {
            MasterStream open = stream();
            if (open != null) {
                open.answer();
            }
        });
    }

    /** Seconds since the link went down. */
    long secondsDown() {
        return (now() - downSinceMillis) / 1000;
    }

    /** What is being received, or null. */
    @Nullable
    SnapshotReceiver receiving() {
        Connection open = connection;
        return open == null ? null : open.receiver;
    }

    /** The stream, or null. */
    @Nullable
    MasterStream stream() {
        Connection open = connection;
        return open == null ? null : open.stream;
    }

    /** Begins to connect. */
    void connect() {
        if (ended || state != LinkState.CONNECT || server.isLoading()) {
            return;
        }
        become(LinkState.CONNECTING);
        lastIoMillis = now();
        log.notice("Connecting to MASTER " + master);
        Connection attempt = new Connection();
        connection = attempt;
        int timeout = settings.get(ReplicationDirectives.REPL_TIMEOUT);
        String source = settings.get(ReplicationDirectives.BIND_SOURCE_ADDR);
        ConnectOptions options = new ConnectOptions(
                source.isEmpty() ? null : source, 0, server.tls().replication());
        server.node()
                .network()
                .connect(server.loop(), master, options, Duration.ofSeconds(timeout), attempt)
                .addListener(connected -> {
                    if (!connected.isSuccess() && connection == attempt) {
                        log.warning("Error condition on socket for SYNC: "
                                + connected.cause().getMessage());
                        back();
                    }
                });
        log.notice("MASTER <-> REPLICA sync started");
    }

    /** The connection is over: the next tick tries again. */
    private void back() {
        Connection over = connection;
        connection = null;
        if (over != null) {
            over.release();
        }
        if (!ended && state != LinkState.CONNECT) {
            become(LinkState.CONNECT);
        }
    }

    /** Once a second: tries to connect, tells the master how far we are, and gives up a silent one. */
    void tick() {
        if (ended) {
            return;
        }
        if (state == LinkState.CONNECT) {
            if (guard.mayConnect(now())) {
                connect();
            }
            return;
        }
        Connection open = connection;
        MasterStream stream = stream();
        if (open != null && open.isLoading()) {
            // The master takes silence for death; while we load, an empty line says that we live.
            lastIoMillis = now();
            open.send("\n");
            return;
        }
        long silent = (now() - lastIoMillis) / 1000;
        if (silent > settings.get(ReplicationDirectives.REPL_TIMEOUT)) {
            log.warning(state.timeout());
            close();
            return;
        }
        if (stream != null) {
            stream.acknowledge();
        }
    }

    /** Ends the connection; the link stays, and connects again. */
    private void close() {
        Connection open = connection;
        back();
        if (open != null) {
            open.close();
        }
    }

    /** Ends the link for good. */
    void end() {
        ended = true;
        close();
        become(LinkState.NONE);
    }

    /** One connection to the master and what it is in the middle of. In the connection's pipeline. */
    private final class Connection extends ChannelInboundHandlerAdapter {
        private @Nullable Channel channel;
        private @Nullable Handshake handshake;
        private @Nullable SnapshotReceiver receiver;
        private @Nullable MasterStream stream;
        private Handshake.Outcome.@Nullable Full full;
        private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            if (connection != this) {
                context.close();
                return;
            }
            Follower guarded = guard.isOn(follower) ? follower : null;
            Handshake begun = new Handshake(MasterLink.this, channel(), follower, guarded);
            handshake = begun;
            lastIoMillis = now();
            begun.begin();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf received = (ByteBuf) message;
            server.statistics().receivedFromMaster(received.readableBytes());
            if (server.isBusy()) {
                server.loop().execute(() -> channelRead(context, message)); // no write of the master's inside a script
                return;
            }
            if (connection != this) {
                received.release();
                return;
            }
            lastIoMillis = now();
            server.time().refresh();
            if (stream != null) {
                apply(received);
                return;
            }
            waiting = waiting.isReadable() ? Unpooled.wrappedBuffer(waiting, received) : replaceWaiting(received);
            proceed();
        }

        private ByteBuf replaceWaiting(ByteBuf received) {
            waiting.release();
            return received;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            server.endBatch();
        }

        /** Reads lines while they are expected, the snapshot when it is, until nothing more has come. */
        private void proceed() {
            while (connection == this && waiting.isReadable() && !isLoading()) {
                SnapshotReceiver into = receiver;
                if (into != null && into.hasBegun()) {
                    into.take(waiting);
                    continue;
                }
                int length = waiting.bytesBefore(LINE_END);
                if (length < 0) {
                    if (waiting.readableBytes() > LONGEST_LINE) {
                        fail("the master's answer is longer than " + LONGEST_LINE + " bytes");
                    }
                    return;
                }
                String line = Handshake.text(waiting, length);
                waiting.skipBytes(length + 1);
                answer(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            }
        }

        private void answer(String line) {
            SnapshotReceiver into = receiver;
            if (into != null) {
                if (!line.isEmpty()) {
                    announceSnapshot(into, line);
                }
                return;
            }
            Handshake asking = handshake;
            Handshake.Outcome outcome = asking == null ? null : asking.answer(line);
            switch (outcome) {
                case null -> {} // it goes on
                case Handshake.Outcome.Refused never -> fail(never.why());
                case Handshake.Outcome.Unrelated unrelated -> {
                    guard.refuse(unrelated.why(), now());
                    MasterLink.this.close();
                }
                case Handshake.Outcome.Continue onwards -> {
                    follower.continued(onwards.id());
                    log.notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
                    beginStream(follower.streamDatabase());
                }
                case Handshake.Outcome.Full all -> beginTransfer(all);
            }
        }

        private void beginTransfer(Handshake.Outcome.Full all) {
            full = all;
            become(LinkState.TRANSFER);
            follower.beginsFullSync();
            Path path = parts.snapshots().file().resolveSibling("temp-" + now() + ".replica.rdb");
            receiver = new SnapshotReceiver(
                    server.node().disk(), writer, path, channel(), new SnapshotReceiver.Listener() {
                        @Override
                        public void received(Path file) {
                            load(file);
                        }

                        @Override
                        public void failed(String why) {
                            fail(why);
                        }
                    });
        }

        private void announceSnapshot(SnapshotReceiver into, String line) {
            if (line.startsWith("-")) {
                fail("MASTER aborted replication with an error: " + line.substring(1));
                return;
            }
            String flaw = into.begin(line);
            if (flaw != null) {
                fail(flaw);
                return;
            }
            log.notice(
                    into.total() == 0
                            ? "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to disk"
                            : "MASTER <-> REPLICA sync: receiving " + into.total() + " bytes from master to disk");
        }

        private void load(Path file) {
            if (connection != this) {
                return;
            }
            log.notice("MASTER <-> REPLICA sync: Flushing old data");
            log.notice("MASTER <-> REPLICA sync: Loading DB in memory");
            parts.snapshots().load(file, failure -> loaded(failure));
        }

        private void loaded(@Nullable Throwable failure) {
            Handshake.Outcome.Full all = full;
            if (ended || all == null) {
                return;
            }
            if (failure != null) {
                fail("Failed trying to load the MASTER synchronization DB from disk: " + failure.getMessage());
                return;
            }
            receiver = null;
            follower.loaded(all.id(), all.offset());
            log.notice("MASTER <-> REPLICA sync: Finished with success");
            if (connection == this) {
                beginStream(parts.loadedStreamDatabase());
            }
        }

        private void beginStream(int database) {
            become(LinkState.CONNECTED);
            guard.connected();
            lastIoMillis = now();
            handshake = null;
            MasterStream begun = new MasterStream(server, parts.log(), channel(), database, parts.snapshots());
            stream = begun;
            channel().config().setAutoRead(true);
            begun.acknowledge();
            ByteBuf rest = waiting;
            waiting = Unpooled.EMPTY_BUFFER;
            if (rest.isReadable()) {
                apply(directCopy(rest));
                server.endBatch();
            } else {
                rest.release();
            }
        }

        /** The stream's input wants one direct buffer; what was left over may be several. */
        private ByteBuf directCopy(ByteBuf rest) {
            ByteBuf copy = channel().alloc().directBuffer(rest.readableBytes()).writeBytes(rest);
            rest.release();
            return copy;
        }

        private void apply(ByteBuf received) {
            MasterStream into = stream;
            if (into == null) {
                received.release();
                return;
            }
            String flaw = into.receive(received);
            if (flaw != null) {
                fail("Protocol error (" + flaw + ") from client: the master's stream is broken");
            }
        }

        private void fail(String why) {
            log.warning(why);
            if (connection == this) {
                MasterLink.this.close();
            }
        }

        /** Whether the snapshot is whole and being loaded; what has come since waits. */
        boolean isLoading() {
            SnapshotReceiver into = receiver;
            return into != null && into.hasEnded();
        }

        void send(String text) {
            channel()
                    .writeAndFlush(
                            ByteBufUtil.writeAscii(channel().alloc(), text),
                            channel().voidPromise());
        }

        private Channel channel() {
            Channel open = channel;
            if (open == null) {
                throw new IllegalStateException("not connected");
            }
            return open;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (connection != this) {
                return;
            }
            log.warning(
                    stream != null
                            ? "Connection with master lost."
                            : "Master closed the connection during the handshake or transfer.");
            boolean wasConnected = stream != null;
            back();
            if (wasConnected) {
                log.notice("Caching the disconnected master state.");
                connect();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof SSLException) {
                log.warning("Error condition on socket for SYNC: " + cause.getMessage());
            } else if (!(cause instanceof java.io.IOException)) {
                log.warning("The link to the master failed unexpectedly: " + cause);
            }
            context.close();
        }

        void close() {
            Channel open = channel;
            if (open != null) {
                open.close();
            }
        }

        /** Gives back what the connection held. */
        void release() {
            waiting.release();
            waiting = Unpooled.EMPTY_BUFFER;
            SnapshotReceiver into = receiver;
            receiver = null;
            if (into != null && !into.hasEnded()) {
                into.abort();
            }
            MasterStream open = stream;
            stream = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
