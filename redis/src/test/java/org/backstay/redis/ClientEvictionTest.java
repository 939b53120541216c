package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maxmemory-clients}: what counts as a client's memory, and who has to go. */
@Tag("slow")
final class ClientEvictionTest {
    private static final int LIMIT = 1_000_000;

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection admin;
    private RespConnection greedy;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder, "--maxmemory-clients", Integer.toString(LIMIT));
        admin = new RespConnection(redis.port());
        admin.call("CLIENT", "NO-EVICT", "on");
        greedy = new RespConnection(redis.port());
        greedy.call("CLIENT", "SETNAME", "greedy");
    }

    @AfterEach
    void stop() {
        greedy.close();
        admin.close();
        redis.close();
    }

    private boolean greedyIsThere() {
        return String.valueOf(admin.call("CLIENT", "LIST")).contains("name=greedy");
    }

    private void awaitEviction() {
        Awaitility.await("the greedy client is evicted")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> !greedyIsThere());
        assertThat(String.valueOf(admin.call("INFO", "stats"))).contains("evicted_clients:1\r");
    }

    private static byte[] unfinished(int bytes) {
        return ("*2\r\n$4\r\nECHO\r\n$" + 2 * bytes + "\r\n" + "x".repeat(bytes)).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void clientThatSendsTooMuchIsEvicted() {
        greedy.sendRaw(unfinished(LIMIT));
        awaitEviction();
    }

    @Test
    void clientThatMayNotBeEvictedStays() {
        greedy.call("CLIENT", "NO-EVICT", "on");
        greedy.sendRaw(unfinished(LIMIT));
        Awaitility.await("all has arrived")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> String.valueOf(admin.call("CLIENT", "LIST")).contains("qbuf=1000"));
        assertThat(greedyIsThere()).isTrue();
    }

    @Test
    void watchedKeysAndChannelsCount() {
        for (int i = 0; i < 4; i++) {
            assertThat(greedy.call("WATCH", i + "k".repeat(LIMIT / 8))).isEqualTo("OK");
            greedy.call("SUBSCRIBE", i + "c".repeat(LIMIT / 16));
            greedy.call("UNSUBSCRIBE", i + "c".repeat(LIMIT / 16));
        }
        assertThat(greedyIsThere()).isTrue();
        for (int i = 4; i < 8; i++) {
            greedy.send("SUBSCRIBE", i + "c".repeat(LIMIT / 7));
        }
        awaitEviction();
    }

    @Test
    void lowerLimitHoldsAtOnce() {
        greedy.sendRaw(unfinished(LIMIT / 2));
        Awaitility.await("all has arrived")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> String.valueOf(admin.call("CLIENT", "LIST")).contains("qbuf=5000"));
        assertThat(admin.call("CONFIG", "SET", "maxmemory-clients", Integer.toString(LIMIT / 4)))
                .isEqualTo("OK");
        awaitEviction();
    }
}
