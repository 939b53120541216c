package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens at {@code maxmemory}, under each policy. */
@Tag("slow")
final class MemoryLimitTest {
    private static final int VALUE_BYTES = 1_000;
    private static final long LIMIT = 4 << 20;

    @TempDir
    Path folder;

    private static long number(RespConnection redis, String field) {
        return String.valueOf(redis.call("INFO", "everything"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private OurRedis start(String policy) {
        return OurRedis.start(folder, "--maxmemory", Long.toString(LIMIT), "--maxmemory-policy", policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
    void policiesOfAllKeysKeepMemoryUnderItsLimit(String policy) {
        try (OurRedis ours = start(policy);
                RespConnection redis = new RespConnection(ours.port())) {
            for (int i = 0; i < 8_000; i++) {
                assertThat(redis.call("SET", "key:" + i, "x".repeat(VALUE_BYTES)))
                        .isEqualTo("OK");
            }
            assertThat(number(redis, "used_memory")).isLessThan(LIMIT + 100_000);
            assertThat(number(redis, "evicted_keys")).isGreaterThan(1_000);
            assertThat((Long) redis.call("DBSIZE")).isBetween(1_000L, 7_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
    void policiesOfExpiringKeysSpareTheOthers(String policy) {
        try (OurRedis ours = start(policy);
                RespConnection redis = new RespConnection(ours.port())) {
            for (int i = 0; i < 500; i++) {
                redis.call("SET", "lasting:" + i, "x".repeat(VALUE_BYTES));
            }
            for (int i = 0; i < 8_000; i++) {
                assertThat(redis.call("SET", "key:" + i, "x".repeat(VALUE_BYTES), "EX", "1000"))
                        .isEqualTo("OK");
            }
            assertThat(number(redis, "used_memory")).isLessThan(LIMIT + 100_000);
            for (int i = 0; i < 500; i++) {
                assertThat(redis.call("EXISTS", "lasting:" + i)).isEqualTo(1L);
            }
            Object answer = "OK";
            for (int i = 0; i < 8_000 && answer.equals("OK"); i++) {
                answer = redis.call("SET", "more:" + i, "x".repeat(VALUE_BYTES));
            }
            assertThat(answer).as("when nothing may go").asString().startsWith("-OOM command not allowed");
            assertThat(redis.call("INFO", "keyspace")).asString().contains("expires=0");
        }
    }

    @Test
    void whatExpiresFirstGoesFirst() {
        try (OurRedis ours = start("volatile-ttl");
                RespConnection redis = new RespConnection(ours.port())) {
            for (int i = 0; i < 2_000; i++) {
                redis.call("SET", "soon:" + i, "x".repeat(VALUE_BYTES), "EX", "100");
            }
            for (int i = 0; i < 2_500; i++) {
                redis.call("SET", "late:" + i, "x".repeat(VALUE_BYTES), "EX", "100000");
            }
            long soon = standing(redis, "soon:", 2_000);
            long late = standing(redis, "late:", 2_500);
            assertThat(late).isGreaterThan(2_300);
            assertThat(soon).isLessThan(1_500);
        }
    }

    private static long standing(RespConnection redis, String prefix, int keys) {
        long found = 0;
        for (int i = 0; i < keys; i++) {
            found += (Long) redis.call("EXISTS", prefix + i);
        }
        return found;
    }

    @Test
    void whatIsUsedOftenStays() {
        try (OurRedis ours = start("allkeys-lfu");
                RespConnection redis = new RespConnection(ours.port())) {
            for (int i = 0; i < 200; i++) {
                redis.call("SET", "hot:" + i, "x".repeat(VALUE_BYTES));
                for (int j = 0; j < 30; j++) {
                    redis.call("GET", "hot:" + i);
                }
            }
            for (int i = 0; i < 8_000; i++) {
                redis.call("SET", "cold:" + i, "x".repeat(VALUE_BYTES));
            }
            assertThat(standing(redis, "hot:", 200)).isGreaterThan(190);
            assertThat((Long) redis.call("OBJECT", "FREQ", "hot:1")).isGreaterThan(5);
        }
    }

    @Test
    void noEvictionRefusesWhatNeedsMemoryAndServesTheRest() {
        try (OurRedis ours = start("noeviction");
                RespConnection redis = new RespConnection(ours.port())) {
            Object answer = "OK";
            int keys = 0;
            for (; keys < 10_000 && answer.equals("OK"); keys++) {
                answer = redis.call("SET", "key:" + keys, "x".repeat(VALUE_BYTES));
            }
            assertThat(answer).isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.");
            assertThat(redis.call("GET", "key:1")).isEqualTo("x".repeat(VALUE_BYTES));
            redis.call("MULTI");
            assertThat(redis.call("SET", "a", "b")).asString().startsWith("-OOM");
            assertThat(redis.call("EXEC")).asString().startsWith("-EXECABORT");
            assertThat(redis.call("LPUSH", "l", "x")).asString().startsWith("-OOM");
            for (int i = 0; i < keys; i++) {
                redis.call("DEL", "key:" + i);
            }
            assertThat(redis.call("SET", "a", "b")).isEqualTo("OK");
        }
    }

    @Test
    void aReplicaOfOursLosesWhatItsMasterEvicts() {
        try (OurRedis ours = start("allkeys-random");
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + ours.port());
                RespConnection redis = new RespConnection(ours.port())) {
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> "up".equals(replica.info("master_link_status")));
            for (int i = 0; i < 8_000; i++) {
                redis.call("SET", "key:" + i, "x".repeat(VALUE_BYTES));
            }
            assertThat(number(redis, "evicted_keys")).isPositive();
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(replica.call("DBSIZE")).isEqualTo(redis.call("DBSIZE")));
        }
    }
}
