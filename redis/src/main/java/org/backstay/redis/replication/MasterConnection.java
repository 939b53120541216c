package org.backstay.redis.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.redis.replication.Reading.Obstacle;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the master and what it is in the middle of: questions, a snapshot, the stream. In the connection's pipeline; owned by the
 * server's loop.
 */
final class MasterConnection extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_LINE = 4096;
    private static final byte LINE_END = '\n';

    private final MasterLink link;
    private final RedisServer server;
    private final Log log;
    private final Follower follower;
    private final ReplicationParts parts;
    private final Worker writer;
    private final MasterGuard guard;

    private @Nullable Channel channel;
    private @Nullable Reading reading;
    private @Nullable Handshake handshake;
    private @Nullable SnapshotReceiver receiver;
    private @Nullable TransferLog transferLog;
    private @Nullable MasterStream stream;
    private @Nullable Intake intake;
    private Handshake.Outcome.@Nullable Full full;
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

    /** What was read when a script began to be busy, at most one round of reading from the socket. */
    private final Queue<ByteBuf> held = new ArrayDeque<>();

    /** Waits to be connected. */
    MasterConnection(
            MasterLink link,
            RedisServer server,
            Follower follower,
            ReplicationParts parts,
            Worker writer,
            MasterGuard guard) {
        this.link = link;
        this.server = server;
        this.log = server.log();
        this.follower = follower;
        this.parts = parts;
        this.writer = writer;
        this.guard = guard;
    }

    /** What is being received, or null. */
    @Nullable
    SnapshotReceiver receiver() {
        return receiver;
    }

    /** Says in the log, now and then, how far the snapshot is that is being received. */
    void logTransfer(long nowMillis) {
        SnapshotReceiver into = receiver;
        TransferLog progress = transferLog;
        if (into != null && progress != null) {
            progress.tick(log, into, nowMillis);
        }
    }

    /** The stream, or null. */
    @Nullable
    MasterStream stream() {
        return stream;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        reading = new Reading(context.channel());
        if (!link.has(this)) {
            context.close();
            return;
        }
        Follower guarded = guard.isOn(follower) ? follower : null;
        Handshake begun = new Handshake(link, channel(), follower, guarded);
        handshake = begun;
        link.heard();
        begun.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        server.statistics().receivedFromMaster(received.readableBytes());
        receive(received);
    }

    /** No write of the master's inside a script: what comes then, and what comes before that has been taken, waits its turn. */
    private void receive(ByteBuf received) {
        if (server.isBusy() || !held.isEmpty()) {
            hold(received);
        } else {
            take(received);
        }
    }

    private void hold(ByteBuf received) {
        if (held.isEmpty()) {
            reading().pause(Obstacle.SCRIPT_BUSY);
            server.loop().execute(this::takeHeld); // the loop runs tasks again when the script has ended
        }
        held.add(received);
    }

    private void takeHeld() {
        ByteBuf received;
        while ((received = held.poll()) != null) {
            take(received);
        }
        reading().resume(Obstacle.SCRIPT_BUSY);
        server.endBatch();
    }

    private void take(ByteBuf received) {
        if (!link.has(this)) {
            received.release();
            return;
        }
        link.heard();
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
        while (link.has(this) && waiting.isReadable() && !isLoading()) {
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
                guard.refuse(unrelated.why(), server.node().clock().millis());
                link.close();
            }
            case Handshake.Outcome.Continue onwards -> {
                follower.continued(onwards.id());
                log.notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
                tellSupervisor("Partial Resynchronization accepted.");
                beginStream(follower.streamDatabase());
            }
            case Handshake.Outcome.Full all -> beginTransfer(all);
        }
    }

    private void beginTransfer(Handshake.Outcome.Full all) {
        full = all;
        link.become(LinkState.TRANSFER);
        follower.beginsFullSync();
        Path path = parts.snapshots()
                .file()
                .resolveSibling("temp-" + server.node().clock().millis() + ".replica.rdb");
        receiver = new SnapshotReceiver(
                server.node().disk(), writer, path, channel().alloc(), reading(), new SnapshotReceiver.Listener() {
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
        transferLog = new TransferLog(
                "MASTER <-> REPLICA sync: received", server.node().clock().millis());
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
        if (!link.has(this)) {
            return;
        }
        log.notice("MASTER <-> REPLICA sync: Flushing old data");
        log.notice("MASTER <-> REPLICA sync: Loading DB in memory");
        parts.snapshots().load(file, failure -> loaded(failure));
    }

    private void loaded(@Nullable Throwable failure) {
        Handshake.Outcome.Full all = full;
        if (link.isEnded() || all == null) {
            return;
        }
        if (failure != null) {
            fail("Failed trying to load the MASTER synchronization DB from disk: " + failure.getMessage());
            return;
        }
        receiver = null;
        follower.loaded(all.id(), all.offset());
        log.notice("MASTER <-> REPLICA sync: Finished with success");
        tellSupervisor("Finished with success.");
        if (link.has(this)) {
            beginStream(parts.loadedStreamDatabase());
        }
    }

    private void tellSupervisor(String how) {
        server.node()
                .supervisor()
                .status("MASTER <-> REPLICA sync: " + how + " Ready to accept connections in read-write mode.");
    }

    private void beginStream(int database) {
        link.become(LinkState.CONNECTED);
        guard.connected();
        link.heard();
        handshake = null;
        MasterStream begun = new MasterStream(server, parts.log(), channel(), database, parts.snapshots());
        stream = begun;
        intake = new Intake(reading(), parts.snapshots().storedLog(), log);
        reading().resume(Obstacle.SNAPSHOT_UNLOADED);
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
        adjustIntake();
    }

    /** More of the stream was received, or written to our own log. */
    void adjustIntake() {
        Intake open = intake;
        if (open != null) {
            open.adjust();
        }
    }

    /** Whether nothing is heard of the master because we do not listen. */
    boolean isPaused() {
        Reading open = reading;
        return open != null && open.isPaused();
    }

    private void fail(String why) {
        log.warning(why);
        if (link.has(this)) {
            link.close();
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

    private Reading reading() {
        Reading open = reading;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!link.has(this)) {
            return;
        }
        log.warning(
                stream != null
                        ? "Connection with master lost."
                        : "Master closed the connection during the handshake or transfer.");
        link.lost(stream != null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof SSLException) {
            log.warning("Error condition on socket for SYNC: " + cause.getMessage());
        } else if (!(cause instanceof IOException)) {
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
        held.forEach(ByteBuf::release);
        held.clear();
        SnapshotReceiver into = receiver;
        receiver = null;
        if (into != null && !into.hasEnded()) {
            into.abort();
        }
        intake = null;
        MasterStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
