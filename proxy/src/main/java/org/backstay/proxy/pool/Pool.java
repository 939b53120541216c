package org.backstay.proxy.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.backstay.node.Endpoint;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.ServerConfig;
import org.backstay.proxy.exchange.Lane;
import org.backstay.proxy.ring.HashTag;
import org.backstay.proxy.ring.KeyHash;
import org.backstay.proxy.ring.Ring;
import org.backstay.proxy.ring.RingMember;
import org.backstay.proxy.server.Greeting;
import org.backstay.proxy.server.Server;
import org.backstay.proxy.stats.PoolCounters;
import org.backstay.proxy.stats.PoolMetric;
import org.jspecify.annotations.Nullable;

/** One pool as one loop sees it. Each loop notices failures by itself and arranges its own ring. Owned by its lane's loop. */
public final class Pool implements Server.Listener {
    /** What {@link #route} returns when every server is left out. */
    public static final int NONE = -1;

    /** Told when a master's place should be asked for again. */
    public interface Doubts {
        /** A connection to the master of this server has failed. */
        void doubtful(ServerConfig server);
    }

    private final Lane lane;
    private final PoolConfig config;
    private final RandomGenerator random;
    private final Doubts doubts;
    private final PoolCounters counters;
    private final List<Server> servers = new ArrayList<>();
    private final KeyHash hash;
    private final @Nullable HashTag tag;
    private @Nullable Ring ring;
    private boolean someLeftOut;
    private long nextReturn;

    /** A pool with all its servers in the ring. */
    public Pool(Lane lane, PoolConfig config, RandomGenerator random, Doubts doubts) {
        this.lane = lane;
        this.config = config;
        this.random = random;
        this.doubts = doubts;
        this.hash = config.hash();
        this.tag = config.hashTag();
        this.counters = PoolCounters.of(
                config.name(), config.servers().stream().map(ServerConfig::name).toList());
        Greeting greeting = new Greeting(config.password(), config.database(), config.followsSentinels());
        for (int i = 0; i < config.servers().size(); i++) {
            servers.add(new Server(
                    lane,
                    config,
                    config.servers().get(i),
                    counters.servers().get(i).counters(),
                    greeting,
                    this));
        }
        arrange();
    }

    /** What the file says. */
    public PoolConfig config() {
        return config;
    }

    /** The pool's and its servers' counters on this loop. */
    public PoolCounters counters() {
        return counters;
    }

    /** How many servers there are, left out or not. */
    public int size() {
        return servers.size();
    }

    /** A server by its index. */
    public Server server(int index) {
        return servers.get(index);
    }

    /** The index of the server that a key belongs to now, or {@link #NONE}. */
    public int route(long address, int length) {
        if (someLeftOut && nextReturn - lane.now() < 0) {
            arrange();
        }
        Ring now = ring;
        if (now == null) {
            return NONE;
        }
        if (servers.size() == 1) {
            return 0;
        }
        if (tag == null) {
            return now.server(length == 0 ? 0 : hash.hash(address, length));
        }
        long part = tag.within(address, length);
        return now.server(length == 0 ? 0 : hash.hash(address + (part >>> 32), (int) part));
    }

    /** The index of a server for a command without a key, or {@link #NONE}: the one that the empty key belongs to. */
    public int routeAnywhere() {
        return route(0, 0);
    }

    /** Makes connections to all servers whose place is known. */
    public void connect() {
        servers.forEach(Server::connect);
    }

    /** The master of a server is at this place now. */
    public void moveMaster(String master, Endpoint place) {
        assert lane.loop().inEventLoop();
        for (Server server : servers) {
            if (master.equals(server.config().master())) {
                server.moveTo(place);
                if (config.preconnect()) {
                    server.connect();
                }
            }
        }
    }

    /** Whether no new connection is made to a master because the sentinels are about to replace it. */
    public void barMaster(String master, boolean yes) {
        assert lane.loop().inEventLoop();
        for (Server server : servers) {
            if (master.equals(server.config().master())) {
                server.bar(yes);
            }
        }
    }

    /** Connections made to servers since the start. */
    public long connectionsMade() {
        return servers.stream().mapToLong(Server::connectionsMade).sum();
    }

    /** Ends all connections to servers. */
    public void close() {
        servers.forEach(Server::close);
    }

    @Override
    public void failedTooOften(Server server) {
        server.leaveOut(lane.tick() + server.retryNanos());
        counters.pool().increment(PoolMetric.SERVER_EJECTS);
        lane.log()
                .notice("update pool '" + config.name() + "' to delete server '"
                        + server.config().label() + "' for next " + config.retryMillis() / 1000 + " secs");
        arrange();
    }

    @Override
    public void doubtful(Server server) {
        doubts.doubtful(server.config());
    }

    /** Arranges the ring from those that are not left out, and notes when the next one comes back. */
    private void arrange() {
        long now = lane.tick();
        List<RingMember> live = new ArrayList<>();
        boolean before = someLeftOut;
        someLeftOut = false;
        for (int i = 0; i < servers.size(); i++) {
            Server server = servers.get(i);
            if (!server.isLeftOut(now)) {
                live.add(new RingMember(
                        i, server.config().name(), server.config().weight()));
            } else if (!someLeftOut || server.leftOutUntil() - nextReturn < 0) {
                someLeftOut = true;
                nextReturn = server.leftOutUntil();
            }
        }
        ring = live.isEmpty() ? null : Ring.of(config.distribution(), live, random);
        if (before) {
            lane.log()
                    .notice("update pool '" + config.name() + "': " + live.size() + " of " + servers.size()
                            + " servers are live");
        }
    }
}
