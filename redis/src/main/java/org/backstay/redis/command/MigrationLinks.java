package org.backstay.redis.command;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.node.ConnectOptions;
import org.backstay.node.Endpoint;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.RespClient;
import org.jspecify.annotations.Nullable;

/** The connections to servers that keys were moved to, kept a while because keys are mostly moved in rows. Owned by the server's loop. */
public final class MigrationLinks {
    private static final int MOST = 64;
    private static final long KEPT_MILLIS = 10_000;
    private static final int LONGEST_REPLY = 64 * 1024;

    private final RedisServer server;
    private final Map<Endpoint, Link> links = new LinkedHashMap<>();

    /** For the keys of one server. */
    public MigrationLinks(RedisServer server) {
        this.server = server;
    }

    /** A connection, and which database was selected over it. */
    static final class Link implements RespClient.Listener {
        private static final int NONE = -1;

        private final MigrationLinks owner;
        private final Endpoint remote;
        private @Nullable RespClient client;
        private long selected = NONE;
        private long usedMillis;
        private boolean fresh = true;

        private Link(MigrationLinks owner, Endpoint remote) {
            this.owner = owner;
            this.remote = remote;
        }

        RespClient client() {
            RespClient present = client;
            if (present == null) {
                throw new IllegalStateException("not connected");
            }
            return present;
        }

        /** Whether this database has to be selected first. */
        boolean mustSelect(long database) {
            return selected != database;
        }

        void selected(long database) {
            selected = database;
        }

        /** After an error nobody knows what is selected. */
        void forgetSelected() {
            selected = NONE;
        }

        /** Whether nothing was moved over it before: a failure is then no sign of an old connection. */
        boolean isFresh() {
            return fresh;
        }

        void used() {
            fresh = false;
            usedMillis = owner.server.time().millis();
        }

        @Override
        public void disconnected(RespClient gone, @Nullable Throwable cause) {
            owner.links.remove(remote, this);
        }

        void close() {
            owner.links.remove(remote, this);
            client().close();
        }
    }

    /** The connection to a server: one that stands, or a new one that is on its way. */
    Link to(Endpoint remote, Duration timeout) {
        Link known = links.get(remote);
        if (known != null) {
            return known;
        }
        if (links.size() == MOST) {
            links.values().iterator().next().close();
        }
        Link link = new Link(this, remote);
        EventLoop loop = server.loop();
        RespClient.Options options = new RespClient.Options(
                ConnectOptions.DEFAULT.withSecurity(server.tls().migration()),
                timeout,
                2,
                null,
                null,
                Integer.MAX_VALUE,
                LONGEST_REPLY);
        link.usedMillis = server.time().millis();
        links.put(remote, link);
        link.client = RespClient.connect(server.node().network(), loop, remote, options, link);
        return link;
    }

    /** Connections that are kept. */
    public int size() {
        return links.size();
    }

    /** Closes those that have not been used for a while; called by the cron. */
    public void tick() {
        long oldest = server.time().millis() - KEPT_MILLIS;
        List<Link> idle = new ArrayList<>(links.values());
        idle.removeIf(link -> link.usedMillis > oldest || link.client().inFlight() > 0);
        idle.forEach(Link::close);
    }

    /** Closes all. */
    public void close() {
        List.copyOf(links.values()).forEach(Link::close);
    }
}
