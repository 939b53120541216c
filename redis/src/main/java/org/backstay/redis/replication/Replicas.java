package org.backstay.redis.replication;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.backstay.config.Settings;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.config.ClientDirectives;
import org.backstay.redis.config.OutputLimit;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.persistence.Snapshots;
import org.backstay.redis.server.Client;
import org.jspecify.annotations.Nullable;

/** The replicas that follow this node, and what each of them gets. Owned by the server's loop. */
final class Replicas {
    /** Sent and not yet taken by a replica's connection: enough to keep a fast network busy, no more. */
    private static final WriteBufferWaterMark OUTBOUND = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final Node node;
    private final Settings settings;
    private final ReplicationLog log;
    private final History history;
    private final StreamSource source;
    private final FullSyncs fullSyncs;
    private final Map<Client, Replica> introduced = new HashMap<>();
    private final List<Replica> following = new ArrayList<>();
    private Runnable onAcknowledge = () -> {};
    private long noReplicaSinceMillis;
    private long partialAccepted;
    private long partialRefused;
    private long lastPingMillis;

    Replicas(
            Node node,
            Settings settings,
            ReplicationLog log,
            History history,
            Snapshots snapshots,
            BooleanSupplier leads) {
        this.node = node;
        this.settings = settings;
        this.log = log;
        this.history = history;
        source = new StreamSource(log, snapshots.storedLog());
        fullSyncs = new FullSyncs(node, settings, log, history, snapshots, this, leads);
        noReplicaSinceMillis = node.clock().millis();
    }

    /** What runs when a replica has acknowledged more. */
    void onAcknowledge(Runnable action) {
        onAcknowledge = action;
    }

    /** Everyone that has sent PSYNC. */
    List<Replica> all() {
        return following;
    }

    List<Replica> in(FeedState state) {
        return following.stream().filter(replica -> replica.isIn(state)).toList();
    }

    /** What is known of a connection that has sent REPLCONF, or begins to be now. */
    Replica of(Client client) {
        return introduced.computeIfAbsent(
                client, unknown -> new Replica(client, new StreamFeeder(source, new FeedEvents(client))));
    }

    private final class FeedEvents implements StreamFeeder.Events {
        private final Client client;

        FeedEvents(Client client) {
            this.client = client;
        }

        private String name() {
            return of(client).name();
        }

        @Override
        public void fellBehind(long offset) {
            node.log()
                    .notice("Replica " + name() + " is " + (log.end() - offset)
                            + " bytes behind: serving it from the append only file");
        }

        @Override
        public void caughtUp(long offset) {
            node.log().notice("Replica " + name() + " has caught up at offset " + offset + ": serving it from memory");
        }

        @Override
        public void failed(Throwable failure) {
            node.log()
                    .warning("The append only file can't be read for replica " + name() + ": " + failure.getMessage());
            client.channel().close();
        }
    }

    /** The replica that serves clients there, or null. */
    @Nullable
    Replica at(Endpoint place) {
        return following.stream()
                .filter(replica -> replica.address().equals(place.host()) && replica.port() == place.port())
                .findFirst()
                .orElse(null);
    }

    /** The replica behind a connection that has sent PSYNC, or null. */
    @Nullable
    Replica following(Client client) {
        Replica replica = introduced.get(client);
        return replica == null || replica.state() == null ? null : replica;
    }

    /**
     * A replica asks for the stream.
     *
     * @param id the history it has, or {@code ?}
     * @param nextByte the first byte it lacks, counted from 1
     */
    void psync(Client client, String id, long nextByte) {
        Replica replica = of(client);
        client.role(Client.Role.REPLICA);
        Channel channel = client.channel();
        channel.config().setWriteBufferWaterMark(OUTBOUND);
        channel.pipeline().addFirst(replica.feeder());
        following.add(replica);
        if (mayContinue(replica, id, nextByte)) {
            continueAt(replica, nextByte);
            return;
        }
        if (!id.equals("?")) {
            partialRefused++;
        }
        startLog();
        node.log().notice("Full resync requested by replica " + replica.name());
        fullSyncs.request(replica);
    }

    /** As {@link #psync} for one that asks for everything in the old way. */
    void sync(Client client) {
        of(client).asksOldWay();
        psync(client, "?", -1);
    }

    private boolean mayContinue(Replica replica, String id, long nextByte) {
        if (id.equals("?")) {
            return false;
        }
        if (!history.shares(id, nextByte)) {
            String why = id.equals(history.secondId())
                    ? "Requested offset for second ID was " + nextByte + ", but I can reply up to "
                            + history.secondOffset()
                    : "Replication ID mismatch (Replica asked for '" + id + "', my replication IDs are '" + history.id()
                            + "' and '" + history.secondId() + "')";
            node.log().notice("Partial resynchronization not accepted: " + why);
            return false;
        }
        if (!source.covers(nextByte - 1)) {
            node.log()
                    .notice("Unable to partial resync with replica " + replica.name()
                            + " for lack of backlog (Replica request was: " + nextByte + ").");
            return false;
        }
        return true;
    }

    private void continueAt(Replica replica, long nextByte) {
        partialAccepted++;
        replica.feeder().startAt(nextByte - 1);
        startLog();
        String reply = replica.understandsPsync2() ? "+CONTINUE " + history.id() + "\r\n" : "+CONTINUE\r\n";
        Channel channel = replica.client().channel();
        channel.write(ByteBufUtil.writeAscii(channel.alloc(), reply), channel.voidPromise());
        node.log()
                .notice("Partial resynchronization request from " + replica.name() + " accepted. Sending "
                        + (log.end() - nextByte + 1) + " bytes of backlog starting from offset " + nextByte
                        + (replica.feeder().readsFiles() ? ", from the append only file." : "."));
        channel.flush();
        online(replica);
    }

    /** The log is kept from now on. What was written while nobody wanted it is in no log: that calls for a new history. */
    private void startLog() {
        if (!log.wanted()) {
            history.beginNew();
            log.restart(log.end());
        }
        if (!log.hasBacklog()) {
            log.keepBacklog(settings.get(ReplicationDirectives.REPL_BACKLOG_SIZE));
        }
    }

    /** A replica has everything up to its cursor; the stream follows. */
    void online(Replica replica) {
        replica.become(FeedState.ONLINE, node.clock().millis());
        if (replica.wantsOnlySnapshot()) {
            node.log().notice("Snapshot sent to " + replica.name() + ", which wants nothing more");
            replica.client().channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        if (!replica.startsOnAck()) {
            node.log().notice("Synchronization with replica " + replica.name() + " succeeded");
            replica.feeder().stream();
        }
    }

    /**
     * A replica says up to where it has applied the stream.
     *
     * @param synced up to where it has it on disk; -1 when it does not say
     */
    void acknowledged(Client client, long offset, long synced) {
        Replica replica = following(client);
        if (replica == null) {
            return;
        }
        replica.acknowledge(offset, node.clock().millis());
        replica.synced(synced);
        if (replica.startsOnAck() && replica.isIn(FeedState.ONLINE)) {
            replica.startsOnAck(false);
            node.log().notice("Synchronization with replica " + replica.name() + " succeeded");
            replica.feeder().stream();
        }
        onAcknowledge.run();
    }

    /** Sends what has been appended. Called once a batch; cheap without replicas. */
    void pump() {
        for (int i = 0; i < following.size(); i++) {
            following.get(i).feeder().pump();
        }
    }

    /** Ends a replica's connection; it may come back. */
    void drop(Replica replica) {
        replica.client().channel().close();
    }

    /** Ends all of them: the history has changed, and they have to ask again. */
    void dropAll() {
        for (Replica replica : List.copyOf(following)) {
            drop(replica);
            departed(replica.client());
        }
    }

    /** A connection has ended. */
    void departed(Client client) {
        Replica replica = introduced.remove(client);
        if (replica == null || !following.remove(replica)) {
            return;
        }
        node.log().warning("Connection with replica " + replica.name() + " lost.");
        replica.feeder().close();
        fullSyncs.departed(replica);
        if (following.isEmpty()) {
            noReplicaSinceMillis = node.clock().millis();
        }
    }

    /** How many replicas have acknowledged everything before an offset. */
    int acknowledgedBy(long offset) {
        int count = 0;
        for (Replica replica : following) {
            if (replica.isIn(FeedState.ONLINE) && replica.acknowledged() >= offset) {
                count++;
            }
        }
        return count;
    }

    /** How many replicas have everything before an offset on disk, as they say. */
    int syncedBy(long offset) {
        int count = 0;
        for (Replica replica : following) {
            if (replica.isIn(FeedState.ONLINE) && replica.synced() >= offset) {
                count++;
            }
        }
        return count;
    }

    /** Asks all of them how far they are: they answer when they have come to this place in the stream. */
    void ask() {
        log.beginCommand(ReplicationLog.NO_DB, 3)
                .argument("REPLCONF")
                .argument("GETACK")
                .argument("*");
        pump();
    }

    /** How many replicas take the stream and were heard of lately enough ({@code min-replicas-max-lag}). */
    int good() {
        long now = node.clock().millis();
        int maxLag = settings.get(ReplicationDirectives.MIN_REPLICAS_MAX_LAG);
        int count = 0;
        for (Replica replica : following) {
            if (replica.isIn(FeedState.ONLINE) && replica.lagSeconds(now) <= maxLag) {
                count++;
            }
        }
        return count;
    }

    FullSyncs fullSyncs() {
        return fullSyncs;
    }

    /** {@code sync_partial_ok}. */
    long partialAccepted() {
        return partialAccepted;
    }

    /** {@code sync_partial_err}. */
    long partialRefused() {
        return partialRefused;
    }

    /**
     * Once a second: pings, time limits, waiting snapshots, the backlog's end.
     *
     * @param master whether this node leads; a replica passes its own master's pings on
     * @param quiet whether the log must not grow, because a replica is to have all of it
     */
    void tick(boolean master, boolean quiet) {
        long now = node.clock().millis();
        if (now - lastPingMillis >= seconds(ReplicationDirectives.REPL_PING_REPLICA_PERIOD)) {
            lastPingMillis = now; // the period runs on with nobody there: a new replica is not greeted with a ping
            if (master && !quiet && !following.isEmpty()) {
                log.beginCommand(ReplicationLog.NO_DB, 1).argument("PING");
            }
        }
        for (Replica replica : List.copyOf(following)) {
            keepWaiting(replica);
            replica.logTransfer(node.log(), now);
            dropIfSilent(replica, now);
            dropIfTooFarBehind(replica, now);
        }
        fullSyncs.tryStart();
        dropBacklogIfUnused(master, now);
        pump();
    }

    private long seconds(org.backstay.config.Directive<Integer> directive) {
        return settings.get(directive) * 1000L;
    }

    /** An empty line tells a replica that waits for its snapshot that we are still there. */
    private void keepWaiting(Replica replica) {
        boolean waits = replica.isIn(FeedState.WAIT_BGSAVE_START)
                || (replica.isIn(FeedState.WAIT_BGSAVE_END) && !fullSyncs.isStreamingTo(replica));
        if (waits) {
            Channel channel = replica.client().channel();
            channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), "\n"), channel.voidPromise());
        }
    }

    private void dropIfSilent(Replica replica, long now) {
        if (!replica.isIn(FeedState.ONLINE) && !fullSyncs.isStreamingTo(replica)) {
            return;
        }
        boolean stalled = replica.isAskingOldWay()
                || (!replica.isIn(FeedState.ONLINE)
                        && replica.client().channel().isWritable());
        if (!stalled && now - replica.acknowledgedMillis() > seconds(ReplicationDirectives.REPL_TIMEOUT)) {
            node.log().warning("Disconnecting timedout replica (streaming sync): " + replica.name());
            drop(replica);
        }
    }

    /** The part of the log that only this replica still needs is its output buffer. */
    private void dropIfTooFarBehind(Replica replica, long now) {
        replica.feeder().unpin();
        long behind = replica.feeder().pinned();
        OutputLimit limit =
                settings.get(ClientDirectives.CLIENT_OUTPUT_BUFFER_LIMIT).replica();
        replica.overSoftLimitSinceMillis(limit.overSoftSince(behind, replica.overSoftLimitSinceMillis(), now));
        if (limit.isBroken(behind, replica.overSoftLimitSinceMillis(), now)) {
            node.log()
                    .warning("Client " + replica.name()
                            + " scheduled to be closed ASAP for overcoming of output buffer limits: " + behind
                            + " bytes are waiting for it.");
            drop(replica);
        }
    }

    private void dropBacklogIfUnused(boolean master, long now) {
        int ttl = settings.get(ReplicationDirectives.REPL_BACKLOG_TTL);
        if (master && following.isEmpty() && log.hasBacklog() && ttl > 0 && now - noReplicaSinceMillis > ttl * 1000L) {
            node.log().notice("Replication backlog freed after " + ttl + " seconds without connected replicas.");
            log.dropBacklog();
            if (!log.wanted()) {
                history.beginNew();
            }
        }
    }
}
