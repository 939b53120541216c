package org.backstay.redis.replication;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.node.Endpoint;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.command.DebugStorage;
import org.backstay.redis.command.Handlers;
import org.backstay.redis.config.ReplicationDirectives;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.persistence.Persistence;
import org.backstay.redis.persistence.PersistenceCommands;
import org.backstay.redis.persistence.PersistenceSection;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * A server's data beyond its memory: persistence and replication, put together around the one log. Owned by the server's loop.
 *
 * <p>Made before the server serves; {@link #start} loads, {@link #tick} is the periodic work, {@link #beforeExit} and {@link #close} the end.
 */
public final class ReplicatedState implements AutoCloseable, DebugStorage {
    private static final long SECOND_MILLIS = 1_000;

    private final RedisServer server;
    private final Settings settings;
    private final ReplicationLog log;
    private final Persistence persistence;
    private final Replication replication;
    private long lastSecondMillis;

    /** Puts the parts together and joins them to the server. */
    public ReplicatedState(RedisServer server) {
        this.server = server;
        settings = server.settings();
        log = new ReplicationLog(ByteBufAllocator.DEFAULT, 0);
        Persistence[] made = new Persistence[1];
        replication = new Replication(server, log, lineage -> {
            made[0] = new Persistence(server, log, lineage);
            return made[0];
        });
        persistence = made[0];
        NodeGate gate = new NodeGate(replication, persistence, settings);
        server.writeGate(gate);
        server.outbox().durability(gate);
        server.outbox().acknowledgement(replication.safeWrites());
        server.propagation().to(replication);
        server.memory().add("replication.backlog", log::memory);
        List<String> master = settings.get(ReplicationDirectives.REPLICAOF);
        if (master.size() == 2 && !master.getFirst().equalsIgnoreCase("no")) {
            replication.follow(new Endpoint(master.getFirst(), Integer.parseInt(master.getLast())));
        }
    }

    /** Binds the command families of persistence and replication. */
    public void bind(Handlers handlers) {
        ReplicationCommands.bind(handlers, replication);
        PersistenceCommands.bind(handlers, persistence);
    }

    /** Adds their sections to INFO. */
    public void addTo(InfoReport report) {
        report.add(PersistenceSection.of(persistence, server));
        report.add(ReplicationSection.of(replication, settings));
        report.extend(
                "Stats",
                to -> to.add("sync_full", replication.fullSyncs())
                        .add("sync_partial_ok", replication.partialSyncs())
                        .add("sync_partial_err", replication.refusedPartialSyncs()));
    }

    /** Replication, for whoever asks for roles and offsets. */
    public Replication replication() {
        return replication;
    }

    /** Persistence, for whoever asks for saves. */
    public Persistence persistence() {
        return persistence;
    }

    /**
     * Loads what is on disk and then begins to follow the configured master, if any. Clients may connect meanwhile: they are answered
     * LOADING.
     *
     * @param loaded called on the loop with the failure, after which the server must not serve, or with null
     */
    public void start(Consumer<@Nullable Throwable> loaded) {
        persistence.load(failure -> {
            if (failure == null) {
                replication.start();
            }
            loaded.accept(failure);
        });
    }

    @Override
    public void reload(boolean save, boolean flush, boolean merge, Consumer<@Nullable Throwable> done) {
        persistence.reloads().snapshot(save, flush, merge, done);
    }

    @Override
    public void loadLog(Consumer<@Nullable Throwable> done) {
        persistence.reloads().log(done);
    }

    @Override
    public void changeHistory() {
        replication.beginNewHistory();
    }

    /** The periodic work; to be called several times a second. */
    public void tick() {
        long now = server.node().clock().millis();
        persistence.tick();
        if (now - lastSecondMillis >= SECOND_MILLIS) {
            lastSecondMillis = now;
            persistence.secondTick();
            replication.tick();
        }
    }

    /** Saves what must be saved; see {@link Persistence#beforeExit}. */
    public void beforeExit(@Nullable Boolean save, Consumer<@Nullable Throwable> done) {
        persistence.beforeExit(save, done);
    }

    /** Ends links and workers and gives back the log's memory. */
    @Override
    public void close() {
        replication.close();
        persistence.close();
        log.close();
    }
}
