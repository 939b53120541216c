package org.backstay.proxy.server;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.ServerConfig;
import org.backstay.proxy.exchange.Lane;
import org.backstay.proxy.exchange.ServerLink;
import org.backstay.proxy.stats.Counters;
import org.backstay.proxy.stats.ServerMetric;
import org.jspecify.annotations.Nullable;

/**
 * One server of a pool as one loop sees it: where it is now, its connections, and how often it failed in a row. Owned by its
 * lane's loop.
 */
public final class Server {
    /** After a connection could not be made, how long its error is given without trying again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Who arranges the servers: told when one should be left out, or when its place should be asked for again. */
    public interface Listener {
        /** It has failed {@code server_failure_limit} times in a row. */
        void failedTooOften(Server server);

        /** A connection to a master that the sentinels named has failed, or the master says that it is none. */
        void doubtful(Server server);
    }

    private final Lane lane;
    private final PoolConfig pool;
    private final ServerConfig config;
    private final ServerLabel label;
    private final Greeting greeting;
    private final Listener listener;
    private final @Nullable ServerConnection[] connections;
    private @Nullable Endpoint address;
    private long connectionsMade;
    private boolean barred;
    private @Nullable String lastError;
    private long lastAttempt;
    private int failures;
    private long leftOutUntil;
    private boolean leftOut;

    /** A server without connections yet. */
    public Server(
            Lane lane,
            PoolConfig pool,
            ServerConfig config,
            Counters<ServerMetric> counters,
            Greeting greeting,
            Listener listener) {
        this.lane = lane;
        this.pool = pool;
        this.config = config;
        this.label = new ServerLabel(pool.name(), config.name(), config.label(), counters);
        this.greeting = greeting;
        this.listener = listener;
        this.connections = new @Nullable ServerConnection[pool.serverConnections()];
        this.address = config.address();
    }

    /** The server's line in the file. */
    public ServerConfig config() {
        return config;
    }

    /**
     * A connection, made when there is none.
     *
     * @param client the same number gives the same connection, so that a client's requests keep their order
     * @return null when it is not known where the server is, or it must not be used now, or did not accept a connection just now: then
     *     {@link #error} has the reason
     */
    public @Nullable ServerLink link(int client) {
        int index = client % connections.length;
        ServerConnection connection = connections[index];
        if (connection == null || connection.hasEnded()) {
            Endpoint remote = address;
            if (remote == null || barred || (lastError != null && lane.now() - lastAttempt < PAUSE_NANOS)) {
                return null;
            }
            connection = new ServerConnection(lane, label, remote, greeting, pool.timeoutMillis(), new Events());
            connections[index] = connection;
            connectionsMade++;
        }
        return connection;
    }

    /** Why there is no connection, for the client. */
    public String error() {
        String error = lastError;
        return error == null || address == null || barred ? Failures.HOST_DOWN : error;
    }

    /** Connections made since the start. */
    public long connectionsMade() {
        return connectionsMade;
    }

    /** Makes all connections now, for {@code preconnect}. */
    public void connect() {
        for (int i = 0; i < connections.length; i++) {
            link(i);
        }
    }

    /** Where it is; null when that is not known. */
    public @Nullable Endpoint address() {
        return address;
    }

    /** From now on it is elsewhere: connections to the old place end at once, with an error for whoever waits on them. */
    public void moveTo(Endpoint place) {
        boolean moved = !place.equals(address);
        address = place;
        barred = false;
        lastError = null;
        if (moved) {
            close();
        }
    }

    /**
     * Whether no new connection is made to where it is, because the sentinels are about to replace it. Connections that stand are used
     * until they break or the server has moved.
     */
    public void bar(boolean yes) {
        barred = yes;
    }

    /** Ends all connections; they are no failures of the server. */
    public void close() {
        for (int i = 0; i < connections.length; i++) {
            ServerConnection connection = connections[i];
            connections[i] = null;
            if (connection != null) {
                connection.end(Failures.RESET);
            }
        }
    }

    /** Whether it is left out of the ring at a time of the clock. */
    public boolean isLeftOut(long now) {
        leftOut &= leftOutUntil - now > 0;
        return leftOut;
    }

    /** When it comes back, if it is left out. */
    public long leftOutUntil() {
        return leftOutUntil;
    }

    /** Leaves it out until a time of the clock. */
    public void leaveOut(long until) {
        failures = 0;
        leftOut = true;
        leftOutUntil = until;
        label.counters().set(ServerMetric.SERVER_EJECTED_AT, lane.clock().micros());
    }

    /** Says what has changed: attempts that fail like the one before are not worth a line each. */
    private void noteEnd(String why, boolean wasConnected) {
        if (!why.equals(lastError)) {
            lane.log().verbose("close s '" + label.text() + "': " + why);
        }
        if (!wasConnected) {
            lastError = why;
            lastAttempt = lane.tick();
        }
    }

    private void failed() {
        if (config.master() != null) {
            listener.doubtful(this);
        } else if (pool.autoEject() && ++failures >= pool.failureLimit()) {
            listener.failedTooOften(this);
        }
    }

    private final class Events implements ServerConnection.Owner {
        private static final int LONGEST_CODE = 12;

        @Override
        public void connected() {
            lastError = null;
            label.counters().increment(ServerMetric.SERVER_CONNECTIONS);
        }

        @Override
        public void replied(ByteBuf in, int offset, int length, byte type) {
            if (type == '-') {
                error(in.toString(offset + 1, Math.min(length - 1, LONGEST_CODE), StandardCharsets.US_ASCII));
            } else {
                failures = 0;
            }
        }

        /** These errors say that the server can't serve, not that the request was wrong. */
        private void error(String text) {
            if (text.startsWith("OOM ") || text.startsWith("BUSY ") || text.startsWith("LOADING ")) {
                failed();
            } else if (text.startsWith("READONLY ") && config.master() != null) {
                listener.doubtful(Server.this);
            } else {
                failures = 0;
            }
        }

        @Override
        public void ended(ServerConnection connection, String why, boolean wasConnected) {
            Counters<ServerMetric> counters = label.counters();
            if (wasConnected) {
                counters.add(ServerMetric.SERVER_CONNECTIONS, -1);
            }
            counters.increment(
                    switch (why) {
                        case Failures.ENDED -> ServerMetric.SERVER_EOF;
                        case Failures.TIMED_OUT -> ServerMetric.SERVER_TIMEDOUT;
                        default -> ServerMetric.SERVER_ERR;
                    });
            for (int i = 0; i < connections.length; i++) {
                if (connections[i] == connection) {
                    connections[i] = null;
                    noteEnd(why, wasConnected);
                    failed();
                }
            }
        }
    }

    /** How long {@code server_retry_timeout} is on the clock. */
    public long retryNanos() {
        return TimeUnit.MILLISECONDS.toNanos(pool.retryMillis());
    }
}
