package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FAILOVER between us and stock servers: who leads afterwards has every write that was answered, and at no time do two take writes. */
@Tag("slow")
final class FailoverStockTest {
    private static final int MOST_WRITES = 200_000;

    @TempDir
    private Path folder;

    /** Writes until the server does not take it any more, and returns how many writes were answered. */
    private static CompletableFuture<Integer> writer(int port) {
        return CompletableFuture.supplyAsync(() -> {
            try (RespConnection connection = new RespConnection(port)) {
                for (int i = 0; i < MOST_WRITES; i++) {
                    if (!"OK".equals(connection.call("SET", "key" + i, "v"))) {
                        return i;
                    }
                }
            }
            throw new AssertionError("writes were taken all the time");
        });
    }

    @Test
    void weHandOverToAStockReplicaWhileClientsWrite() throws Exception {
        try (OurRedis ours = OurRedis.start(folder);
                StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
            await("link up", () -> "up".equals(stock.info("master_link_status")));
            CompletableFuture<Integer> writer = writer(ours.port());
            await("writes", () -> Integer.parseInt(String.valueOf(ours.call("DBSIZE"))) > 100);
            assertThat(ours.call("FAILOVER", "TO", "127.0.0.1", Integer.toString(stock.port()), "TIMEOUT", "20000"))
                    .isEqualTo("OK");
            int answered = writer.get(20, TimeUnit.SECONDS);
            await("roles", () -> "master".equals(stock.info("role")) && "slave".equals(ours.info("role")));
            await("link up", () -> "up".equals(ours.info("master_link_status")));
            assertThat(stock.call("DBSIZE")).isEqualTo((long) answered);
            assertThat(stock.call("SET", "later", "1")).isEqualTo("OK");
            assertThat(stock.call("WAIT", "1", "5000")).isEqualTo(1L);
            assertThat(ours.call("DEBUG", "DIGEST")).isEqualTo(stock.call("DEBUG", "DIGEST"));
            assertThat(ours.info("master_failover_state")).isEqualTo("no-failover");
            assertThat(stock.info("sync_partial_ok")).as(ours.log()).isEqualTo("1");
            assertThat(stock.info("sync_full")).isEqualTo("0");
        }
    }

    @Test
    void aStockMasterHandsOverToUs() throws Exception {
        try (StockRedis stock = StockRedis.start();
                OurRedis ours = OurRedis.start(folder, "--replicaof", "127.0.0.1 " + stock.port())) {
            await("link up", () -> "up".equals(ours.info("master_link_status")));
            CompletableFuture<Integer> writer = writer(stock.port());
            await("writes", () -> Integer.parseInt(String.valueOf(stock.call("DBSIZE"))) > 100);
            assertThat(stock.call("FAILOVER")).isEqualTo("OK");
            int answered = writer.get(20, TimeUnit.SECONDS);
            await("roles", () -> "master".equals(ours.info("role")) && "up".equals(stock.info("master_link_status")));
            assertThat(ours.call("DBSIZE")).isEqualTo((long) answered);
            assertThat(ours.call("SET", "later", "1")).isEqualTo("OK");
            assertThat(ours.call("WAIT", "1", "5000")).isEqualTo(1L);
            assertThat(ours.call("DEBUG", "DIGEST")).isEqualTo(stock.call("DEBUG", "DIGEST"));
            assertThat(ours.has("Failover request received for replid")).isTrue();
            assertThat(ours.info("sync_full")).as(ours.log()).isEqualTo("0");
        }
    }

    @Test
    void aReplicaThatDoesNotCatchUpInTimeEndsItAndWritesGoOn() throws Exception {
        try (OurRedis ours = OurRedis.start(folder);
                StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
            await("link up", () -> "up".equals(stock.info("master_link_status")));
            stock.process().freeze();
            ours.call("SET", "before", "1");
            assertThat(ours.call("FAILOVER", "TIMEOUT", "700")).isEqualTo("OK");
            assertThat(ours.info("master_failover_state")).isEqualTo("waiting-for-sync");
            assertThat(String.valueOf(ours.call("REPLICAOF", "127.0.0.1", "1")))
                    .contains("REPLICAOF not allowed while failing over.");
            long begun = System.nanoTime();
            assertThat(ours.call("CLIENT", "UNPAUSE")).isEqualTo("OK");
            assertThat(ours.call("SET", "held", "1")).isEqualTo("OK");
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
            assertThat(ours.log()).contains("FAILOVER to any replica aborted: Replica never caught up before timeout");
            assertThat(ours.info("role")).isEqualTo("master");

            assertThat(ours.call("FAILOVER")).isEqualTo("OK");
            assertThat(ours.call("FAILOVER", "ABORT")).isEqualTo("OK");
            assertThat(ours.call("SET", "after", "1")).isEqualTo("OK");
            stock.process().thaw();
            assertThat(ours.call("WAIT", "1", "10000")).isEqualTo(1L);
        }
    }

    @Test
    void aForcedOneTakesAReplicaThatLacksSomething() throws Exception {
        try (OurRedis ours = OurRedis.start(folder);
                StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
            await("link up", () -> "up".equals(stock.info("master_link_status")));
            stock.process().freeze();
            ours.call("SET", "before", "1");
            String port = Integer.toString(stock.port());
            assertThat(ours.call("FAILOVER", "TO", "127.0.0.1", port, "FORCE", "TIMEOUT", "100"))
                    .isEqualTo("OK");
            await("in progress", () -> ours.info("master_failover_state").equals("failover-in-progress"));
            stock.process().thaw();
            await("roles", () -> "master".equals(stock.info("role")) && "up".equals(ours.info("master_link_status")));
            assertThat(ours.log()).contains("time out exceeded, failing over.");
            assertThat(ours.call("DEBUG", "DIGEST")).isEqualTo(stock.call("DEBUG", "DIGEST"));
        }
    }

    @Test
    void aTargetThatIsGoneIsGivenUpAndWritesGoOn() throws Exception {
        try (OurRedis ours = OurRedis.start(folder)) {
            try (StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
                await("link up", () -> "up".equals(stock.info("master_link_status")));
                String port = Integer.toString(stock.port());
                stock.process().freeze();
                ours.call("SET", "before", "1");
                ours.call("FAILOVER", "TO", "127.0.0.1", port, "FORCE", "TIMEOUT", "100");
                await("in progress", () -> ours.info("master_failover_state").equals("failover-in-progress"));
                assertThat(ours.call("FAILOVER", "ABORT")).isEqualTo("OK");
                assertThat(ours.info("role")).isEqualTo("master");
                assertThat(ours.call("SET", "after", "1")).isEqualTo("OK");
                stock.process().thaw();
            }
        }
    }

    @Test
    void whatIsWrongIsSaidInTheOriginalsWords() throws Exception {
        List<List<String>> wrong = List.of(
                List.of("FAILOVER", "ABORT"),
                List.of("FAILOVER"),
                List.of("FAILOVER", "TO", "127.0.0.1"),
                List.of("FAILOVER", "TO", "127.0.0.1", "nine"),
                List.of("FAILOVER", "TIMEOUT", "0"),
                List.of("FAILOVER", "TIMEOUT", "x"),
                List.of("FAILOVER", "TIMEOUT", "5", "TIMEOUT", "6"),
                List.of("FAILOVER", "NOW"),
                List.of("PSYNC", "0123456789012345678901234567890123456789", "1", "FAILOVER"));
        List<List<String>> wrongWithReplica = List.of(
                List.of("FAILOVER", "FORCE"),
                List.of("FAILOVER", "TO", "127.0.0.1", "1"),
                List.of("FAILOVER", "TO", "127.0.0.1", "1", "FORCE"));
        try (OurRedis ours = OurRedis.start(folder);
                StockRedis stock = StockRedis.start()) {
            assertThat(answers(ours.port(), wrong)).isEqualTo(answers(stock.port(), wrong));
            try (StockRedis ofOurs = StockRedis.start("replicaof 127.0.0.1 " + ours.port());
                    StockRedis ofStock = StockRedis.start("replicaof 127.0.0.1 " + stock.port())) {
                await("link up", () -> "up".equals(ofOurs.info("master_link_status")));
                await("link up", () -> "up".equals(ofStock.info("master_link_status")));
                assertThat(answers(ours.port(), wrongWithReplica)).isEqualTo(answers(stock.port(), wrongWithReplica));
                ours.call("REPLICAOF", "127.0.0.1", Integer.toString(ofStock.port()));
                stock.call("REPLICAOF", "127.0.0.1", Integer.toString(ofOurs.port()));
                await("link up", () -> "up".equals(ours.info("master_link_status")));
                await("link up", () -> "up".equals(stock.info("master_link_status")));
                assertThat(answers(ours.port(), wrong)).isEqualTo(answers(stock.port(), wrong));
            }
        }
    }

    private static List<String> answers(int port, List<List<String>> commands) {
        return commands.stream()
                .map(words -> String.valueOf(RespConnection.once(port, words.toArray(String[]::new))))
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }
}
