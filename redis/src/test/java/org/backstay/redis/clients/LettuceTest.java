package org.backstay.redis.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The everyday operations of lettuce. */
@Tag("slow")
final class LettuceTest {
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    private Path folder;

    private OurRedis redis;
    private RedisClient client;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
        client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
    }

    @AfterEach
    void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(PATIENCE_SECONDS));
        redis.close();
    }

    private StatefulRedisConnection<String, String> open(ProtocolVersion protocol) {
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
        return client.connect();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void valuesAndCollections(ProtocolVersion protocol) {
        try (StatefulRedisConnection<String, String> connection = open(protocol)) {
            RedisCommands<String, String> commands = connection.sync();
            assertThat(commands.set("text", "äöü", SetArgs.Builder.ex(100))).isEqualTo("OK");
            assertThat(commands.get("text")).isEqualTo("äöü");
            assertThat(commands.mget("text", "none"))
                    .containsExactly(KeyValue.just("text", "äöü"), KeyValue.empty("none"));
            commands.hset("hash", Map.of("a", "1", "b", "2"));
            assertThat(commands.hgetall("hash")).isEqualTo(Map.of("a", "1", "b", "2"));
            commands.zadd("scores", 1.5, "one");
            commands.zadd("scores", 2, "two");
            assertThat(commands.zrangeWithScores("scores", 0, -1))
                    .containsExactly(ScoredValue.just(1.5, "one"), ScoredValue.just(2, "two"));
            commands.sadd("set", "x", "y");
            assertThat(commands.smembers("set")).containsExactlyInAnyOrder("x", "y");
            assertThat(commands.<Long>eval(
                            "return redis.call('incrby', KEYS[1], ARGV[1])",
                            ScriptOutputType.INTEGER,
                            new String[] {"n"},
                            "5"))
                    .isEqualTo(5);
            assertThatThrownBy(() -> commands.lpush("text", "x"))
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void manyAtOnceTransactionsAndScans(ProtocolVersion protocol) throws Exception {
        try (StatefulRedisConnection<String, String> connection = open(protocol)) {
            RedisAsyncCommands<String, String> async = connection.async();
            List<RedisFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(async.set("k:" + i, Integer.toString(i)));
            }
            for (RedisFuture<String> answer : answers) {
                assertThat(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("OK");
            }
            RedisCommands<String, String> commands = connection.sync();
            commands.multi();
            commands.incr("m");
            commands.incr("m");
            assertThat(commands.exec().stream().toList()).containsExactly(1L, 2L);
            assertThat(ScanIterator.scan(commands, ScanArgs.Builder.matches("k:*")).stream()
                            .count())
                    .isEqualTo(1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void messagesStreamsAndBlockingPops(ProtocolVersion protocol) throws Exception {
        try (StatefulRedisConnection<String, String> connection = open(protocol);
                StatefulRedisConnection<String, String> waiting = client.connect();
                StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub()) {
            RedisFuture<KeyValue<String, String>> popped = waiting.async().blpop(5, "queue");
            connection.sync().rpush("queue", "job");
            assertThat(popped.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(KeyValue.just("queue", "job"));

            String id = connection.sync().xadd("stream", Map.of("field", "value"));
            List<StreamMessage<String, String>> read = connection.sync().xrange("stream", Range.unbounded());
            assertThat(read.getFirst().getId()).isEqualTo(id);

            CompletableFuture<String> heard = new CompletableFuture<>();
            subscriber.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.complete(channel + ": " + message);
                }
            });
            subscriber.sync().subscribe("news");
            assertThat(connection.sync().publish("news", "hello")).isEqualTo(1);
            assertThat(heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("news: hello");
        }
    }

    @Test
    void whatIsCachedIsForgottenWhenAnotherWritesIt() {
        try (StatefulRedisConnection<String, String> connection = open(ProtocolVersion.RESP3);
                StatefulRedisConnection<String, String> other = client.connect()) {
            Map<String, String> cached = new ConcurrentHashMap<>();
            CacheFrontend<String, String> frontend =
                    ClientSideCaching.enable(CacheAccessor.forMap(cached), connection, TrackingArgs.Builder.enabled());
            other.sync().set("key", "before");
            assertThat(frontend.get("key")).isEqualTo("before");
            assertThat(cached).containsKey("key");
            other.sync().set("key", "after");
            Awaitility.await("invalidation")
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> !cached.containsKey("key"));
            assertThat(frontend.get("key")).isEqualTo("after");
        }
    }
}
