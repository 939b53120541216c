package org.backstay.stack.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.node.Endpoint;

/**
 * A stack: two masters with a replica each, three sentinels, two proxies.
 *
 * @param folder where the nodes' folders lie, absolute
 * @param nodes in the order of starting
 * @param downAfterMillis how long a master must be silent before a sentinel takes it for down
 */
public record Topology(Path folder, List<NodeSpec> nodes, int downAfterMillis) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SHARDS = 2;
    private static final int SENTINELS = 3;
    private static final int PROXIES = 2;
    private static final int DEFAULT_DOWN_AFTER_MILLIS = 2_000;

    /**
     * The ports of a stack.
     *
     * @param redis the first of four
     * @param sentinel the first of three
     * @param proxy the first of two
     */
    public record Ports(int redis, int sentinel, int proxy) {
        /** 7001 to 7004, 27001 to 27003, 6666 and 6667. */
        public static final Ports STANDARD = new Ports(7001, 27_001, 6666);
    }

    /** The stack that {@code up} starts when nothing else is said. */
    public static Topology standard(Path folder) {
        return of(folder, Ports.STANDARD, DEFAULT_DOWN_AFTER_MILLIS);
    }

    /** The same shape on other ports. */
    public static Topology of(Path folder, Ports ports, int downAfterMillis) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            nodes.add(redis(folder, ports.redis() + i, i, null));
        }
        for (int i = 0; i < SHARDS; i++) {
            nodes.add(redis(folder, ports.redis() + SHARDS + i, i, new Endpoint(LOOPBACK, ports.redis() + i)));
        }
        for (int i = 0; i < SENTINELS; i++) {
            nodes.add(node(folder, "sentinel-", Program.REDIS_SENTINEL, ports.sentinel() + i));
        }
        for (int i = 0; i < PROXIES; i++) {
            nodes.add(node(folder, "proxy-", Program.NUTCRACKER, ports.proxy() + i));
        }
        return new Topology(folder, List.copyOf(nodes), downAfterMillis);
    }

    private static NodeSpec redis(
            Path folder, int port, int shard, @org.jspecify.annotations.Nullable Endpoint firstMaster) {
        String name = "redis-" + port;
        return new NodeSpec(
                name,
                Program.REDIS_SERVER,
                new Endpoint(LOOPBACK, port),
                "shard" + (shard + 1),
                firstMaster,
                folder.resolve(name));
    }

    private static NodeSpec node(Path folder, String prefix, Program program, int port) {
        String name = prefix + port;
        return new NodeSpec(name, program, new Endpoint(LOOPBACK, port), null, null, folder.resolve(name));
    }

    /** The nodes that run a program. */
    public List<NodeSpec> running(Program program) {
        return nodes.stream().filter(node -> node.program() == program).toList();
    }

    /** The names by which the sentinels know the masters. */
    public List<String> shards() {
        return running(Program.REDIS_SERVER).stream()
                .filter(node -> node.firstMaster() == null)
                .map(node -> String.valueOf(node.shard()))
                .toList();
    }

    /** How many sentinels must agree that a master is down. */
    public int quorum() {
        return SENTINELS / 2 + 1;
    }
}
