package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key whose time is over has changed for who watches it, whether or not somebody has deleted it by then. */
@Tag("slow")
final class WatchedExpiryTest {
    private static final String LIFETIME_MILLIS = "60";
    private static final Duration LONGER = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private OurRedis ours;
    private RespConnection client;

    @BeforeEach
    void start() {
        ours = OurRedis.start(folder);
        client = new RespConnection(ours.port());
        client.call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        client.call("SET", "key", "1", "PX", LIFETIME_MILLIS);
    }

    @AfterEach
    void stop() {
        client.close();
        ours.close();
    }

    private static void letItsTimePass() {
        Awaitility.await().pollDelay(LONGER).until(() -> true);
    }

    private Object transaction() {
        client.call("MULTI");
        client.call("INCR", "key");
        return client.call("EXEC");
    }

    @Test
    void aKeyWhoseTimePassedSinceWatchEndsTheTransaction() {
        client.call("WATCH", "key");
        letItsTimePass();
        assertThat(client.call("DBSIZE")).as("nobody has deleted it").isEqualTo(1L);
        assertThat(transaction()).isNull();
    }

    @Test
    void aKeyWhoseTimeHadPassedBeforeWatchDoesNot() {
        letItsTimePass();
        client.call("WATCH", "key");
        assertThat(transaction()).isEqualTo(List.of(1L));
    }

    @Test
    void debugObjectSeesWhatStillTakesMemory() {
        letItsTimePass();
        assertThat(String.valueOf(client.call("DEBUG", "OBJECT", "key"))).contains("encoding:int");
        assertThat(client.call("EXISTS", "key")).isEqualTo(0L);
        assertThat(String.valueOf(client.call("DEBUG", "OBJECT", "key"))).contains("no such key");
    }
}
