package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The append-only log on disk: ours read by stock, stock's read by us, and what a crash leaves of it. */
@Tag("slow")
final class LogStockTest {
    @TempDir
    Path folder;

    private static void write(int port) {
        try (RespConnection connection = new RespConnection(port)) {
            for (int i = 0; i < 300; i++) {
                assertThat(connection.call("SET", "key" + i, "value " + i)).isEqualTo("OK");
            }
            connection.call("SELECT", "9");
            connection.call("MULTI");
            connection.call("SET", "in", "nine");
            connection.call("INCR", "count");
            assertThat(connection.call("EXEC")).isInstanceOf(List.class);
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static long increments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("appendonlydir"))) {
            return files.filter(file -> file.toString().endsWith(".incr.aof")).count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void stockStartsOnOurFolderAndWeOnStocks(String fsync) throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Object digest;
        try (OurRedis ours =
                OurRedis.start(shared, "--appendonly", "yes", "--appendfsync", fsync, "--aof-segment-size", "2kb")) {
            write(ours.port());
            assertThat(String.valueOf(ours.call("BGREWRITEAOF"))).contains("started");
            ours.call("SET", "after", "rewrite");
            write(ours.port());
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> ours.info("aof_rewrites").equals("1"));
            digest = ours.call("DEBUG", "DIGEST");
        }
        assertThat(increments(shared)).isGreaterThan(2);
        String manifest =
                shared.resolve("appendonlydir/appendonly.aof.manifest").toString();
        try (PeerProcess check = PeerProcess.start(
                "check-aof", shared, List.of(Programs.require("redis-check-aof").toString(), manifest))) {
            assertThat(check.awaitEnd()).as(check.output()).isZero();
        }
        try (StockRedis stock = StockRedis.startIn(shared, "appendonly yes", "save \"\"")) {
            assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(digest);
            assertThat(stock.call("GET", "after")).isEqualTo("rewrite");
            stock.call("SET", "from", "stock");
            digest = stock.call("DEBUG", "DIGEST");
            stock.call("SHUTDOWN", "NOSAVE");
        } catch (java.io.UncheckedIOException closed) {
            // SHUTDOWN answers by closing the connection.
        }
        try (OurRedis ours = OurRedis.start(shared, "--appendonly", "yes")) {
            assertThat(ours.call("DEBUG", "DIGEST")).isEqualTo(digest);
            assertThat(ours.call("GET", "from")).isEqualTo("stock");
        }
    }

    @Test
    void whatWasAnsweredUnderAlwaysIsOnDisk() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        try (OurRedis ours = OurRedis.start(live, "--appendonly", "yes", "--appendfsync", "always")) {
            write(ours.port());
            // A copy of the files while the server runs is what a crash would leave.
            Path crashed = copy(live, folder.resolve("crashed"));
            try (OurRedis again = OurRedis.start(crashed, "--appendonly", "yes")) {
                assertThat(again.call("DBSIZE")).isEqualTo(300L);
            }
        }
    }

    @Test
    void aLogThatIsSwitchedOffRefusesNoWrites() throws IOException {
        Path live = Files.createDirectories(folder.resolve("live"));
        try (OurRedis ours = OurRedis.start(live, "--appendonly", "yes", "--appendfsync", "everysec")) {
            for (int i = 0; i < 3; i++) {
                write(ours.port());
                assertThat(ours.call("CONFIG", "SET", "appendonly", "no")).isEqualTo("OK");
                Awaitility.await().pollDelay(1_100, TimeUnit.MILLISECONDS).until(() -> true); // a tick that would sync
                write(ours.port());
                assertThat(ours.call("CONFIG", "SET", "appendonly", "yes")).isEqualTo("OK");
            }
            assertThat(ours.log()).doesNotContain("Error writing to the AOF file");
        }
    }

    @Test
    void aMasterThatRestartsLetsItsReplicaGoOn() throws Exception {
        Path ours = Files.createDirectories(folder.resolve("ours"));
        int port;
        try (OurRedis first = OurRedis.start(ours, "--appendonly", "yes")) {
            port = first.port();
            try (StockRedis replica = StockRedis.start("save \"\"")) {
                replica.call("REPLICAOF", "127.0.0.1", Integer.toString(port));
                Awaitility.await()
                        .atMost(20, TimeUnit.SECONDS)
                        .until(() -> "up".equals(replica.info("master_link_status")));
                write(port);
                assertThat(first.call("WAIT", "1", "5000")).isEqualTo(1L);
                first.end();
                try (OurRedis second = OurRedis.start(ours, "--appendonly", "yes")) {
                    replica.call("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
                    Awaitility.await()
                            .atMost(20, TimeUnit.SECONDS)
                            .until(() -> "up".equals(replica.info("master_link_status")));
                    second.call("SET", "go", "on");
                    assertThat(second.call("WAIT", "1", "5000")).isEqualTo(1L);
                    assertThat(replica.call("GET", "go")).isEqualTo("on");
                    assertThat(second.has("Full resync requested"))
                            .as(second.log())
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aRewriteMakesALogWhereThereWasNone() {
        try (OurRedis ours = OurRedis.start(folder, "--appendonly", "no")) {
            ours.call("SET", "k", "v", "EX", "1000");
            ours.call("BGREWRITEAOF");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> ours.has("Background AOF rewrite finished successfully"));
            assertThat(ours.call("DEBUG", "LOADAOF")).isEqualTo("OK");
            assertThat(ours.call("GET", "k")).isEqualTo("v");
            assertThat((long) ours.call("TTL", "k")).isBetween(900L, 1_000L);
        }
    }

    @Test
    void aSnapshotUnderWritesIsTheStateOfItsMoment() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        try (OurRedis ours = OurRedis.start(live);
                RespConnection connection = new RespConnection(ours.port())) {
            int keys = 20_000;
            for (int i = 0; i < keys; i++) {
                connection.send("SET", "key" + i, "old");
                connection.read();
            }
            assertThat(String.valueOf(connection.call("BGSAVE"))).contains("started");
            for (int i = 0; i < keys; i += 7) {
                connection.call("SET", "key" + i, "new");
                connection.call("DEL", "key" + (i + 1));
                connection.call("SET", "born" + i, "new");
            }
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> ours.info("rdb_saves").equals("1"));
            Path saved = copyOne(live.resolve("dump.rdb"));
            try (StockRedis stock = StockRedis.startIn(saved, "save \"\"")) {
                assertThat(stock.call("DBSIZE")).isEqualTo((long) keys);
                assertThat(stock.call(
                                "EVAL",
                                "for _, k in ipairs(redis.call('KEYS', '*')) do"
                                        + " if redis.call('GET', k) ~= 'old' then return k end end return 'all old'",
                                "0"))
                        .isEqualTo("all old");
            }
        }
    }

    private Path copyOne(Path file) throws IOException {
        Path to = Files.createDirectories(folder.resolve("copy"));
        Files.copy(file, to.resolve("dump.rdb"));
        return to;
    }
}
