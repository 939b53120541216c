package org.backstay.testkit.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StockPeersTest {
    @Test
    void redisAnswersAndSurvivesARestartOnTheSamePort() {
        try (StockRedis redis = StockRedis.start("appendonly yes", "appendfsync always")) {
            assertThat(redis.call("SET", "a", "\u00ff\r\n")).isEqualTo("OK");
            redis.process().kill();
            assertThat(redis.process().alive()).isFalse();
            redis.restart();
            assertThat(redis.call("GET", "a")).isEqualTo("\u00ff\r\n");
            assertThat(redis.info("redis_version")).startsWith("7.");
        }
    }

    @Test
    void frozenRedisKeepsItsConnectionsAndAnswersAfterTheThaw() {
        try (StockRedis redis = StockRedis.start();
                RespConnection connection = new RespConnection(redis.port())) {
            redis.process().freeze();
            connection.send("PING");
            redis.process().thaw();
            assertThat(connection.read()).isEqualTo("PONG");
        }
    }

    @Test
    void wrongConfigurationFailsWithWhatThePeerPrinted() {
        assertThatThrownBy(() -> StockRedis.start("no-such-directive 1").close())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no-such-directive");
    }

    @Test
    void sentinelKnowsTheMasterItMonitors() {
        try (StockRedis redis = StockRedis.start();
                StockSentinel sentinel =
                        StockSentinel.start("sentinel monitor mymaster 127.0.0.1 " + redis.port() + " 1")) {
            assertThat(sentinel.masterPort("mymaster")).isEqualTo(redis.port());
            assertThat(sentinel.masterPort("other")).isEqualTo(-1);
            await().untilAsserted(
                            () -> assertThat(sentinel.configuration()).content().contains("sentinel myid"));
        }
    }

    @Test
    void nutcrackerPassesCommandsOn() {
        try (StockRedis redis = StockRedis.start();
                StockNutcracker proxy = StockNutcracker.start("""
                        alpha:
                          listen: 127.0.0.1:{port}
                          hash: fnv1a_64
                          distribution: ketama
                          redis: true
                          servers:
                           - 127.0.0.1:%d:1
                        """.formatted(redis.port()))) {
            assertThat(proxy.call("SET", "a", "1")).isEqualTo("OK");
            assertThat(redis.call("GET", "a")).isEqualTo("1");
        }
    }

    @Test
    void portsHandedOutTogetherAreAllDifferent() {
        List<Integer> ports = FreePorts.take(50);
        assertThat(new HashSet<>(ports)).hasSize(50);
    }
}
