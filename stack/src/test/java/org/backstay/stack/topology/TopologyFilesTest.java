package org.backstay.stack.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.backstay.config.ConfigException;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.backstay.node.machine.Machine;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.PoolFile;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.ReplicationDirectives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyFilesTest {
    @TempDir
    Path folder;

    private Topology written() throws IOException {
        Topology topology = Topology.standard(folder);
        files(topology).writeMissing();
        return topology;
    }

    private static TopologyFiles files(Topology topology) {
        return new TopologyFiles(Machine.disk(), Machine.clock(), topology);
    }

    @Test
    void redisServersReadTheirFilesAndReplicasFollowTheirMasters() throws IOException {
        for (NodeSpec node : written().running(Program.REDIS_SERVER)) {
            Settings settings =
                    RedisDirectives.table().read(QuotedLines.read(Files.readString(node.config()), "redis.conf"));
            assertThat(settings.get(RedisDirectives.PORT))
                    .isEqualTo(node.endpoint().port());
            assertThat(settings.get(ReplicationDirectives.REPLICAOF))
                    .isEqualTo(
                            node.firstMaster() == null
                                    ? List.of()
                                    : List.of(
                                            node.firstMaster().host(),
                                            Integer.toString(node.firstMaster().port())));
        }
    }

    @Test
    void sentinelsAndProxiesReadTheirFiles() throws IOException {
        Topology topology = written();
        for (NodeSpec node : topology.running(Program.REDIS_SENTINEL)) {
            assertThat(files(topology).sentinelState(node).masters).containsOnlyKeys("shard1", "shard2");
        }
        for (NodeSpec node : topology.running(Program.NUTCRACKER)) {
            List<PoolConfig> pools = PoolFile.read(Files.readString(node.config()), "nutcracker.yml");
            assertThat(pools).hasSize(1);
            assertThat(pools.getFirst().sentinels()).hasSize(3);
        }
    }

    @Test
    void filesThatExistAreNotWrittenOver() throws IOException {
        Path config = written().nodes().getFirst().config();
        Files.writeString(config, "port 7001\n# mine\n");
        written();
        assertThat(Files.readString(config)).isEqualTo("port 7001\n# mine\n");
    }

    @Test
    void downAfterIsReadFromTheSentinelsFiles() throws IOException {
        Topology topology = written();
        TopologyFiles files = files(topology);
        assertThat(files.downAfterMillis()).isEqualTo(topology.downAfterMillis());

        Path config = topology.running(Program.REDIS_SENTINEL).getFirst().config();
        String text = Files.readString(config);
        Files.writeString(config, text.replace("milliseconds shard2 2000", "milliseconds shard2 7000"));
        assertThat(files.downAfterMillis()).isEqualTo(7_000);

        Files.writeString(config, text.replace("sentinel down-after-milliseconds shard2 2000", ""));
        assertThat(files.downAfterMillis()).isEqualTo(30_000);
    }

    @Test
    void aValueThatMakesNoSenseToASentinelIsNamedWithItsFileAndLine() throws IOException {
        Topology topology = written();
        NodeSpec sentinel = topology.running(Program.REDIS_SENTINEL).getFirst();
        String text = Files.readString(sentinel.config());
        Files.writeString(sentinel.config(), text.replace("milliseconds shard2 2000", "milliseconds shard2 soon"));
        assertThatThrownBy(() -> files(topology).sentinelState(sentinel))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentinel.config().toString())
                .hasMessageContaining("'soon'");
    }
}
