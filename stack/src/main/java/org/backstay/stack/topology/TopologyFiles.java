package org.backstay.stack.topology;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.backstay.config.ConfigException;
import org.backstay.node.Clock;
import org.backstay.node.Disk;
import org.backstay.node.Endpoint;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.config.SentinelStatements;
import org.backstay.sentinel.config.ServerDirectives;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.SentinelState;

/**
 * The configuration files of a stack, in the originals' formats. What stands there already is used as it is: after a failover the
 * files say who was promoted.
 */
public final class TopologyFiles {
    private static final int FAILOVER_TIMEOUT_FACTOR = 5;

    private final Disk disk;
    private final Clock clock;
    private final Topology topology;

    /** The files of a stack on a disk. */
    public TopologyFiles(Disk disk, Clock clock, Topology topology) {
        this.disk = disk;
        this.clock = clock;
        this.topology = topology;
    }

    /** Makes the folders and the files that are missing. */
    public void writeMissing() throws IOException {
        for (NodeSpec node : topology.nodes()) {
            disk.createDirectories(node.folder());
            if (!disk.exists(node.config())) {
                disk.replace(node.config(), content(node).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /**
     * What a sentinel's file says.
     *
     * @throws ConfigException for the first statement that makes no sense
     */
    public SentinelState sentinelState(NodeSpec sentinel) throws IOException {
        SentinelConfig config = SentinelConfig.read(disk, sentinel.config(), List.of());
        Path folder = sentinel.folder().resolve(config.server().get(ServerDirectives.DIR));
        return SentinelStatements.stateOf(
                config.statements(), script -> Files.isExecutable(folder.resolve(script)), clock);
    }

    /** The longest {@code down-after-milliseconds} of a master in the sentinels' files. */
    public long downAfterMillis() throws IOException {
        long longest = 0;
        for (NodeSpec sentinel : topology.running(Program.REDIS_SENTINEL)) {
            for (MonitoredMaster master : sentinelState(sentinel).masters.values()) {
                longest = Math.max(longest, master.downAfter);
            }
        }
        return longest;
    }

    private String content(NodeSpec node) {
        return switch (node.program()) {
            case REDIS_SERVER -> redis(node);
            case REDIS_SENTINEL -> sentinel(node);
            case NUTCRACKER -> nutcracker(node);
        };
    }

    private static String redis(NodeSpec node) {
        Endpoint master = node.firstMaster();
        return """
                # %s of %s. Written once; edit it as you like, it is never written over by `up`.
                bind %s
                port %d
                dir "%s"
                logfile "%s"
                # every change goes to the log; a crash of the machine may cost the last second
                appendonly yes
                appendfsync everysec
                save ""
                repl-diskless-sync-delay 0
                repl-backlog-size 16mb
                # DEBUG DIGEST compares data, for `drill`
                enable-debug-command local
                %s""".formatted(
                        master == null ? "The first master" : "A replica",
                        node.shard(),
                        node.endpoint().host(),
                        node.endpoint().port(),
                        node.folder(),
                        node.log(),
                        master == null ? "" : "replicaof " + master.host() + " " + master.port() + "\n");
    }

    private String sentinel(NodeSpec node) {
        StringBuilder text = new StringBuilder(
                """
                # A sentinel. It keeps what it learns in this file.
                bind %s
                port %d
                dir "%s"
                logfile "%s"
                """.formatted(node.endpoint().host(), node.endpoint().port(), node.folder(), node.log()));
        for (NodeSpec master : topology.running(Program.REDIS_SERVER)) {
            if (master.firstMaster() == null) {
                text.append(monitor(master));
            }
        }
        return text.toString();
    }

    private String monitor(NodeSpec master) {
        return """
                sentinel monitor %1$s %2$s %3$d %4$d
                sentinel down-after-milliseconds %1$s %5$d
                sentinel failover-timeout %1$s %6$d
                sentinel parallel-syncs %1$s 1
                """.formatted(
                        master.shard(),
                        master.endpoint().host(),
                        master.endpoint().port(),
                        topology.quorum(),
                        topology.downAfterMillis(),
                        topology.downAfterMillis() * FAILOVER_TIMEOUT_FACTOR);
    }

    private String nutcracker(NodeSpec node) {
        String sentinels = topology.running(Program.REDIS_SENTINEL).stream()
                .map(sentinel -> "   - " + sentinel.endpoint() + "\n")
                .collect(Collectors.joining());
        String servers = topology.shards().stream()
                .map(shard -> "   - " + shard + ":1\n")
                .collect(Collectors.joining());
        return """
                backstay:
                  listen: %s # clients connect here
                  redis: true
                  hash: fnv1a_64
                  distribution: ketama
                  timeout: 400
                  server_retry_timeout: 1000
                  server_failure_limit: 1
                  sentinels: # they say where each master is
                %s  servers: # masters by the name the sentinels know, and their weight
                %s""".formatted(node.endpoint(), sentinels, servers);
    }
}
