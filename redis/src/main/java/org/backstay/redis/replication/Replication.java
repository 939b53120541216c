package org.backstay.redis.replication;

import java.util.List;
import java.util.function.Function;
import org.backstay.config.Settings;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.persistence.log.LogMark;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.persistence.Lineage;
import org.backstay.redis.persistence.Snapshots;
import org.backstay.redis.server.EffectLog;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * A node's place in its topology: a master, or a replica of one; and who follows it. Owned by the server's loop.
 *
 * <p>What a master's commands change goes to the log as commands; what a replica's master sends goes there as it came. The replicas (and the
 * append-only file) read the log, so that the offset means the same to all of them.
 */
public final class Replication implements EffectLog, Lineage {
    /** The offset that a replica without any history asks for. */
    private static final long NOWHERE = -1;

    private final RedisServer server;
    private final Node node;
    private final Settings settings;
    private final ReplicationLog log;
    private final History history;
    private final Replicas replicas;
    private final Waits waits;
    private final SafeWrites safeWrites;
    private final Snapshots snapshots;
    private final Worker receiver;
    private final Parts parts = new Parts();
    private final Failover failover;

    private @Nullable MasterLink link;
    private @Nullable MasterGuard guard;
    private boolean historyKnown;
    private int loadedStreamDatabase;
    private boolean started;

    /** Everything that a link needs besides itself. */
    private final class Parts implements ReplicationParts, Follower {
        @Override
        public ReplicationLog log() {
            return log;
        }

        @Override
        public Snapshots snapshots() {
            return snapshots;
        }

        @Override
        public int loadedStreamDatabase() {
            return loadedStreamDatabase;
        }

        @Override
        public String knownId() {
            return historyKnown ? history.id() : "?";
        }

        @Override
        public long nextByte() {
            return historyKnown ? log.end() + 1 : NOWHERE;
        }

        @Override
        public boolean knowsHistory(String id) {
            return history.knows(id);
        }

        @Override
        public boolean hasData() {
            for (int i = 0; i < server.keyspace().databases(); i++) {
                if (server.keyspace().database(i).size() > 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int streamDatabase() {
            return Math.max(log.selectedDb(), 0);
        }

        @Override
        public boolean handsOver() {
            return failover.asks();
        }

        @Override
        public void refused() {
            failover.refused();
        }

        @Override
        public void continued(@Nullable String id) {
            if (id != null && !id.equals(history.id())) {
                history.renamedAt(id, log.end());
                // Those that follow us must learn the new id; what they have stays valid.
                replicas.dropAll();
                snapshots.historyChanged();
            }
            keepBacklog();
            failover.succeeded();
        }

        @Override
        public void beginsFullSync() {
            historyKnown = false;
            replicas.dropAll();
            failover.succeeded();
        }

        @Override
        public void loaded(String id, long offset) {
            history.adopt(id);
            historyKnown = true;
            log.restart(offset);
            log.database(loadedStreamDatabase);
            keepBacklog();
            snapshots.restartLog();
        }
    }

    /**
     * Makes a master without replicas.
     *
     * @param log the node's one log
     * @param persistence makes the persistence that asks this object where the data stands
     */
    Replication(RedisServer server, ReplicationLog log, Function<Lineage, ? extends Snapshots> persistence) {
        this.server = server;
        this.log = log;
        node = server.node();
        settings = server.settings();
        history = new History(node.random());
        snapshots = persistence.apply(this);
        replicas = new Replicas(node, settings, log, history, snapshots, () -> link == null);
        waits = new Waits(server, replicas, snapshots.storedLog()::synced);
        safeWrites = new SafeWrites(server, log, replicas);
        failover = new Failover(server, this);
        receiver = node.workers().apply("replica-receive");
        replicas.onAcknowledge(() -> {
            waits.progressed();
            safeWrites.progressed();
            failover.proceedSoon();
        });
        snapshots.storedLog().onSendable(this::sendableMore);
        snapshots.storedLog().onSynced(this::syncedMore);
        server.clients().onDeparture(replicas::departed);
        settings.onChange(ReplicationDirectives.REPL_BACKLOG_SIZE, (before, now) -> {
            if (log.hasBacklog()) {
                log.keepBacklog(now);
            }
        });
    }

    /** Begins to follow the configured master, if there is one. To be called once the data is loaded. */
    public void start() {
        started = true;
        if (isReplica()) {
            link().connect();
        }
    }

    private MasterLink link() {
        MasterLink present = link;
        if (present == null) {
            throw new IllegalStateException("this node follows nobody");
        }
        return present;
    }

    // --- where this node stands ----------------------------------------------------------------------------------

    /** Whether this node follows a master. */
    @Override
    public boolean isReplica() {
        return link != null;
    }

    /** The link to the master, or null on a master. */
    @Nullable
    MasterLink masterLink() {
        return link;
    }

    /** The master that is followed, or null. */
    public @Nullable Endpoint master() {
        MasterLink present = link;
        return present == null ? null : present.master();
    }

    /** Whether the master is not followed because it has come back without its data; to ask for it again is to want it all the same. */
    boolean isMasterRefused() {
        MasterGuard present = guard;
        return present != null && present.isRefused();
    }

    /** Whether the link to the master stands and everything was loaded; true on a master. */
    public boolean isLinkUp() {
        MasterLink present = link;
        return present == null || present.isConnected();
    }

    /** The history of this node's data. */
    public History history() {
        return history;
    }

    /** The node's log. */
    public ReplicationLog log() {
        return log;
    }

    /** Those that follow. */
    Replicas replicas() {
        return replicas;
    }

    /** Clients that wait for replicas. */
    Waits waits() {
        return waits;
    }

    /** Answers that wait for replicas. */
    SafeWrites safeWrites() {
        return safeWrites;
    }

    private void sendableMore() {
        replicas.pump();
        MasterLink present = link;
        if (present != null) {
            present.written();
        }
    }

    private void syncedMore() {
        waits.progressed();
        MasterStream stream = link == null ? null : link.stream();
        if (stream != null) {
            stream.syncedMore();
        }
    }

    /** How many replicas take the stream and were heard of within {@code min-replicas-max-lag}. */
    public int goodReplicas() {
        return replicas.good();
    }

    /** Whether replicas have what is written by now: asked when the node is about to end. */
    public FinalSync finalSync() {
        return new FinalSync(server, log, replicas);
    }

    /** The way of this node's role to a replica. */
    Failover failover() {
        return failover;
    }

    long nowMillis() {
        return node.clock().millis();
    }

    /** Full synchronisations that were begun: {@code sync_full}. */
    public long fullSyncs() {
        return replicas.fullSyncs().count();
    }

    /** Partial synchronisations that were granted: {@code sync_partial_ok}. */
    public long partialSyncs() {
        return replicas.partialAccepted();
    }

    /** Partial synchronisations that were asked for and not possible: {@code sync_partial_err}. */
    public long refusedPartialSyncs() {
        return replicas.partialRefused();
    }

    /** Where the log stands: what a snapshot and a segment of the log record. */
    @Override
    public LogMark position() {
        return new LogMark(history.id(), log.end());
    }

    /** What was loaded stands at this position of a history that this node may go on with. */
    @Override
    public void resumeAt(LogMark end, int streamDatabase, boolean isWhole, List<LogMark> ancestors) {
        log.restart(end.offset());
        loadedStreamDatabase = streamDatabase;
        if (isReplica()) {
            history.adopt(end.id());
            history.descendsFrom(ancestors);
            historyKnown = true;
            log.database(streamDatabase);
            return;
        }
        if (isWhole) {
            history.adopt(end.id());
            history.descendsFrom(ancestors);
            node.log().notice("Going on with replication ID " + end.id() + " at offset " + end.offset());
        } else {
            history.descendsFrom(ancestors);
            history.resume(end.id(), end.offset());
        }
        keepBacklog();
    }

    @Override
    public void loadedFromMaster(int database) {
        loadedStreamDatabase = database;
    }

    /**
     * What is written while nothing keeps the log is in no history: what follows must not pass for this one. Nor must it when replicas get
     * it: a restart would find the log on disk, and take its end for the history's.
     */
    @Override
    public void logReleased() {
        waits.logEnded();
        if (isReplica()) {
            return;
        }
        if (log.wanted()) {
            history.branchAt(log.end());
            replicas.dropAll();
        } else {
            history.beginNew();
        }
    }

    private void keepBacklog() {
        if (!log.hasBacklog()) {
            log.keepBacklog(settings.get(ReplicationDirectives.REPL_BACKLOG_SIZE));
        }
    }

    // --- changes of role -----------------------------------------------------------------------------------------

    /** Follows a master from now on. Our own history is offered to it: a demoted master may go on from its own offset. */
    public void follow(Endpoint master) {
        boolean wasMaster = !isReplica();
        endLink();
        if (wasMaster && started) {
            // What was written without a log is in no history.
            historyKnown = log.wanted();
            log.forgetDb();
        }
        if (wasMaster) {
            safeWrites.giveUp("this node became a replica");
            server.clients()
                    .disconnectBlocked(
                            "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
        }
        server.keyspace().expiredKeys(ExpiredKeys.HIDE);
        MasterGuard watching = new MasterGuard(settings, server.log(), started);
        guard = watching;
        link = new MasterLink(server, master, parts, parts, receiver, watching);
        settings.put(ReplicationDirectives.REPLICAOF, List.of(master.host(), Integer.toString(master.port())));
        replicas.dropAll();
        if (wasMaster && started) {
            // Segments from here on are a replica's: a restart must not take them for a master's own.
            snapshots.historyChanged();
        }
        if (started) {
            link().connect();
        }
    }

    /** Follows nobody: this node's history branches here, and its former siblings may go on from it. */
    public void lead() {
        if (!isReplica()) {
            return;
        }
        endLink();
        settings.put(ReplicationDirectives.REPLICAOF, List.of());
        server.keyspace().expiredKeys(ExpiredKeys.DELETE);
        history.branchAt(log.end());
        historyKnown = true;
        log.forgetDb();
        keepBacklog();
        // They have to hear of the new id, and come back with what they have.
        replicas.dropAll();
        snapshots.historyChanged();
    }

    /** Begins a history that shares nothing with any other: replicas will need everything. */
    void beginNewHistory() {
        history.beginNew();
        historyKnown = true;
        snapshots.historyChanged();
    }

    private void endLink() {
        MasterLink before = link;
        link = null;
        guard = null;
        if (before != null) {
            before.end();
        }
    }

    /** Once a second. */
    public void tick() {
        MasterLink present = link;
        if (present != null) {
            present.tick();
        }
        replicas.tick(present == null, failover.isActive());
    }

    // --- the way of effects --------------------------------------------------------------------------------------

    /** A replica writes nothing of its own to the log. */
    @Override
    public boolean isOpen() {
        return link == null && log.wanted();
    }

    @Override
    public long end() {
        return log.end();
    }

    @Override
    public void append(int database, long address, int length) {
        if (isOpen()) {
            log.appendCommand(database, address, length);
        }
    }

    /** Hands what was appended to the replicas. Once a batch, and cheap. */
    public void pump() {
        replicas.pump();
    }

    /** Ends all connections and workers. */
    public void close() {
        safeWrites.giveUp("the server ended");
        endLink();
        replicas.dropAll();
        replicas.fullSyncs().close();
        receiver.close();
    }
}
