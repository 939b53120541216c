package org.backstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.backstay.proxy.testing.OurProxy;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.backstay.testkit.stock.StockSentinel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our proxy follows stock sentinels over stock servers: masters die, come back and are replaced while clients stay connected. */
@Tag("slow")
class SentinelSwitchTest {
    private static final int DOWN_AFTER_MILLIS = 1_000;

    /** How long after the first sentinel knows the new master a write may still fail. */
    private static final Duration SWITCH = Duration.ofMillis(500);

    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<StockSentinel> sentinels = new ArrayList<>();
    private StockRedis first;
    private StockRedis firstReplica;
    private StockRedis second;
    private StockRedis secondReplica;
    private OurProxy proxy;

    @BeforeEach
    void start() {
        first = redis();
        firstReplica = redis("replicaof 127.0.0.1 " + first.port());
        second = redis();
        secondReplica = redis("replicaof 127.0.0.1 " + second.port());
        for (StockRedis replica : List.of(firstReplica, secondReplica)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> "up".equals(replica.info("master_link_status")));
        }
        for (int i = 0; i < 3; i++) {
            StockSentinel sentinel = StockSentinel.start(
                    "sentinel monitor one 127.0.0.1 " + first.port() + " 2",
                    "sentinel down-after-milliseconds one " + DOWN_AFTER_MILLIS,
                    "sentinel failover-timeout one 10000",
                    "sentinel monitor two 127.0.0.1 " + second.port() + " 2",
                    "sentinel down-after-milliseconds two " + DOWN_AFTER_MILLIS,
                    "sentinel failover-timeout two 10000");
            sentinels.add(sentinel);
            running.add(sentinel);
        }
        for (StockSentinel sentinel : sentinels) {
            await().atMost(Duration.ofSeconds(20)).until(() -> knowsAll(sentinel, "one") && knowsAll(sentinel, "two"));
        }
        proxy = OurProxy.start("pool:\n  listen: 127.0.0.1:{port}\n  redis: true\n  timeout: 400\n  hash: murmur\n"
                + "  auto_eject_hosts: true\n  servers:\n  - one:1\n  - two:1\n  sentinels:\n"
                + sentinels.stream()
                        .map(s -> "  - 127.0.0.1:" + s.port() + "\n")
                        .collect(Collectors.joining()));
        running.add(proxy);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> proxy.log().contains("'one' is at") && proxy.log().contains("'two' is at"));
    }

    private StockRedis redis(String... lines) {
        StockRedis redis = StockRedis.start(lines);
        running.add(redis);
        return redis;
    }

    private static boolean knowsAll(StockSentinel sentinel, String master) {
        List<?> fields = (List<?>) sentinel.call("SENTINEL", "MASTER", master);
        return field(fields, "num-slaves").equals("1")
                && field(fields, "num-other-sentinels").equals("2");
    }

    private static String field(List<?> fields, String name) {
        return (String) fields.get(fields.indexOf(name) + 1);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : running.reversed()) {
            one.close();
        }
    }

    /** A key that belongs to the first master, and one that belongs to the second. */
    private String keyOf(StockRedis master) {
        try (RespConnection client = proxy.connect()) {
            for (int i = 0; ; i++) {
                String key = "probe:" + i;
                assertThat(client.call("SET", key, "1")).isEqualTo("OK");
                if (Long.valueOf(1).equals(master.call("EXISTS", key))) {
                    return key;
                }
            }
        }
    }

    @Test
    void writesGoOnThroughTheOpenConnectionAfterTheMasterWasKilled() {
        String key = keyOf(first);
        String other = keyOf(second);
        try (RespConnection client = proxy.connect()) {
            assertThat(client.call("SET", key, "before")).isEqualTo("OK");
            long killed = System.nanoTime();
            first.process().kill();
            CompletableFuture<Long> known = CompletableFuture.supplyAsync(this::whenASentinelKnowsTheReplica);
            int failures = 0;
            Object answer = client.call("SET", key, "after");
            while (!"OK".equals(answer)) {
                assertThat(answer).asString().startsWith("-ERR ");
                failures++;
                assertThat(client.call("SET", other, "meanwhile")).isEqualTo("OK");
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(20));
                answer = client.call("SET", key, "after");
            }
            long served = System.nanoTime();
            System.out.printf(
                    "first write %d ms after the kill, %d ms after a sentinel knew the new master; %d requests failed%n",
                    (served - killed) / 1_000_000, (served - known.join()) / 1_000_000, failures);
            assertThat(Duration.ofNanos(served - known.join())).isLessThan(SWITCH);
            assertThat(client.call("GET", key)).isEqualTo("after");
            assertThat(firstReplica.call("GET", key)).isEqualTo("after");
            assertThat(proxy.log())
                    .contains("master 'one' has moved from 127.0.0.1:" + first.port() + " to 127.0.0.1:"
                            + firstReplica.port());
            first.restart();
            for (int i = 0; i < 200; i++) {
                assertThat(client.call("SET", key, "later" + i)).isEqualTo("OK");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> "slave".equals(first.info("role")));
            assertThat(firstReplica.call("GET", key)).isEqualTo("later199");
        }
    }

    private long whenASentinelKnowsTheReplica() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sentinels.stream().anyMatch(s -> s.masterPort("one") == firstReplica.port()));
        return System.nanoTime();
    }

    @Test
    void orderedFailoverOfALivingMasterMovesItsConnections() {
        String key = keyOf(second);
        try (RespConnection client = proxy.connect()) {
            assertThat(client.call("SET", key, "before")).isEqualTo("OK");
            sentinels.getFirst().call("SENTINEL", "FAILOVER", "two");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> proxy.log().contains("master 'two' has moved from 127.0.0.1:" + second.port()));
            await().atMost(Duration.ofSeconds(2)).until(() -> "OK".equals(client.call("SET", key, "after")));
            assertThat(secondReplica.call("GET", key)).isEqualTo("after");
            assertThat(proxy.log()).doesNotContain("master 'one' has moved");
        }
    }

    @Test
    void theLastKnownPlaceServesWhenAllSentinelsAreGone() {
        String key = keyOf(first);
        sentinels.forEach(sentinel -> sentinel.process().kill());
        try (RespConnection client = proxy.connect()) {
            assertThat(client.call("SET", key, "alone")).isEqualTo("OK");
            assertThat(first.call("GET", key)).isEqualTo("alone");
        }
    }
}
