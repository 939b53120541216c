package org.backstay.redis.replication;

import java.time.Duration;
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
    private final RedisServer server;
    private final Settings settings;
    private final Log log;
    private final Endpoint master;
    private final Follower follower;
    private final ReplicationParts parts;
    private final Worker writer;
    private final MasterGuard guard;

    private LinkState state = LinkState.CONNECT;
    private @Nullable MasterConnection connection;
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
        MasterConnection open = connection;
        return open == null ? null : open.receiver();
    }

    /** The stream, or null. */
    @Nullable
    MasterStream stream() {
        MasterConnection open = connection;
        return open == null ? null : open.stream();
    }

    /** More of our own log is written. */
    void written() {
        MasterConnection open = connection;
        if (open != null) {
            open.adjustIntake();
        }
    }

    /** Begins to connect. */
    void connect() {
        if (ended || state != LinkState.CONNECT || server.isLoading()) {
            return;
        }
        become(LinkState.CONNECTING);
        lastIoMillis = now();
        log.notice("Connecting to MASTER " + master);
        MasterConnection attempt = new MasterConnection(this, server, follower, parts, writer, guard);
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
        MasterConnection over = connection;
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
        MasterConnection open = connection;
        MasterStream stream = stream();
        if (open != null && open.isLoading()) {
            // The master takes silence for death; while we load, an empty line says that we live.
            lastIoMillis = now();
            open.send("\n");
            return;
        }
        if (open != null) {
            open.logTransfer(now());
            if (open.isPaused()) {
                lastIoMillis = now();
            }
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

    /** Whether this is the connection that counts; one that was given up may still be told of its end. */
    boolean has(MasterConnection one) {
        return connection == one;
    }

    /** Whether the link was ended for good. */
    boolean isEnded() {
        return ended;
    }

    /** The master has sent something. */
    void heard() {
        lastIoMillis = now();
    }

    /** The master, or the network, has ended the connection. */
    void lost(boolean wasConnected) {
        back();
        if (wasConnected) {
            log.notice("Caching the disconnected master state.");
            connect();
        }
    }

    /** Ends the connection; the link stays, and connects again. */
    void close() {
        MasterConnection open = connection;
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
}
