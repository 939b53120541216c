package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replication between us and stock redis-servers, each on either side. */
@Tag("slow")
final class ReplicationStockTest {
    private static final int WRITES = 500;

    @TempDir
    Path folder;

    private Path folder(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    private static void write(int port, String prefix, int count) {
        try (RespConnection connection = new RespConnection(port)) {
            for (int i = 0; i < count; i++) {
                assertThat(connection.call("SET", prefix + i, "value " + i)).isEqualTo("OK");
            }
            connection.call("SELECT", "5");
            connection.call("SET", prefix + "five", "5");
            connection.call("MULTI");
            connection.call("SET", prefix + "multi", "1");
            connection.call("INCR", prefix + "multi");
            connection.call("EXEC");
        }
    }

    private static boolean sameOffset(OurRedis ours, StockRedis stock) {
        return ours.info("master_repl_offset").equals(stock.info("master_repl_offset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aStockReplicaFollowsUsAndComesBackWithoutAFullSync(String diskless) throws Exception {
        try (OurRedis ours = OurRedis.start(folder("ours"), "--repl-diskless-sync", diskless)) {
            write(ours.port(), "before", WRITES);
            try (StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
                await("link up", () -> "up".equals(stock.info("master_link_status")));
                write(ours.port(), "after", WRITES);
                assertThat(ours.call("WAIT", "1", "5000")).isEqualTo(1L);
                assertThat(stock.call("DBSIZE")).isEqualTo(2L * WRITES);
                assertThat(RespConnection.once(stock.port(), "GET", "after7")).isEqualTo("value 7");

                ours.call("CLIENT", "KILL", "TYPE", "replica");
                write(ours.port(), "meanwhile", WRITES);
                await("same offset", () -> "up".equals(stock.info("master_link_status")) && sameOffset(ours, stock));
                assertThat(stock.call("DBSIZE")).isEqualTo(3L * WRITES);
                assertThat(ours.info("sync_full")).as(ours.log()).isEqualTo("1");
                assertThat(ours.info("sync_partial_ok")).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void weFollowAStockMasterAndComeBackWithoutAFullSync(String diskless) throws Exception {
        try (StockRedis stock =
                StockRedis.start("save \"\"", "repl-diskless-sync " + diskless, "repl-diskless-sync-delay 0")) {
            write(stock.port(), "before", WRITES);
            try (OurRedis ours = OurRedis.start(folder("ours"), "--replicaof", "127.0.0.1 " + stock.port())) {
                await("link up", () -> ours.info("master_link_status").equals("up"));
                write(stock.port(), "after", WRITES);
                assertThat(stock.call("WAIT", "1", "5000")).isEqualTo(1L);
                assertThat(ours.call("DBSIZE")).isEqualTo(2L * WRITES);
                assertThat(ours.call("GET", "after7")).isEqualTo("value 7");
                assertThat(String.valueOf(ours.call("SET", "x", "1"))).contains("READONLY");

                stock.call("CLIENT", "KILL", "TYPE", "replica");
                write(stock.port(), "meanwhile", WRITES);
                await("same offset", () -> sameOffset(ours, stock));
                assertThat(ours.call("DBSIZE")).isEqualTo(3L * WRITES);
                assertThat(stock.info("sync_full")).isEqualTo("1");
                assertThat(stock.info("sync_partial_ok")).isEqualTo("1");
            }
        }
    }

    @Test
    void whatAStockMasterWritesReachesAStockReplicaThroughUsUnchanged() throws Exception {
        try (StockRedis master = StockRedis.start("save \"\"", "repl-diskless-sync-delay 0");
                OurRedis ours = OurRedis.start(folder("ours"), "--replicaof", "127.0.0.1 " + master.port());
                StockRedis last = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
            write(master.port(), "a", WRITES);
            master.call("SELECT", "0");
            await("all the way", () -> {
                String offset = master.info("master_repl_offset");
                return offset.equals(ours.info("master_repl_offset")) && offset.equals(last.info("master_repl_offset"));
            });
            assertThat(last.call("DEBUG", "DIGEST")).isEqualTo(master.call("DEBUG", "DIGEST"));
            assertThat(last.info("master_replid")).isEqualTo(master.info("master_replid"));
        }
    }

    @Test
    void siblingsGoOnWithAPromotedReplicaWithoutAFullSync() throws Exception {
        try (OurRedis second = OurRedis.start(folder("second"));
                StockRedis third = StockRedis.start("save \"\"")) {
            try (StockRedis first = StockRedis.start("save \"\"", "repl-diskless-sync-delay 0")) {
                second.call("REPLICAOF", "127.0.0.1", Integer.toString(first.port()));
                third.call("REPLICAOF", "127.0.0.1", Integer.toString(first.port()));
                await(
                        "both follow",
                        () -> "2".equals(first.info("connected_slaves"))
                                && second.info("master_link_status").equals("up")
                                && "up".equals(third.info("master_link_status")));
                write(first.port(), "a", WRITES);
                assertThat(first.call("WAIT", "2", "5000")).isEqualTo(2L);
            }
            second.call("REPLICAOF", "NO", "ONE");
            write(second.port(), "b", WRITES);
            third.call("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
            await(
                    "third follows second",
                    () -> "up".equals(third.info("master_link_status")) && sameOffset(second, third));
            assertThat(third.call("DBSIZE")).isEqualTo(2L * WRITES);
            assertThat(second.has("Partial resynchronization request from"))
                    .as(second.log())
                    .isTrue();
            assertThat(second.has("Full resync requested")).isFalse();
        }
    }

    @Test
    void aMasterThatComesBackEmptyIsRefusedUntilAnOperatorWantsIt() throws Exception {
        try (StockRedis master = StockRedis.start("save \"\"", "repl-diskless-sync-delay 0");
                OurRedis ours = OurRedis.start(folder("ours"), "--replicaof", "127.0.0.1 " + master.port())) {
            await("link up", () -> ours.info("master_link_status").equals("up"));
            write(master.port(), "a", WRITES);
            assertThat(master.call("WAIT", "1", "5000")).isEqualTo(1L);
            master.process().kill();
            master.restart();
            await("refused", () -> ours.has("it has come back without its data"));
            assertThat(ours.call("DBSIZE")).isEqualTo((long) WRITES);
            assertThat(ours.info("master_link_status")).isEqualTo("down");
            assertThat(master.info("sync_full")).isEqualTo("0");

            ours.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
            await("link up again", () -> ours.info("master_link_status").equals("up"));
            assertThat(ours.call("DBSIZE")).isEqualTo(0L);
        }
    }

    @Test
    void aRestartedReplicaOfUsGoesOnFromItsSnapshot() throws Exception {
        try (StockRedis master = StockRedis.start("save \"\"", "repl-diskless-sync-delay 0")) {
            try (OurRedis ours = OurRedis.start(folder("ours"), "--replicaof", "127.0.0.1 " + master.port())) {
                await("link up", () -> ours.info("master_link_status").equals("up"));
                write(master.port(), "a", WRITES);
                assertThat(master.call("WAIT", "1", "5000")).isEqualTo(1L);
                assertThat(ours.call("SAVE")).isEqualTo("OK");
            }
            write(master.port(), "b", WRITES);
            try (OurRedis ours = OurRedis.start(folder("ours"), "--replicaof", "127.0.0.1 " + master.port())) {
                await("same offset", () -> sameOffset(ours, master));
                assertThat(ours.call("DBSIZE")).isEqualTo(2L * WRITES);
                assertThat(master.info("sync_full")).isEqualTo("1");
            }
        }
    }
}
