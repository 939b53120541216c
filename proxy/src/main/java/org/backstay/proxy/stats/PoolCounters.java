package org.backstay.proxy.stats;

import java.util.List;

/**
 * The counters of one pool on one loop, or their sum over loops.
 *
 * @param name of the pool
 * @param pool its own counters
 * @param servers its servers, in the order of the pool
 */
public record PoolCounters(String name, Counters<PoolMetric> pool, List<Server> servers) {
    /** One server's counters, under the name that the ring knows it by. */
    public record Server(String name, Counters<ServerMetric> counters) {}

    /** Zeros for a pool with these servers. */
    public static PoolCounters of(String name, List<String> servers) {
        return new PoolCounters(
                name,
                new Counters<>(PoolMetric.class),
                servers.stream()
                        .map(server -> new Server(server, new Counters<>(ServerMetric.class)))
                        .toList());
    }

    /** The numbers of this moment, for another thread. */
    public PoolCounters copy() {
        return new PoolCounters(
                name,
                pool.copy(),
                servers.stream()
                        .map(server ->
                                new Server(server.name(), server.counters().copy()))
                        .toList());
    }

    /** Adds the numbers of the same pool on another loop; of two moments of ejection the later counts. */
    public void add(PoolCounters other) {
        pool.add(other.pool);
        for (int i = 0; i < servers.size(); i++) {
            Counters<ServerMetric> mine = servers.get(i).counters();
            Counters<ServerMetric> theirs = other.servers.get(i).counters();
            long before = mine.get(ServerMetric.SERVER_EJECTED_AT);
            mine.add(theirs);
            mine.set(ServerMetric.SERVER_EJECTED_AT, Math.max(before, theirs.get(ServerMetric.SERVER_EJECTED_AT)));
        }
    }
}
