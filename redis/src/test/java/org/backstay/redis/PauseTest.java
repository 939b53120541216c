package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

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

/** CLIENT PAUSE: what is held, and that it is executed in order afterwards; and clients that take too little of what is sent to them. */
@Tag("slow")
final class PauseTest {
    private static final int PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection admin;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder);
        admin = new RespConnection(redis.port());
    }

    @AfterEach
    void stop() {
        admin.close();
        redis.close();
    }

    private void awaitBlocked(int clients) {
        Awaitility.await(clients + " blocked clients")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() ->
                        String.valueOf(admin.call("INFO", "clients")).contains("blocked_clients:" + clients + "\r"));
    }

    @Test
    void writesWaitAndReadsDoNot() {
        admin.call("SET", "k", "before");
        admin.call("CLIENT", "PAUSE", "100000", "WRITE");
        try (RespConnection writer = new RespConnection(redis.port())) {
            writer.send("SET", "k", "after");
            writer.send("GET", "k");
            awaitBlocked(1);
            assertThat(admin.call("GET", "k")).isEqualTo("before");
            admin.call("CLIENT", "UNPAUSE");
            assertThat(writer.read()).isEqualTo("OK");
            assertThat(writer.read()).isEqualTo("after");
        }
    }

    @Test
    void everythingWaitsUntilTheTimeIsOver() {
        long start = System.nanoTime();
        admin.call("CLIENT", "PAUSE", "150");
        assertThat(admin.call("PING")).isEqualTo("PONG");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(140));
    }

    @Test
    void transactionIsHeldWhenItWrites() {
        try (RespConnection writer = new RespConnection(redis.port())) {
            writer.call("MULTI");
            writer.call("SET", "k", "1");
            admin.call("CLIENT", "PAUSE", "100000", "WRITE");
            writer.send("EXEC");
            awaitBlocked(1);
            assertThat(admin.call("EXISTS", "k")).isEqualTo(0L);
            admin.call("CLIENT", "UNPAUSE");
            assertThat(String.valueOf(writer.read())).isEqualTo("[OK]");
        }
    }

    @Test
    void scriptsThatPromiseNotToWriteAreNotHeld() {
        String reads = "#!lua flags=no-writes\nreturn 'read'";
        admin.call(
                "FUNCTION",
                "LOAD",
                "#!lua name=f\nredis.register_function{function_name='f1',"
                        + "callback=function() return 'called' end,flags={'no-writes'}}");
        Object digest = admin.call("SCRIPT", "LOAD", reads);
        admin.call("CLIENT", "PAUSE", "100000", "WRITE");
        assertThat(admin.call("EVAL", reads, "0")).isEqualTo("read");
        assertThat(admin.call("EVALSHA", String.valueOf(digest), "0")).isEqualTo("read");
        assertThat(admin.call("FCALL", "f1", "0")).isEqualTo("called");
        try (RespConnection writer = new RespConnection(redis.port())) {
            writer.send("EVAL", "return 'may write'", "0");
            awaitBlocked(1);
            admin.call("CLIENT", "UNPAUSE");
            assertThat(writer.read()).isEqualTo("may write");
        }
    }

    @Test
    void clientThatLeavesDuringAPauseIsForgotten() {
        admin.call("CLIENT", "PAUSE", "100000", "WRITE");
        RespConnection gone = new RespConnection(redis.port());
        gone.send("SET", "k", "1");
        awaitBlocked(1);
        gone.close();
        awaitBlocked(0);
        admin.call("CLIENT", "UNPAUSE");
        assertThat(admin.call("EXISTS", "k")).isEqualTo(0L);
    }

    @Test
    void keysAreHiddenButNotDeletedDuringAPause() {
        admin.call("SET", "k", "1", "PX", "50");
        admin.call("CLIENT", "PAUSE", "100000", "WRITE");
        Awaitility.await("the key's time is over")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> admin.call("GET", "k") == null);
        assertThat(admin.call("DBSIZE")).isEqualTo(1L);
        admin.call("CLIENT", "UNPAUSE");
        assertThat(admin.call("GET", "k")).isNull();
        assertThat(admin.call("DBSIZE")).isEqualTo(0L);
    }

    @Test
    void clientWithMoreToTakeThanItsLimitIsClosed() {
        admin.call("CONFIG", "SET", "client-output-buffer-limit", "normal 100000 0 0");
        admin.call("SETRANGE", "k", "200000", "x");
        try (RespConnection greedy = new RespConnection(redis.port())) {
            greedy.send("GET", "k");
            Awaitility.await("the greedy client is closed")
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> String.valueOf(admin.call("INFO", "clients")).contains("connected_clients:1\r"));
        }
    }
}
