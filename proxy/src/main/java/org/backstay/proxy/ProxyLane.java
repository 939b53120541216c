package org.backstay.proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.proxy.client.ClientConnection;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.exchange.Lane;
import org.backstay.proxy.pool.Pool;
import org.backstay.proxy.stats.PoolCounters;

/** All that the proxy does on one loop: its share of the clients, and pools of its own. Owned by that loop. */
final class ProxyLane {
    /** At most one doubt about masters in so long, whatever fails. */
    private static final long DOUBT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Told that a master of a pool may have moved. Called on any lane's loop. */
    interface Doubts {
        void doubtful(PoolConfig pool);
    }

    private final Lane lane;
    private final List<Pool> pools;
    private final Doubts doubts;
    private final Set<Channel> clients = new HashSet<>();
    private long accepted;
    private int nextClient;
    private long lastDoubt;
    private boolean closed;

    /** A lane; {@code seed} is the source of chance of its pools. */
    ProxyLane(Node node, EventLoop loop, List<PoolConfig> configs, long seed, Doubts doubts) {
        this.lane = new Lane(loop, node.network(), node.clock(), node.log());
        this.doubts = doubts;
        this.lastDoubt = lane.now() - DOUBT_NANOS;
        SplittableRandom random = new SplittableRandom(seed);
        this.pools = configs.stream()
                .map(config -> new Pool(lane, config, random.split(), server -> doubt(config)))
                .toList();
    }

    private void doubt(PoolConfig pool) {
        long now = lane.now();
        if (now - lastDoubt >= DOUBT_NANOS) {
            lastDoubt = now;
            doubts.doubtful(pool);
        }
    }

    EventLoop loop() {
        return lane.loop();
    }

    /** Makes connections where {@code preconnect} asks for them. */
    void connect() {
        assert loop().inEventLoop();
        for (Pool pool : pools) {
            if (pool.config().preconnect()) {
                pool.connect();
            }
        }
    }

    /** Serves a client of a pool. */
    void accept(int pool, Channel channel) {
        assert loop().inEventLoop();
        if (closed) {
            channel.close();
            return;
        }
        accepted++;
        clients.add(channel);
        nextClient = (nextClient + 1) & Integer.MAX_VALUE;
        channel.pipeline()
                .addLast(new ClientConnection(
                        lane, pools.get(pool), channel, nextClient, () -> clients.remove(channel)));
    }

    /** A master of a pool is elsewhere now. */
    void moveMaster(int pool, String master, Endpoint place) {
        pools.get(pool).moveMaster(master, place);
    }

    /** Whether a master is about to be replaced. */
    void barMaster(int pool, String master, boolean yes) {
        pools.get(pool).barMaster(master, yes);
    }

    /** The counters of this moment. */
    List<PoolCounters> counters() {
        assert loop().inEventLoop();
        return pools.stream().map(pool -> pool.counters().copy()).toList();
    }

    /** Clients accepted since the start. */
    long accepted() {
        return accepted;
    }

    /** Connections made to servers since the start. */
    long made() {
        return pools.stream().mapToLong(Pool::connectionsMade).sum();
    }

    /** Ends all connections. */
    void close() {
        assert loop().inEventLoop();
        closed = true;
        Set.copyOf(clients).forEach(Channel::close);
        pools.forEach(Pool::close);
    }
}
