package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that come back after a hundred times what the backlog holds: they go on from the log's files. */
@Tag("slow")
final class CatchUpStockTest {
    private static final int BACKLOG = 256 * 1024;
    private static final int VALUE = 16 * 1024;
    private static final int PIPELINE = 50;

    @TempDir
    Path folder;

    private OurRedis master() throws Exception {
        return OurRedis.start(
                Files.createDirectories(folder.resolve("master")),
                "--appendonly",
                "yes",
                "--repl-backlog-size",
                Integer.toString(BACKLOG),
                "--aof-segment-size",
                "4mb");
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    /** A hundred times the backlog, in transactions, several databases and commands of all sizes. */
    private static void writeFarBeyondTheBacklog(int port, String prefix) {
        try (RespConnection connection = new RespConnection(port)) {
            long written = 0;
            for (int i = 0; written < 100L * BACKLOG; i++) {
                connection.send("SELECT", Integer.toString(i % 3));
                for (int j = 0; j < PIPELINE; j++) {
                    connection.send("SET", prefix + (i * j % 700), i + "#".repeat(VALUE - j * 7));
                }
                connection.send("MULTI");
                connection.send("INCR", "transactions");
                connection.send("EXEC");
                for (int j = 0; j < PIPELINE + 4; j++) {
                    connection.read();
                }
                written += (long) PIPELINE * VALUE;
            }
        }
    }

    private static void assertCaughtUp(OurRedis master, Function<String, String> replica, Callable<Object> digest)
            throws Exception {
        await(
                "the replica has everything",
                () -> "up".equals(replica.apply("master_link_status"))
                        && master.info("master_repl_offset").equals(replica.apply("master_repl_offset")));
        assertThat(digest.call()).isEqualTo(master.call("DEBUG", "DIGEST"));
        assertThat(master.info("sync_full")).as(master.log()).isEqualTo("1");
        assertThat(master.has("from the append only file")).as(master.log()).isTrue();
    }

    @Test
    void aStoppedStockReplicaGoesOnWhereItWas() throws Exception {
        try (OurRedis master = master();
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + master.port())) {
            await("link up", () -> "up".equals(replica.info("master_link_status")));
            replica.process().freeze();
            try {
                writeFarBeyondTheBacklog(master.port(), "a");
            } finally {
                replica.process().thaw();
            }
            assertCaughtUp(master, replica::info, () -> replica.call("DEBUG", "DIGEST"));
        }
    }

    @Test
    void aKilledStockReplicaGoesOnFromItsSnapshot() throws Exception {
        try (OurRedis master = master();
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + master.port())) {
            await("link up", () -> "up".equals(replica.info("master_link_status")));
            master.call("SET", "before", "the snapshot");
            assertThat(master.call("WAIT", "1", "5000")).isEqualTo(1L);
            assertThat(replica.call("SAVE")).isEqualTo("OK");
            replica.process().kill();
            writeFarBeyondTheBacklog(master.port(), "a");
            replica.restart();
            writeFarBeyondTheBacklog(master.port(), "b");
            assertCaughtUp(master, replica::info, () -> replica.call("DEBUG", "DIGEST"));
        }
    }

    @Test
    void newReplicasShareTheBaseThatIsThereAndNoSnapshotIsTaken() throws Exception {
        try (OurRedis master = master()) {
            writeFarBeyondTheBacklog(master.port(), "a");
            master.call("BGREWRITEAOF");
            await("a base", () -> master.info("aof_rewrites").equals("1"));
            try (RespConnection connection = new RespConnection(master.port())) {
                connection.call("SELECT", "2");
                connection.call("SET", "after", "the base");
            }
            try (StockRedis first = StockRedis.start("replicaof 127.0.0.1 " + master.port());
                    StockRedis second = StockRedis.start("replicaof 127.0.0.1 " + master.port())) {
                for (StockRedis replica : List.of(first, second)) {
                    await("link up", () -> "up".equals(replica.info("master_link_status")));
                    await(
                            "same offset",
                            () -> master.info("master_repl_offset").equals(replica.info("master_repl_offset")));
                    assertThat(replica.call("DEBUG", "DIGEST")).isEqualTo(master.call("DEBUG", "DIGEST"));
                }
                assertThat(master.count("gets the append only file's base")).isEqualTo(2);
                assertThat(master.has("Starting BGSAVE for SYNC")).isFalse();
            }
        }
    }

    @Test
    void oursStoppedAndThenKilledGoesOnWhereItWas() throws Exception {
        Path own = Files.createDirectories(folder.resolve("replica"));
        try (OurRedis master = master();
                OurProcess replica =
                        OurProcess.start(own, "--appendonly", "yes", "--replicaof", "127.0.0.1 " + master.port())) {
            await("link up", () -> "up".equals(replica.info("master_link_status")));
            replica.process().freeze();
            try {
                writeFarBeyondTheBacklog(master.port(), "a");
            } finally {
                replica.process().thaw();
            }
            assertCaughtUp(master, replica::info, () -> replica.call("DEBUG", "DIGEST"));
            replica.kill();
            writeFarBeyondTheBacklog(master.port(), "b");
            replica.restart();
            assertCaughtUp(master, replica::info, () -> replica.call("DEBUG", "DIGEST"));
        }
    }
}
