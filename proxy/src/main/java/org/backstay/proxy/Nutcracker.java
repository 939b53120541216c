package org.backstay.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.backstay.node.Endpoint;
import org.backstay.node.ListenOptions;
import org.backstay.node.Node;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.sentinel.SentinelFollower;
import org.backstay.proxy.stats.PoolCounters;
import org.backstay.proxy.stats.PoolMetric;
import org.backstay.proxy.stats.ServerMetric;
import org.backstay.proxy.stats.StatsPort;
import org.jspecify.annotations.Nullable;

/**
 * The sharding proxy on a node: pools, each listening on all lanes at once, the followers of their masters, and the statistics.
 * Owned by the node's loop; the lanes are owned by their loops, and are spoken to by tasks.
 */
public final class Nutcracker implements StatsPort.Source {
    /** Between probes of a client that has {@code tcpkeepalive}, in seconds. */
    private static final int KEEP_ALIVE_SECONDS = 300;

    private final Node node;
    private final List<PoolConfig> pools;
    private final List<ProxyLane> lanes = new ArrayList<>();
    private final Map<PoolConfig, SentinelFollower> followers = new HashMap<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final StatsPort stats;
    private final @Nullable Endpoint statsAddress;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    /**
     * A proxy that has not begun.
     *
     * @param node whose loop owns it
     * @param loops that share the clients; the node's own may be among them
     * @param pools as the file has them
     * @param machine the name given in the statistics
     * @param statsAddress where statistics are given; null for nowhere
     */
    public Nutcracker(
            Node node, List<EventLoop> loops, List<PoolConfig> pools, String machine, @Nullable Endpoint statsAddress) {
        this.node = node;
        this.pools = pools;
        this.statsAddress = statsAddress;
        this.stats = new StatsPort(node, machine, this);
        for (EventLoop loop : loops) {
            lanes.add(new ProxyLane(node, loop, pools, node.random().nextLong(), this::doubt));
        }
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).followsSentinels()) {
                followers.put(pools.get(i), new SentinelFollower(node, pools.get(i), new Switch(i)));
            }
        }
    }

    /** Listens. Completes when clients can connect to every pool; fails when one address can't be listened on. */
    public CompletableFuture<Void> start() {
        node.loop().execute(this::listenForStats);
        return started;
    }

    private void listenForStats() {
        if (statsAddress == null) {
            listen(0);
            return;
        }
        open(stats.listen(statsAddress), "stats on " + statsAddress, () -> listen(0));
    }

    /** Listens for the clients of this pool and of those behind it. */
    private void listen(int pool) {
        if (pool == pools.size()) {
            followers.values().forEach(SentinelFollower::start);
            lanes.forEach(lane -> lane.loop().execute(lane::connect));
            started.complete(null);
            return;
        }
        PoolConfig config = pools.get(pool);
        String what = "'" + config.listenText() + "'";
        Runnable opened = () -> {
            node.log()
                    .notice("p listening on '" + config.listenText() + "' in redis pool " + pool + " '" + config.name()
                            + "' with " + config.servers().size() + " servers");
            listen(pool + 1);
        };
        if (lanes.size() == 1) {
            open(listen(lanes.getFirst(), pool, false), what, opened);
        } else {
            listenTogether(pool, what, opened);
        }
    }

    /**
     * Several sockets share the address, one a lane. As they would share it with any other program that asks for that, it is first
     * bound alone, which fails when somebody has it.
     */
    private void listenTogether(int pool, String what, Runnable opened) {
        PoolConfig config = pools.get(pool);
        ChannelFuture alone =
                node.network().listen(node.loop(), config.listen(), new ListenOptions(1, 0, false), Channel::close);
        onLoop(alone, () -> {
            if (!alone.isSuccess()) {
                fail(what, alone.cause());
                return;
            }
            onLoop(alone.channel().close(), () -> shared(pool, 0, what, opened));
        });
    }

    private void shared(int pool, int lane, String what, Runnable opened) {
        if (lane == lanes.size()) {
            opened.run();
        } else {
            open(listen(lanes.get(lane), pool, true), what, () -> shared(pool, lane + 1, what, opened));
        }
    }

    private ChannelFuture listen(ProxyLane lane, int pool, boolean shared) {
        PoolConfig config = pools.get(pool);
        int keepAlive = config.tcpKeepAlive() ? KEEP_ALIVE_SECONDS : 0;
        ListenOptions options = new ListenOptions(Math.max(1, config.backlog()), keepAlive, shared);
        return node.network().listen(lane.loop(), config.listen(), options, channel -> lane.accept(pool, channel));
    }

    private void open(ChannelFuture opening, String what, Runnable opened) {
        onLoop(opening, () -> {
            if (opening.isSuccess()) {
                listeners.add(opening.channel());
                opened.run();
            } else {
                fail(what, opening.cause());
            }
        });
    }

    private void onLoop(ChannelFuture future, Runnable task) {
        future.addListener(done -> node.loop().execute(task));
    }

    private void fail(String what, Throwable cause) {
        stop();
        started.completeExceptionally(new IllegalStateException("can't listen on " + what + ": " + cause.getMessage()));
    }

    private void doubt(PoolConfig pool) {
        SentinelFollower follower = followers.get(pool);
        if (follower != null) {
            node.loop().execute(follower::doubt);
        }
    }

    /** Passes what a follower finds on to all lanes. */
    private final class Switch implements SentinelFollower.Listener {
        private final int pool;

        Switch(int pool) {
            this.pool = pool;
        }

        @Override
        public void moved(String master, Endpoint place) {
            lanes.forEach(lane -> lane.loop().execute(() -> lane.moveMaster(pool, master, place)));
        }

        @Override
        public void replacing(String master, boolean yes) {
            lanes.forEach(lane -> lane.loop().execute(() -> lane.barMaster(pool, master, yes)));
        }
    }

    @Override
    public void gather(BiConsumer<List<PoolCounters>, long[]> done) {
        assert node.loop().inEventLoop();
        Gathering gathering = new Gathering(done);
        for (ProxyLane lane : lanes) {
            lane.loop().execute(() -> {
                List<PoolCounters> counters = lane.counters();
                long made = lane.accepted() + lane.made();
                node.loop().execute(() -> gathering.add(counters, made));
            });
        }
    }

    /** Sums the lanes' counters. Owned by the node's loop. */
    private final class Gathering {
        private final BiConsumer<List<PoolCounters>, long[]> done;
        private @Nullable List<PoolCounters> sum;
        private long made;
        private int missing = lanes.size();

        Gathering(BiConsumer<List<PoolCounters>, long[]> done) {
            this.done = done;
        }

        void add(List<PoolCounters> counters, long connections) {
            made += connections;
            List<PoolCounters> before = sum;
            if (before == null) {
                sum = counters;
            } else {
                for (int i = 0; i < before.size(); i++) {
                    before.get(i).add(counters.get(i));
                }
            }
            if (--missing == 0 && sum != null) {
                done.accept(sum, new long[] {made + pools.size(), open(sum) + pools.size()});
            }
        }

        private static long open(List<PoolCounters> pools) {
            long open = 0;
            for (PoolCounters pool : pools) {
                open += pool.pool().get(PoolMetric.CLIENT_CONNECTIONS);
                for (PoolCounters.Server server : pool.servers()) {
                    open += server.counters().get(ServerMetric.SERVER_CONNECTIONS);
                }
            }
            return open;
        }
    }

    /** Listens no more and ends all connections; completes when that is done. */
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        node.loop().execute(() -> {
            listeners.forEach(Channel::close);
            followers.values().forEach(SentinelFollower::close);
            int[] missing = {lanes.size()};
            for (ProxyLane lane : lanes) {
                lane.loop().execute(() -> {
                    lane.close();
                    node.loop().execute(() -> {
                        if (--missing[0] == 0) {
                            stopped.complete(null);
                        }
                    });
                });
            }
        });
        return stopped;
    }
}
