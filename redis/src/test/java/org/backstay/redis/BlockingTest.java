package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that wait for keys: who is served, in which order, and how waiting ends. */
@Tag("slow")
final class BlockingTest {
    private static final int PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;

    private OurRedis redis;
    private RespConnection admin;

    @BeforeEach
    void start() {
        redis = OurRedis.start(folder, "--enable-debug-command", "yes");
        admin = new RespConnection(redis.port());
    }

    @AfterEach
    void stop() {
        admin.close();
        redis.close();
    }

    private RespConnection waiting(int blocked, String... words) {
        RespConnection client = new RespConnection(redis.port());
        client.send(words);
        awaitBlocked(blocked);
        return client;
    }

    private void awaitBlocked(int clients) {
        Awaitility.await(clients + " blocked clients")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() ->
                        String.valueOf(admin.call("INFO", "clients")).contains("blocked_clients:" + clients + "\r"));
    }

    @Test
    void longestWaitingIsServedFirst() {
        try (RespConnection first = waiting(1, "BLPOP", "k", "0");
                RespConnection second = waiting(2, "BLMOVE", "k", "other", "LEFT", "LEFT", "0");
                RespConnection third = waiting(3, "BRPOP", "k", "0")) {
            admin.call("RPUSH", "k", "a", "b", "c");
            assertThat(first.read()).isEqualTo(List.of("k", "a"));
            assertThat(second.read()).isEqualTo("b");
            assertThat(third.read()).isEqualTo(List.of("k", "c"));
            awaitBlocked(0);
            assertThat(admin.call("EXISTS", "k")).isEqualTo(0L);
        }
    }

    @Test
    void clientThatIsGoneIsNotServed() {
        RespConnection gone = waiting(1, "BLPOP", "k", "0");
        try (RespConnection next = waiting(2, "BLPOP", "k", "0")) {
            gone.close();
            awaitBlocked(1);
            admin.call("RPUSH", "k", "a");
            assertThat(next.read()).isEqualTo(List.of("k", "a"));
        }
    }

    @Test
    void chainOfMovesIsFollowedToItsEnd() {
        try (RespConnection last = waiting(1, "BLPOP", "c", "0");
                RespConnection second = waiting(2, "BRPOPLPUSH", "b", "c", "0");
                RespConnection first = waiting(3, "BRPOPLPUSH", "a", "b", "0")) {
            admin.call("LPUSH", "a", "element");
            assertThat(first.read()).isEqualTo("element");
            assertThat(second.read()).isEqualTo("element");
            assertThat(last.read()).isEqualTo(List.of("c", "element"));
            assertThat(admin.call("DBSIZE")).isEqualTo(0L);
        }
    }

    @Test
    void keyOfAnotherTypeLeavesClientsWaiting() {
        try (RespConnection lists = waiting(1, "BLPOP", "k", "0");
                RespConnection scores = waiting(2, "BZPOPMIN", "k", "0")) {
            admin.call("SET", "k", "v");
            admin.call("DEL", "k");
            admin.call("ZADD", "k", "1", "m");
            assertThat(scores.read()).isEqualTo(List.of("k", "m", "1"));
            admin.call("RPUSH", "k", "a");
            assertThat(lists.read()).isEqualTo(List.of("k", "a"));
        }
    }

    @Test
    void transactionIsServedAsItsEndLeavesTheKey() {
        try (RespConnection client = waiting(1, "BLPOP", "k", "0")) {
            for (String[] words : List.of(
                    new String[] {"MULTI"},
                    new String[] {"RPUSH", "k", "a"},
                    new String[] {"DEL", "k"},
                    new String[] {"RPUSH", "k", "b"},
                    new String[] {"EXEC"})) {
                admin.call(words);
            }
            assertThat(client.read()).isEqualTo(List.of("k", "b"));
        }
    }

    @Test
    void keyThatWasReadyFirstServesAClientOfSeveralKeys() {
        try (RespConnection client = waiting(1, "BLPOP", "a", "b", "0")) {
            admin.call("MULTI");
            admin.call("RPUSH", "b", "1");
            admin.call("RPUSH", "a", "2");
            admin.call("EXEC");
            assertThat(client.read()).isEqualTo(List.of("b", "1"));
        }
    }

    @Test
    void databasesThatChangePlacesServe() {
        admin.call("SELECT", "9");
        admin.call("RPUSH", "k", "a");
        try (RespConnection client = waiting(1, "BLPOP", "k", "0")) {
            admin.call("SWAPDB", "0", "9");
            assertThat(client.read()).isEqualTo(List.of("k", "a"));
        }
    }

    @Test
    void timeoutIsInSecondsWithAFraction() {
        long start = System.nanoTime();
        try (RespConnection client = new RespConnection(redis.port())) {
            assertThat(client.call("BLPOP", "k", "0.05")).isNull();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
            assertThat(client.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void commandsBehindAWaitAreExecutedAfterIt() {
        try (RespConnection client = waiting(1, "BLPOP", "k", "0")) {
            client.send("SET", "after", "1");
            client.send("PING");
            assertThat(admin.call("EXISTS", "after")).isEqualTo(0L);
            admin.call("RPUSH", "k", "a");
            assertThat(client.read()).isEqualTo(List.of("k", "a"));
            assertThat(client.read()).isEqualTo("OK");
            assertThat(client.read()).isEqualTo("PONG");
        }
    }

    @Test
    void othersMayEndAWait() {
        try (RespConnection client = new RespConnection(redis.port())) {
            Object id = client.call("CLIENT", "ID");
            client.send("BLPOP", "k", "0");
            awaitBlocked(1);
            assertThat(admin.call("CLIENT", "UNBLOCK", String.valueOf(id))).isEqualTo(1L);
            assertThat(client.read()).isNull();
            client.send("BZPOPMAX", "k", "0");
            awaitBlocked(1);
            assertThat(admin.call("CLIENT", "UNBLOCK", String.valueOf(id), "ERROR"))
                    .isEqualTo(1L);
            assertThat(String.valueOf(client.read())).contains("UNBLOCKED client unblocked via CLIENT UNBLOCK");
            assertThat(admin.call("CLIENT", "UNBLOCK", String.valueOf(id))).isEqualTo(0L);
        }
    }

    @Test
    void whoWaitsIsDisconnectedWhenTheServerBecomesAReplica() {
        try (RespConnection client = waiting(1, "BLPOP", "k", "0")) {
            admin.call("REPLICAOF", "127.0.0.1", "1");
            assertThat(String.valueOf(client.read())).contains("UNBLOCKED force unblock");
            awaitBlocked(0);
        }
    }
}
