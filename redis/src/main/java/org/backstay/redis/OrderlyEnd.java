package org.backstay.redis;

import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.backstay.redis.command.ServerCommands;
import org.backstay.redis.config.ShutdownDirectives;
import org.backstay.redis.config.ShutdownOptions;
import org.backstay.redis.info.InfoReport;
import org.backstay.redis.replication.FinalSync;
import org.backstay.redis.replication.ReplicatedState;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.WorkWait;
import org.jspecify.annotations.Nullable;

/**
 * How a server ends: replicas that lag are waited for, then nothing more is executed, the data is made safe, and it is over. What asked for it
 * may take it back until nothing is executed any more. Owned by the server's loop.
 */
final class OrderlyEnd implements ServerCommands.Shutdown {
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final String FAILED = "ERR Errors trying to SHUTDOWN. Check logs.";

    private enum Phase {
        SERVING,
        WAITING_FOR_REPLICAS,
        MAKING_SAFE
    }

    /** A client that has asked and is answered only if the server goes on. */
    private record Asking(Client client, WorkWait waiting) {}

    private final RedisServer server;
    private final ReplicatedState state;
    private final IntConsumer end;
    private final List<Asking> asking = new ArrayList<>();
    private Phase phase = Phase.SERVING;
    private ShutdownOptions options = ShutdownOptions.STANDARD;
    private long deadlineMillis;
    private @Nullable FinalSync replicas;
    private @Nullable Future<?> look;

    /** Ends this server; {@code end} is called with the exit code when the data is safe. */
    OrderlyEnd(RedisServer server, ReplicatedState state, IntConsumer end) {
        this.server = server;
        this.state = state;
        this.end = end;
    }

    void addTo(InfoReport info) {
        info.extend("Server", to -> {
            if (phase == Phase.WAITING_FOR_REPLICAS) {
                to.add("shutdown_in_milliseconds", Math.max(0, deadlineMillis - nowMillis()));
            }
        });
    }

    private long nowMillis() {
        return server.node().clock().millis();
    }

    @Override
    public void begin(ShutdownOptions wanted, Call by) {
        if (by.mayWait()) {
            WorkWait wait = new WorkWait();
            by.client().block(wait);
            asking.add(new Asking(by.client(), wait));
        }
        server.log().warning("User requested shutdown...");
        begin(wanted);
    }

    /** Begins to end. While replicas are waited for, to ask again means not to wait any longer. */
    void begin(ShutdownOptions wanted) {
        if (server.isBusy()) {
            server.stopBusy();
            server.loop().execute(() -> begin(wanted));
            return;
        }
        switch (phase) {
            case SERVING -> {
                options = wanted;
                waitForReplicas();
            }
            case WAITING_FOR_REPLICAS -> {
                if (wanted.now()) {
                    makeSafe();
                }
            }
            case MAKING_SAFE -> {}
        }
    }

    /** A signal: a second one does not wait for replicas any longer. */
    void insist(ShutdownOptions wanted) {
        boolean again = phase == Phase.WAITING_FOR_REPLICAS;
        begin(again ? new ShutdownOptions(options.save(), true, options.force()) : wanted);
    }

    private void waitForReplicas() {
        int seconds = server.settings().get(ShutdownDirectives.SHUTDOWN_TIMEOUT);
        FinalSync sync = state.replication().finalSync();
        replicas = sync;
        if (options.now() || seconds == 0 || sync.isDone()) {
            makeSafe();
            return;
        }
        phase = Phase.WAITING_FOR_REPLICAS;
        deadlineMillis = nowMillis() + TimeUnit.SECONDS.toMillis(seconds);
        server.pause().holdWrites(this);
        server.log().notice("Waiting for replicas before shutting down.");
        sync.ask();
        look = server.loop()
                .scheduleWithFixedDelay(
                        () -> {
                            if (sync.isDone() || nowMillis() >= deadlineMillis) {
                                makeSafe();
                            }
                        },
                        LOOK_EVERY_MILLIS,
                        LOOK_EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** What was executed after the last snapshot would be lost: clients are not read from meanwhile. */
    private void makeSafe() {
        phase = Phase.MAKING_SAFE;
        stopLooking();
        if (replicas != null) {
            replicas.report();
        }
        readClients(false);
        Boolean save = switch (options.save()) {
            case AS_CONFIGURED -> null;
            case YES -> true;
            case NO -> false;
        };
        state.beforeExit(save, failure -> {
            if (failure != null && !options.force()) {
                server.log().warning("Error trying to save the DB, can't exit: " + failure.getMessage());
                server.log().warning("Errors trying to shut down the server. Check the logs for more information.");
                goOn();
                return;
            }
            server.log().warning("Redis is now ready to exit, bye bye...");
            end.accept(0);
        });
    }

    @Override
    public boolean abort() {
        if (phase != Phase.WAITING_FOR_REPLICAS) {
            return false;
        }
        server.log().notice("Shutdown manually aborted.");
        goOn();
        return true;
    }

    private void goOn() {
        phase = Phase.SERVING;
        stopLooking();
        readClients(true);
        server.pause().allowWrites(this);
        List<Asking> answered = List.copyOf(asking);
        asking.clear();
        for (Asking one : answered) {
            if (!one.waiting().isOver()) {
                server.clients().unblock(one.client(), reply -> reply.error(FAILED));
            }
        }
        server.endBatch();
    }

    private void readClients(boolean yes) {
        server.clients().all().forEach(client -> client.channel().config().setAutoRead(yes));
    }

    private void stopLooking() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    /** The server ends for another reason. */
    void close() {
        phase = Phase.MAKING_SAFE;
        stopLooking();
    }
}
