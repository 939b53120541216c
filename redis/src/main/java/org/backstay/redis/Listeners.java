package org.backstay.redis;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.config.Settings;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets on which a server takes connections: opened at its start, exchanged when {@code bind} or {@code port} changes. Owned by the
 * server's loop. Connections that were accepted outlive their listener.
 */
final class Listeners {
    private static final String PORT_REFUSED = "Unable to listen on this port. Check server logs.";
    private static final String BIND_REFUSED = "Failed to bind to specified addresses.";

    /** How often, and how long apart, an address is asked for again that was ours a moment ago. */
    private static final int REOPEN_ATTEMPTS = 50;

    private static final int REOPEN_MILLIS = 100;

    private final RedisServer server;
    private final Settings settings;
    private List<Listener> open = new ArrayList<>();
    private boolean closed;

    private record Listener(Endpoint endpoint, Channel channel) {}

    /** None is open yet; a change of the directives before {@link #open} changes nothing but what will be. */
    Listeners(RedisServer server) {
        this.server = server;
        this.settings = server.settings();
    }

    /**
     * Opens one address after the other; an address that was given with a minus may be missing.
     *
     * @param done called on the loop with the failure, which has been logged, or with null
     */
    void open(Consumer<@Nullable Throwable> done) {
        settings.onChange(RedisDirectives.BIND, (before, now) -> exchange(BIND_REFUSED));
        settings.onChange(RedisDirectives.PORT, (before, now) -> exchange(PORT_REFUSED));
        openNext(wanted(), 0, done);
    }

    private List<Endpoint> wanted() {
        return ListenEndpoints.of(settings.get(RedisDirectives.BIND), settings.get(RedisDirectives.PORT));
    }

    private void openNext(List<Endpoint> endpoints, int i, Consumer<@Nullable Throwable> done) {
        if (i == endpoints.size()) {
            done.accept(null);
            return;
        }
        Endpoint endpoint = endpoints.get(i);
        ChannelFuture bound = listen(endpoint);
        bound.addListener(_ -> {
            if (bound.isSuccess()) {
                open.add(new Listener(endpoint, bound.channel()));
                openNext(endpoints, i + 1, done);
            } else if (ListenEndpoints.isOptional(endpoint) && !open.isEmpty()) {
                openNext(endpoints, i + 1, done);
            } else {
                logFailure(endpoint, bound.cause());
                done.accept(bound.cause());
            }
        });
    }

    private ChannelFuture listen(Endpoint endpoint) {
        ListenOptions options = new ListenOptions(
                settings.get(RedisDirectives.TCP_BACKLOG), settings.get(RedisDirectives.TCP_KEEPALIVE), false);
        return server.node().network().listen(server.loop(), ListenEndpoints.plain(endpoint), options, server::accept);
    }

    private void logFailure(Endpoint endpoint, Throwable cause) {
        server.log()
                .warning("Could not create server TCP listening socket " + ListenEndpoints.plain(endpoint) + ": bind: "
                        + cause.getMessage());
    }

    /**
     * Listens where the directives say now, or still where it did before.
     *
     * @throws IllegalArgumentException with this reason when an address can't be listened on
     */
    private void exchange(String refusal) {
        List<Endpoint> wanted = wanted();
        List<Listener> leaving = new ArrayList<>();
        List<Listener> next = new ArrayList<>();
        open.forEach(listener -> (wanted.contains(listener.endpoint()) ? next : leaving).add(listener));
        // A wildcard and an address of the same port exclude each other, so the old ones of that port go first.
        int port = settings.get(RedisDirectives.PORT);
        List<Listener> inTheWay = leaving.stream()
                .filter(listener -> listener.endpoint().port() == port)
                .toList();
        inTheWay.forEach(listener -> listener.channel().close());
        List<Listener> added = new ArrayList<>();
        for (Endpoint endpoint : wanted) {
            if (next.stream().noneMatch(listener -> listener.endpoint().equals(endpoint))
                    && !add(endpoint, added, !next.isEmpty())) {
                added.forEach(listener -> listener.channel().close());
                open.removeAll(inTheWay);
                server.loop().execute(() -> reopenAll(inTheWay)); // when the directives have their old values again
                throw new IllegalArgumentException(refusal);
            }
        }
        leaving.forEach(listener -> listener.channel().close());
        next.addAll(added);
        open = next;
    }

    /** Listens on one more address, at once; returns false, having logged why, when that fails and the address must be there. */
    private boolean add(Endpoint endpoint, List<Listener> added, boolean others) {
        ChannelFuture bound = listen(endpoint);
        if (bound.isSuccess()) {
            added.add(new Listener(endpoint, bound.channel()));
            return true;
        }
        bound.channel().close();
        if (ListenEndpoints.isOptional(endpoint) && (others || !added.isEmpty())) {
            return true;
        }
        Throwable cause = bound.cause();
        logFailure(
                endpoint,
                cause == null ? new BindException("a name can't be resolved while others are served") : cause);
        return false;
    }

    private void reopenAll(List<Listener> listeners) {
        listeners.forEach(listener -> reopen(listener.endpoint(), REOPEN_ATTEMPTS));
    }

    /** Listens again where it did; transports that close sockets a moment later make that a matter of some attempts. */
    private void reopen(Endpoint endpoint, int attempts) {
        ChannelFuture bound = listen(endpoint);
        bound.addListener(_ -> {
            if (bound.isSuccess() && !closed && wanted().contains(endpoint)) {
                open.add(new Listener(endpoint, bound.channel()));
            } else if (bound.isSuccess()) {
                bound.channel().close();
            } else if (attempts > 1 && !closed) {
                server.loop().schedule(() -> reopen(endpoint, attempts - 1), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
            } else if (!closed) {
                logFailure(endpoint, bound.cause());
            }
        });
    }

    /** Takes no more connections. */
    void close() {
        closed = true;
        open.forEach(listener -> listener.channel().close());
        open.clear();
    }
}
