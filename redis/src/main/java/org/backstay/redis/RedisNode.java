package org.backstay.redis;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.file.Path;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.persistence.rdb.DumpPayload;
import org.backstay.redis.command.AclCommands;
import org.backstay.redis.command.BitfieldCommands;
import org.backstay.redis.command.BitmapCommands;
import org.backstay.redis.command.ClientCommands;
import org.backstay.redis.command.ClusterCommands;
import org.backstay.redis.command.CommandCommands;
import org.backstay.redis.command.ConfigCommands;
import org.backstay.redis.command.ConnectionCommands;
import org.backstay.redis.command.DebugCommands;
import org.backstay.redis.command.ExpiryCommands;
import org.backstay.redis.command.GenericCommands;
import org.backstay.redis.command.GeoCommands;
import org.backstay.redis.command.Handlers;
import org.backstay.redis.command.HashCommands;
import org.backstay.redis.command.Help;
import org.backstay.redis.command.HyperLogLogCommands;
import org.backstay.redis.command.LatencyCommands;
import org.backstay.redis.command.ListCommands;
import org.backstay.redis.command.MigrateCommand;
import org.backstay.redis.command.MigrationLinks;
import org.backstay.redis.command.PubSubCommands;
import org.backstay.redis.command.SerializationCommands;
import org.backstay.redis.command.ServerCommands;
import org.backstay.redis.command.SetCommands;
import org.backstay.redis.command.SortedSetCommands;
import org.backstay.redis.command.StreamCommands;
import org.backstay.redis.command.StringCommands;
import org.backstay.redis.command.TransactionCommands;
import org.backstay.redis.config.ShutdownOptions;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.info.ServerSections;
import org.backstay.redis.pubsub.PubSub;
import org.backstay.redis.replication.ReplicatedState;
import org.backstay.redis.scripting.Scripting;
import org.backstay.redis.server.Cron;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server put together from its parts: the server, the command families, persistence, replication, the listening sockets. The same
 * on a machine and in the simulation. Owned by the node's loop; {@link #start} and {@link #stop} are called there.
 */
public final class RedisNode {
    private final RedisServer server;
    private final Scripting scripting;
    private final Cron cron;
    private final ReplicatedState state;
    private final DumpPayload payloads;
    private final MigrationLinks migrations;
    private final Listeners listeners;
    private final Promise<RedisNode> ready;
    private final Promise<Integer> ended;
    private final OrderlyEnd orderlyEnd;

    /**
     * Puts a server together; it does nothing yet.
     *
     * @param configFile the file CONFIG REWRITE rewrites, or null when there is none
     */
    public RedisNode(Node node, Settings settings, @Nullable Path configFile) {
        this.ready = node.loop().newPromise();
        this.ended = node.loop().newPromise();
        Handlers handlers = new Handlers();
        this.server = new RedisServer(node, settings, handlers.table());
        this.listeners = new Listeners(server);
        this.scripting = new Scripting(server);
        PubSub pubSub = new PubSub(server.clients());
        server.notifications().to(pubSub::publish);
        InfoReport info = new InfoReport();
        ServerSections.addTo(info, server, configFile == null ? "" : configFile.toString());
        this.cron = new Cron(server);
        this.state = new ReplicatedState(server);
        this.payloads = new DumpPayload(server.collections());
        this.orderlyEnd = new OrderlyEnd(server, state, this::end);
        orderlyEnd.addTo(info);
        server.onFailure(() -> end(1));
        state.bind(handlers);
        state.addTo(info);
        cron.add(state::tick);
        this.migrations = new MigrationLinks(server);
        cron.add(migrations::tick);
        scripting.addTo(info);
        info.extend("Stats", to -> to.add("migrate_cached_sockets", migrations.size()));
        pubSub.addTo(info);
        ConnectionCommands.bind(handlers, pubSub, () -> state.replication().isReplica() ? "replica" : "master");
        ClientCommands.bind(handlers);
        AclCommands.bind(handlers);
        LatencyCommands.bind(handlers);
        TransactionCommands.bind(handlers);
        StringCommands.bind(handlers);
        BitmapCommands.bind(handlers);
        BitfieldCommands.bind(handlers);
        HyperLogLogCommands.bind(handlers);
        GeoCommands.bind(handlers);
        StreamCommands.bind(handlers);
        GenericCommands.bind(handlers);
        ExpiryCommands.bind(handlers);
        SerializationCommands serialization = SerializationCommands.bind(handlers, payloads);
        MigrateCommand.bind(handlers, migrations, payloads);
        DebugCommands.bind(handlers, state, serialization);
        HashCommands.bind(handlers);
        ListCommands.bind(handlers);
        SetCommands.bind(handlers);
        SortedSetCommands.bind(handlers);
        PubSubCommands.bind(handlers, pubSub);
        ConfigCommands.bind(handlers, configFile);
        CommandCommands.bind(handlers);
        ClusterCommands.bind(handlers);
        scripting.bind(handlers);
        ServerCommands.bind(handlers, info, orderlyEnd);
        Help.bind(handlers);
    }

    /** The server. */
    public RedisServer server() {
        return server;
    }

    /** Completes with this when the data is loaded and clients are served; never, when that fails. */
    public Future<RedisNode> ready() {
        return ready;
    }

    /** Completes with the process's exit code when the server has ended. */
    public Promise<Integer> ended() {
        return ended;
    }

    /** Loads the users and the data, listens and serves. */
    public void start() {
        String fault = server.access().store().begin();
        if (fault != null) {
            server.log().warning(fault);
            end(1);
            return;
        }
        cron.start();
        listeners.open(this::listening);
    }

    private void listening(@Nullable Throwable failure) {
        if (failure == null) {
            state.start(this::loaded);
            return;
        }
        end(1);
    }

    private void loaded(@Nullable Throwable failure) {
        if (failure == null) {
            listeners.announce();
            tellSupervisor();
            ready.trySuccess(this);
            return;
        }
        server.log().warning("Fatal error loading the data: " + failure.getMessage() + ". Exiting.");
        end(1);
    }

    /** Ends in order: replicas have everything, nothing more is executed, the data is made safe, then the end. */
    public void stop() {
        stop(ShutdownOptions.STANDARD);
    }

    private void tellSupervisor() {
        boolean replica = state.replication().isReplica();
        server.node()
                .supervisor()
                .status(
                        replica
                                ? "Ready to accept connections in read-only mode. Waiting for MASTER <-> REPLICA sync"
                                : "Ready to accept connections");
        server.node().supervisor().ready();
    }

    /** Ends in order, as a signal asks for it; one that comes again waits for replicas no longer. */
    public void stop(ShutdownOptions options) {
        orderlyEnd.insist(options);
    }

    private void end(int exitCode) {
        server.node().supervisor().stopping();
        orderlyEnd.close();
        listeners.close();
        cron.stop();
        migrations.close();
        state.close();
        payloads.close();
        scripting.close();
        server.close();
        ended.trySuccess(exitCode);
    }

    /** Gives back all memory when the loop is gone and nothing can be done in order any more; for the simulation. */
    public void free() {
        state.close();
        payloads.close();
        scripting.close();
        server.close();
    }
}
