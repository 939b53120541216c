package org.backstay.redis.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.backstay.redis.replication.OurRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RLock;
import org.redisson.api.RMapCache;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RTopic;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

/** The everyday operations of redisson, most of which are scripts. */
@Tag("slow")
final class RedissonTest {
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

    private RedissonClient open(Protocol protocol) {
        Config config = new Config().setProtocol(protocol).setCodec(StringCodec.INSTANCE);
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + redis.port())
                .setConnectionPoolSize(4)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void valuesCollectionsAndBatches(Protocol protocol) {
        RedissonClient client = open(protocol);
        try {
            client.<String>getBucket("text").set("äöü", Duration.ofSeconds(100));
            assertThat(client.<String>getBucket("text").get()).isEqualTo("äöü");
            assertThat(client.getAtomicLong("n").addAndGet(5)).isEqualTo(5);
            client.<String, String>getMap("hash").putAll(Map.of("a", "1", "b", "2"));
            assertThat(client.<String, String>getMap("hash").readAllMap()).isEqualTo(Map.of("a", "1", "b", "2"));
            RMapCache<String, String> expiring = client.getMapCache("expiring");
            assertThat(expiring.fastPut("a", "1", 100, TimeUnit.SECONDS)).isTrue();
            assertThat(expiring.remainTimeToLive("a")).isGreaterThan(90_000);
            RScoredSortedSet<String> scores = client.getScoredSortedSet("scores");
            scores.addAll(Map.of("one", 1.5, "two", 2.0));
            assertThat(scores.valueRange(0, -1)).containsExactly("one", "two");
            RBatch batch = client.createBatch();
            batch.getBucket("b1").setAsync("1");
            batch.getAtomicLong("b2").incrementAndGetAsync();
            assertThat(batch.execute().getResponses()).hasSize(2);
        } finally {
            client.shutdown(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void locksExcludeAndWakeWhoWaits(Protocol protocol) throws Exception {
        RedissonClient client = open(protocol);
        try {
            RLock lock = client.getLock("lock");
            CompletableFuture<Boolean> other;
            lock.lock();
            try {
                assertThat(lock.isHeldByCurrentThread()).isTrue();
                other = CompletableFuture.supplyAsync(() -> tryLock(client));
                assertThat(lock.remainTimeToLive()).isPositive();
            } finally {
                lock.unlock();
            }
            assertThat(other.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            RRateLimiter limiter = client.getRateLimiter("limiter");
            assertThat(limiter.trySetRate(RateType.OVERALL, 2, Duration.ofSeconds(100)))
                    .isTrue();
            assertThat(limiter.tryAcquire()).isTrue();
            assertThat(limiter.tryAcquire()).isTrue();
            assertThat(limiter.tryAcquire()).isFalse();
        } finally {
            client.shutdown(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static boolean tryLock(RedissonClient client) {
        try {
            return client.getLock("lock").tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void messagesAndQueuesArrive(Protocol protocol) throws Exception {
        RedissonClient client = open(protocol);
        try {
            CompletableFuture<String> heard = new CompletableFuture<>();
            RTopic topic = client.getTopic("news");
            topic.addListener(String.class, (channel, message) -> heard.complete(channel + ": " + message));
            assertThat(topic.publish("hello")).isEqualTo(1);
            assertThat(heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("news: hello");
            RBlockingQueue<String> queue = client.getBlockingQueue("queue");
            var polled = queue.pollAsync(5, TimeUnit.SECONDS);
            queue.offer("job");
            assertThat(polled.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("job");
        } finally {
            client.shutdown(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
