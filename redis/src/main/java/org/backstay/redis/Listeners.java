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
import org.backstay.node.TransportSecurity;
import org.backstay.node.tls.TlsDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets on which a server takes connections: opened at its start, exchanged when {@code bind}, {@code port} or {@code tls-port} changes. Owned by the
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

    private record Listener(ListenAddress address, Channel channel) {}

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
        settings.onChange(TlsDirectives.TLS_PORT, (before, now) -> exchange(PORT_REFUSED));
        openNext(wanted(), 0, done);
    }

    private List<ListenAddress> wanted() {
        return ListenAddress.of(settings);
    }

    private void openNext(List<ListenAddress> addresses, int i, Consumer<@Nullable Throwable> done) {
        if (i == addresses.size()) {
            done.accept(null);
            return;
        }
        ListenAddress address = addresses.get(i);
        ChannelFuture bound = listen(address);
        bound.addListener(_ -> {
            if (bound.isSuccess()) {
                open.add(new Listener(address, bound.channel()));
                openNext(addresses, i + 1, done);
            } else if (address.optional() && !open.isEmpty()) {
                openNext(addresses, i + 1, done);
            } else {
                logFailure(address, bound.cause());
                if (!address.endpoint().isUnix()) {
                    server.log()
                            .warning("Failed listening on port "
                                    + address.endpoint().port() + " (" + address.kind() + "), aborting.");
                }
                done.accept(bound.cause());
            }
        });
    }

    private ChannelFuture listen(ListenAddress address) {
        ListenOptions options = new ListenOptions(
                        settings.get(RedisDirectives.TCP_BACKLOG), settings.get(RedisDirectives.TCP_KEEPALIVE), false)
                .withReadsAtOnce()
                .withFileMode(settings.get(RedisDirectives.UNIXSOCKETPERM))
                .withSecurity(
                        address.kind() == ListenAddress.Kind.TLS ? server.tls().accepting() : TransportSecurity.NONE);
        return server.node().network().listen(server.loop(), address.endpoint(), options, server::accept);
    }

    private void logFailure(ListenAddress address, Throwable cause) {
        Endpoint endpoint = address.endpoint();
        server.log()
                .warning(
                        endpoint.isUnix()
                                ? "Failed opening Unix socket " + endpoint.host() + ": bind: " + cause.getMessage()
                                : "Could not create server TCP listening socket " + endpoint + ": bind: "
                                        + cause.getMessage());
    }

    /**
     * Listens where the directives say now, or still where it did before.
     *
     * @throws IllegalArgumentException with this reason when an address can't be listened on
     */
    private void exchange(String refusal) {
        List<ListenAddress> wanted = wanted();
        List<Listener> leaving = new ArrayList<>();
        List<Listener> next = new ArrayList<>();
        open.forEach(listener -> (wanted.contains(listener.address()) ? next : leaving).add(listener));
        // A wildcard and an address of the same port exclude each other, so the old ones of that port go first.
        List<Listener> inTheWay = leaving.stream()
                .filter(listener -> wanted.stream().anyMatch(listener.address()::sharesPortWith))
                .toList();
        inTheWay.forEach(listener -> listener.channel().close());
        List<Listener> added = new ArrayList<>();
        for (ListenAddress address : wanted) {
            if (next.stream().noneMatch(listener -> listener.address().equals(address))
                    && !add(address, added, !next.isEmpty())) {
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
    private boolean add(ListenAddress address, List<Listener> added, boolean others) {
        ChannelFuture bound = listen(address);
        if (bound.isSuccess()) {
            added.add(new Listener(address, bound.channel()));
            return true;
        }
        bound.channel().close();
        if (address.optional() && (others || !added.isEmpty())) {
            return true;
        }
        Throwable cause = bound.cause();
        logFailure(
                address, cause == null ? new BindException("a name can't be resolved while others are served") : cause);
        return false;
    }

    private void reopenAll(List<Listener> listeners) {
        listeners.forEach(listener -> reopen(listener.address(), REOPEN_ATTEMPTS));
    }

    /** Listens again where it did; transports that close sockets a moment later make that a matter of some attempts. */
    private void reopen(ListenAddress address, int attempts) {
        ChannelFuture bound = listen(address);
        bound.addListener(_ -> {
            if (bound.isSuccess() && !closed && wanted().contains(address)) {
                open.add(new Listener(address, bound.channel()));
            } else if (bound.isSuccess()) {
                bound.channel().close();
            } else if (attempts > 1 && !closed) {
                server.loop().schedule(() -> reopen(address, attempts - 1), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
            } else if (!closed) {
                logFailure(address, bound.cause());
            }
        });
    }

    /** Says where clients may connect. */
    void announce() {
        if (open.stream().anyMatch(listener -> !listener.address().endpoint().isUnix())) {
            server.log().notice("Ready to accept connections");
        }
        for (Listener listener : open) {
            Endpoint endpoint = listener.address().endpoint();
            if (endpoint.isUnix()) {
                server.log().notice("The server is now ready to accept connections at " + endpoint.host());
            }
        }
    }

    /** Takes no more connections. */
    void close() {
        closed = true;
        open.forEach(listener -> listener.channel().close());
        open.clear();
    }
}
