package org.backstay.redis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.backstay.config.ConfigException;
import org.backstay.config.QuotedLines;
import org.backstay.config.Settings;
import org.junit.jupiter.api.Test;

/** Values that redis.conf may and may not give. */
class RedisDirectivesTest {
    private static Settings read(String... lines) {
        return RedisDirectives.table().read(QuotedLines.read(String.join("\n", lines), "redis.conf"));
    }

    @Test
    void masterIsGivenByHostAndPortAndTakenBackByNoOne() {
        assertThat(read("replicaof 10.0.0.1 7000").get(ReplicationDirectives.REPLICAOF))
                .containsExactly("10.0.0.1", "7000");
        assertThat(read("replicaof 10.0.0.1 7000", "slaveof no one").get(ReplicationDirectives.REPLICAOF))
                .isEmpty();
        for (String wrong : List.of("replicaof 10.0.0.1", "replicaof \"\"", "replicaof a b c", "replicaof a 70000")) {
            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("redis.conf:1");
        }
    }

    @Test
    void rewrittenFileNamesTheMasterOfNowAndNoneForAMaster() {
        Settings settings = read("port 7001", "replicaof 10.0.0.1 7000");
        settings.put(ReplicationDirectives.REPLICAOF, List.of("10.0.0.2", "7002"));
        assertThat(settings.rewrite("port 7001\nreplicaof 10.0.0.1 7000\n"))
                .isEqualTo("port 7001\nreplicaof 10.0.0.2 7002\n");
        settings.put(ReplicationDirectives.REPLICAOF, List.of());
        assertThat(settings.rewrite("port 7001\nslaveof 10.0.0.1 7000\n")).isEqualTo("port 7001\n");
    }

    @Test
    void fileNamesAreNoPaths() {
        for (String name : List.of("dbfilename", "appendfilename", "appenddirname")) {
            assertThatThrownBy(() -> read(name + " ../elsewhere"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(name + " can't be a path");
        }
        assertThatThrownBy(() -> read("appenddirname \"\"")).hasMessageContaining("can't be empty");
    }

    @Test
    void directivesOfTheOriginalThatHaveNothingToActOnAreReadAndChecked() {
        Settings settings = read("activedefrag yes", "io-threads 4", "oom-score-adj-values 0 100 200");
        assertThat(settings.show(List.of("io-threads", "oom-score-adj-values", "cluster-slave-no-failover")))
                .containsEntry("io-threads", "4")
                .containsEntry("oom-score-adj-values", "0 100 200")
                .containsEntry("cluster-slave-no-failover", "no");
        assertThatThrownBy(() -> read("activedefrag maybe")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("io-threads 0")).isInstanceOf(ConfigException.class);
    }

    @Test
    void signalsEndTheServerWithTheOptionsOfShutdown() {
        Settings settings = read("shutdown-on-sigint force nosave NOW", "shutdown-on-sigterm default");
        assertThat(settings.show(List.of("shutdown-on-sigint"))).containsValue("nosave now force");
        assertThat(settings.show(List.of("shutdown-on-sigterm"))).containsValue("default");
        assertThat(settings.set(List.of("shutdown-on-sigterm", "save nosave")))
                .contains("can't be used simultaneously");
        assertThatThrownBy(() -> read("shutdown-on-sigint never")).isInstanceOf(ConfigException.class);
    }

    @Test
    void percentilesAreNumbersFromNothingToAHundred() {
        Settings settings = read("latency-tracking-info-percentiles 0 12.5 100.0");
        assertThat(settings.show(List.of("latency-tracking-info-percentiles"))).containsValue("0 12.5 100.0");
        assertThat(settings.set(List.of("latency-tracking-info-percentiles", "")))
                .isNull();
        assertThat(settings.show(List.of("latency-tracking-info-percentiles"))).containsValue("");
        for (String wrong : List.of("101", "-1", "50 x")) {
            assertThat(settings.set(List.of("latency-tracking-info-percentiles", wrong)))
                    .isNotNull();
        }
    }

    @Test
    void anAddressToConnectFromIsAnIpAddress() {
        assertThat(read("bind-source-addr ::1").get(ReplicationDirectives.BIND_SOURCE_ADDR))
                .isEqualTo("::1");
        assertThatThrownBy(() -> read("bind-source-addr localhost")).hasMessageContaining("must be an IP address");
    }
}
