package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that is killed again and again under writes; {@code -Dbackstay.kills=100} makes it a hundred times. */
@Tag("slow")
final class KilledMasterTest {
    private static final int KILLS = Integer.getInteger("backstay.kills", 4);
    private static final int KEYS = 500;
    private static final int KILLS_A_REWRITE = 4;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    /** Writes counted values until the connection breaks, and knows what was answered. */
    private static final class Writer {
        private static final int PIPELINE = 20;

        private final int port;

        /** The last answered value of each key. */
        final Map<String, Long> answered = new HashMap<>();

        /** The last answered value of each key that was answered more than a second before the end. */
        final Map<String, Long> settled = new HashMap<>();

        private long next;

        Writer(int port) {
            this.port = port;
        }

        Thread start() {
            return Thread.ofVirtual().start(this::run);
        }

        private void run() {
            Map<Long, Map<String, Long>> bySecond = new HashMap<>();
            long began = System.nanoTime();
            try (RespConnection connection = new RespConnection(port)) {
                while (true) {
                    long first = next;
                    for (int i = 0; i < PIPELINE; i++) {
                        connection.send("SET", key(next), Long.toString(next));
                        next++;
                    }
                    for (long value = first; value < first + PIPELINE; value++) {
                        if (!"OK".equals(connection.read())) {
                            return;
                        }
                        answered.put(key(value), value);
                        long tenth = (System.nanoTime() - began) * 10 / SECOND_NANOS;
                        bySecond.computeIfAbsent(tenth, none -> new HashMap<>()).put(key(value), value);
                    }
                }
            } catch (UncheckedIOException killed) {
                long last = (System.nanoTime() - began) * 10 / SECOND_NANOS;
                bySecond.entrySet().stream()
                        .filter(tenth -> tenth.getKey() < last - 10)
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(tenth -> settled.putAll(tenth.getValue()));
            }
        }

        private static String key(long value) {
            return "key" + value % KEYS;
        }
    }

    private static void assertHolds(OurProcess master, Map<String, Long> expected) {
        try (RespConnection connection = new RespConnection(master.port())) {
            expected.forEach((key, value) -> {
                Object found = connection.call("GET", key);
                assertThat(found).as(key).isNotNull();
                assertThat(Long.parseLong(String.valueOf(found))).as(key).isGreaterThanOrEqualTo(value);
            });
        }
    }

    private static boolean hasAll(OurProcess master, String status, String offset) {
        return "up".equals(status) && master.info("master_repl_offset").equals(offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec"})
    void itsReplicasGoOnAndWhatWasAnsweredIsThere(String fsync) throws Exception {
        Path own = Files.createDirectories(folder.resolve("master"));
        Path ours = Files.createDirectories(folder.resolve("ours"));
        try (OurProcess master = OurProcess.start(own, "--appendonly", "yes", "--appendfsync", fsync);
                StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + master.port());
                OurRedis second = OurRedis.start(ours, "--replicaof", "127.0.0.1 " + master.port())) {
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> master.info("connected_slaves").equals("2"));
            String id = master.info("master_replid");
            Writer writer = new Writer(master.port());
            for (int kill = 0; kill < KILLS; kill++) {
                Awaitility.await()
                        .atMost(30, TimeUnit.SECONDS)
                        .until(() -> "up".equals(stock.info("master_link_status"))
                                && "up".equals(second.info("master_link_status")));
                Thread writing = writer.start();
                if (kill % KILLS_A_REWRITE == KILLS_A_REWRITE - 1) {
                    master.call(
                            "BGREWRITEAOF"); // what a start has to read stays short, and some die in the middle of it
                }
                TimeUnit.MILLISECONDS.sleep(300 + 97 * kill % 1500);
                master.kill();
                writing.join();
                master.restart();
                assertHolds(master, fsync.equals("always") ? writer.answered : writer.settled);
                assertThat(master.info("master_replid")).isEqualTo(id);
            }
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> hasAll(master, stock.info("master_link_status"), stock.info("master_repl_offset"))
                            && hasAll(master, second.info("master_link_status"), second.info("master_repl_offset")));
            assertThat(master.info("sync_full")).isEqualTo("0");
            assertThat(second.count("Full resync from master")).as(second.log()).isEqualTo(1);
            Object digest = master.call("DEBUG", "DIGEST");
            assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(digest);
            assertThat(second.call("DEBUG", "DIGEST")).isEqualTo(digest);
            assertThat(writer.answered).isNotEmpty();
        }
    }
}
