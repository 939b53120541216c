package org.backstay.redis.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backstay.redis.replication.OurRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.ScanResult;

/** The everyday operations of jedis. */
@Tag("slow")
final class JedisTest {
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    private Path folder;

    private OurRedis redis;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private RedisClient open(RedisProtocol protocol) {
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", redis.port())
                .clientConfig(
                        DefaultJedisClientConfig.builder().protocol(protocol).build())
                .build();
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void valuesAndCollections(RedisProtocol protocol) {
        try (RedisClient client = open(protocol)) {
            assertThat(client.set("text", "äöü", SetParams.setParams().ex(100))).isEqualTo("OK");
            assertThat(client.get("text")).isEqualTo("äöü");
            assertThat(client.ttl("text")).isGreaterThan(90);
            assertThat(client.mget("text", "none")).containsExactly("äöü", null);
            client.hset("hash", Map.of("a", "1", "b", "2"));
            assertThat(client.hgetAll("hash")).isEqualTo(Map.of("a", "1", "b", "2"));
            client.rpush("list", "a", "b");
            assertThat(client.lrange("list", 0, -1)).containsExactly("a", "b");
            client.zadd("scores", Map.of("one", 1.5, "two", 2.0));
            assertThat(client.zrangeWithScores("scores", 0, -1))
                    .extracting("element", "score")
                    .containsExactly(tuple("one", 1.5), tuple("two", 2.0));
            client.sadd("set", "x", "y");
            assertThat(client.smembers("set")).containsExactlyInAnyOrder("x", "y");
            assertThat(client.eval("return {KEYS[1], ARGV[1]}", List.of("k"), List.of("v")))
                    .isEqualTo(List.of("k", "v"));
            assertThatThrownBy(() -> client.lpush("text", "x"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void pipelinesTransactionsAndScans(RedisProtocol protocol) {
        try (RedisClient client = open(protocol)) {
            try (Pipeline pipeline = client.pipelined()) {
                for (int i = 0; i < 1_000; i++) {
                    pipeline.set("k:" + i, Integer.toString(i));
                }
                assertThat(pipeline.syncAndReturnAll()).hasSize(1_000).containsOnly("OK");
            }
            try (AbstractTransaction transaction = client.multi()) {
                transaction.incr("m");
                transaction.incr("m");
                assertThat(transaction.exec()).containsExactly(1L, 2L);
            }
            List<String> found = new ArrayList<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page =
                        client.scan(cursor, new ScanParams().match("k:*").count(100));
                found.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(found).hasSize(1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void messagesStreamsAndBlockingPops(RedisProtocol protocol) throws Exception {
        try (RedisClient client = open(protocol)) {
            CompletableFuture<List<String>> popped = CompletableFuture.supplyAsync(() -> client.blpop(5, "queue"));
            client.rpush("queue", "job");
            assertThat(popped.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly("queue", "job");

            StreamEntryID id = client.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("field", "value"));
            var read = client.xread(new XReadParams().count(1), Map.of("stream", new StreamEntryID()));
            assertThat(read.getFirst().getValue().getFirst().getID()).isEqualTo(id);

            CountDownLatch subscribed = new CountDownLatch(1);
            CompletableFuture<String> heard = new CompletableFuture<>();
            JedisPubSub listener = new JedisPubSub() {
                @Override
                public void onSubscribe(String channel, int count) {
                    subscribed.countDown();
                }

                @Override
                public void onMessage(String channel, String message) {
                    heard.complete(channel + ": " + message);
                    unsubscribe();
                }
            };
            CompletableFuture<Void> over = CompletableFuture.runAsync(() -> client.subscribe(listener, "news"));
            assertThat(subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(client.publish("news", "hello")).isEqualTo(1);
            assertThat(heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("news: hello");
            over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
