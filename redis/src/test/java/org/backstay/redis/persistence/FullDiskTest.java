package org.backstay.redis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that have no room, or can't be written: what was answered stays, and the server goes on when the disk does. */
@Tag("slow")
final class FullDiskTest {
    @TempDir
    Path folder;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(folder, "4m");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    private static void assertHolds(RespConnection connection, Map<String, String> answered) {
        answered.forEach((key, value) -> assertThat(connection.call("GET", key)).isEqualTo(value));
    }

    private void awaitWrites(RespConnection connection) {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> "OK".equals(connection.call("SET", "again", "possible")));
    }

    @Test
    void writesAreRefusedWhileTheLogHasNoRoomAndNothingThatWasAnsweredIsLost() throws Exception {
        Map<String, String> answered = new HashMap<>();
        try (OurRedis ours = OurRedis.start(folder, "--appendonly", "yes");
                RespConnection connection = new RespConnection(ours.port())) {
            connection.call("SET", "before", "there");
            disk.fill();
            Object answer = "OK";
            for (int i = 0; "OK".equals(answer); i++) {
                String value = i + "x".repeat(2000);
                answer = connection.call("SET", "key" + i, value);
                if ("OK".equals(answer)) {
                    answered.put("key" + i, value);
                }
                assertThat(i).as("writes are refused in the end").isLessThan(5_000);
            }
            assertThat(String.valueOf(answer)).startsWith("-MISCONF Errors writing to the AOF file: No space left");
            assertThat(ours.info("aof_last_write_status")).isEqualTo("err");
            assertHolds(connection, answered);
            disk.makeRoom();
            awaitWrites(connection);
            assertThat(ours.info("aof_last_write_status")).isEqualTo("ok");
            assertThat(ours.has("AOF write error looks solved")).isTrue();
        }
        try (OurRedis again = OurRedis.start(folder, "--appendonly", "yes");
                RespConnection connection = new RespConnection(again.port())) {
            assertHolds(connection, answered);
            assertThat(connection.call("GET", "before")).isEqualTo("there");
            assertThat(connection.call("GET", "again")).isEqualTo("possible");
        }
    }

    @Test
    void underAlwaysAWriteIsAnsweredWhenThereIsRoomAndOthersAreServedMeanwhile() throws Exception {
        try (OurRedis ours = OurRedis.start(folder, "--appendonly", "yes", "--appendfsync", "always");
                RespConnection writer = new RespConnection(ours.port());
                RespConnection other = new RespConnection(ours.port())) {
            assertThat(writer.call("SET", "before", "there")).isEqualTo("OK");
            disk.fill();
            String value = "x".repeat(20_000);
            writer.send("SET", "waits", value);
            writer.send("GET", "before");
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> ours.has("Error writing to the AOF file"));
            assertThat(other.call("PING")).isEqualTo("PONG");
            assertThat(other.call("GET", "before")).isEqualTo("there");
            assertThat(String.valueOf(other.call("SET", "b", "2"))).startsWith("-MISCONF");
            disk.makeRoom();
            assertThat(writer.read()).isEqualTo("OK");
            assertThat(writer.read()).isEqualTo("there");
            awaitWrites(other);
            Path crashed = Files.createDirectory(folder.resolve("crashed"));
            copyLog(folder, crashed);
            try (OurRedis again = OurRedis.start(crashed, "--appendonly", "yes")) {
                assertThat(again.call("GET", "waits")).isEqualTo(value);
            }
        }
    }

    private static void copyLog(Path from, Path to) throws Exception {
        Path log = Files.createDirectory(to.resolve("appendonlydir"));
        try (Stream<Path> files = Files.list(from.resolve("appendonlydir"))) {
            for (Path file : files.toList()) {
                Files.copy(file, log.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aRewriteWithoutRoomLeavesTheLogAsItWas() throws Exception {
        try (OurRedis ours = OurRedis.start(folder, "--appendonly", "yes");
                RespConnection connection = new RespConnection(ours.port())) {
            for (int i = 0; i < 100; i++) {
                connection.call("SET", "key" + i, i + "y".repeat(3000));
            }
            Awaitility.await().until(() -> ours.info("aof_buffer_length").equals("0"));
            disk.fill();
            connection.call("BGREWRITEAOF");
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> ours.info("aof_last_bgrewrite_status").equals("err"));
            disk.makeRoom();
            awaitWrites(connection);
            connection.call("BGREWRITEAOF");
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> ours.info("aof_last_bgrewrite_status").equals("ok"));
        }
        try (OurRedis again = OurRedis.start(folder, "--appendonly", "yes")) {
            assertThat(again.call("DBSIZE")).isEqualTo(101L);
        }
    }

    @Test
    void aSnapshotWithoutRoomLeavesTheOldOneAndWritesWaitForTheNext() throws Exception {
        try (OurRedis ours = OurRedis.start(folder, "--save", "3600 1");
                RespConnection connection = new RespConnection(ours.port())) {
            for (int i = 0; i < 100; i++) {
                connection.call("SET", "key" + i, i + " of " + Math.sqrt(i));
            }
            assertThat(connection.call("SAVE")).isEqualTo("OK");
            byte[] saved = Files.readAllBytes(folder.resolve("dump.rdb"));
            disk.fill();
            connection.call("SET", "big", "z".repeat(50_000) + Math.random());
            assertThat(String.valueOf(connection.call("SAVE"))).contains("No space left");
            assertThat(Files.readAllBytes(folder.resolve("dump.rdb"))).isEqualTo(saved);
            assertThat(String.valueOf(connection.call("SET", "a", "1")))
                    .startsWith("-MISCONF Redis is configured to save");
            disk.makeRoom();
            assertThat(connection.call("SAVE")).isEqualTo("OK");
            assertThat(connection.call("SET", "a", "1")).isEqualTo("OK");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly("dump.rdb");
            }
        }
    }

    @Test
    void aSnapshotOnAReadOnlyDiskIsAnErrorUntilItCanBeWritten() throws Exception {
        try (OurRedis ours = OurRedis.start(folder, "--save", "3600 1");
                RespConnection connection = new RespConnection(ours.port())) {
            connection.call("SET", "a", "1");
            disk.readOnly(true);
            assertThat(String.valueOf(connection.call("SAVE")))
                    .startsWith("-ERR")
                    .contains("Read-only file system");
            assertThat(ours.info("rdb_last_bgsave_status")).isEqualTo("err");
            assertThat(String.valueOf(connection.call("SET", "a", "2"))).startsWith("-MISCONF");
            assertThat(connection.call("GET", "a")).isEqualTo("1");
            disk.readOnly(false);
            assertThat(connection.call("SAVE")).isEqualTo("OK");
            assertThat(connection.call("SET", "a", "2")).isEqualTo("OK");
        }
    }
}
