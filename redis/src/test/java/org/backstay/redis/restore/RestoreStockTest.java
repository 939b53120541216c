package org.backstay.redis.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.redis.replication.StreamTap;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores beside an independent replay: what came over the wire, fed to a stock server up to the same place. */
@Tag("slow")
final class RestoreStockTest {
    private static final int RESTORES = 100;
    private static final int JUDGED_BY_STOCK = 5;
    private static final int ROUNDS = 4;
    private static final int WRITES = 600;

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_122);

    /** What the program printed, and how it ended. */
    private record Outcome(int code, String out, String err) {}

    private static Outcome restore(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = RestoreMain.run(arguments, new PrintStream(out), new PrintStream(err));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Outcome restore(Path from, String to, Path into) {
        return restore("--from", from.toString(), "--to", to, "--into", into.toString());
    }

    private void write(RespConnection connection) {
        String key = "key" + random.nextInt(60);
        String value = "v".repeat(random.nextInt(60)) + random.nextInt(1000);
        switch (random.nextInt(9)) {
            case 0 -> connection.call("SET", key, value);
            case 1 -> connection.call("RPUSH", "list" + key, value, value + "x");
            case 2 -> connection.call("LPOP", "list" + key);
            case 3 -> connection.call("HSET", "hash" + key, value, "1");
            case 4 -> connection.call("ZINCRBY", "zset" + key, "1.5", value);
            case 5 -> connection.call("SPOP", "set" + key);
            case 6 -> connection.call("SADD", "set" + key, value, "a", "b");
            case 7 -> connection.call("SELECT", Integer.toString(random.nextInt(3)));
            default -> {
                connection.call("MULTI");
                connection.call("DEL", key);
                connection.call("XADD", "stream", "*", "of", key);
                connection.call("INCR", "transactions");
                connection.call("EXEC");
            }
        }
    }

    private void rewrite(OurRedis ours, int round) {
        assertThat(String.valueOf(ours.call("BGREWRITEAOF"))).contains("started");
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> ours.info("aof_rewrites").equals(Integer.toString(round)));
    }

    /** Feeds a stock server command by command, so that its digest is known wherever a unit ends. */
    private static final class Replay implements AutoCloseable {
        private final StockRedis stock = StockRedis.start();
        private final RespConnection connection = new RespConnection(stock.port());
        private final List<StreamTap.Command> commands;
        private int next;
        private long offset;

        Replay(List<StreamTap.Command> commands, long start) {
            this.commands = commands;
            offset = start;
        }

        /** Goes on to the last end of a unit that is not behind an offset. */
        void upTo(long target) {
            int end = next;
            for (int i = next; i < commands.size() && commands.get(i).end() <= target; i++) {
                end = commands.get(i).endsUnit() ? i + 1 : end;
            }
            for (; next < end; next++) {
                connection.sendRaw(commands.get(next).bytes());
                assertThat(String.valueOf(connection.read())).doesNotStartWith("-");
                offset = commands.get(next).end();
            }
        }

        Object digest() {
            return stock.call("DEBUG", "DIGEST");
        }

        @Override
        public void close() {
            connection.close();
            stock.close();
        }
    }

    @Test
    void aRestoreToAnyOffsetIsWhatAnIndependentReplayMakes() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        try (OurRedis ours = OurRedis.start(
                        live, "--appendonly", "yes", "--aof-segment-size", "10kb", "--aof-history-snapshots", "10");
                StreamTap tap = new StreamTap(ours.port());
                RespConnection connection = new RespConnection(ours.port())) {
            for (int round = 1; round <= ROUNDS; round++) {
                for (int i = 0; i < WRITES; i++) {
                    write(connection);
                }
                if (round < ROUNDS) {
                    rewrite(ours, round);
                }
            }
            long end = Long.parseLong(ours.info("master_repl_offset"));
            tap.readUpTo(end);
            Outcome list = restore("--from", live.toString(), "--list");
            assertThat(list.out().lines()).as(list.toString()).hasSize(1 + ROUNDS);
            try (Replay replay = new Replay(tap.commands(), tap.start())) {
                long[] offsets =
                        random.longs(RESTORES, tap.start(), end + 1).sorted().toArray();
                for (int i = 0; i < RESTORES; i++) {
                    replay.upTo(offsets[i]);
                    compare(live, offsets[i], replay, i % (RESTORES / JUDGED_BY_STOCK) == 0);
                }
            }
        }
    }

    private void compare(Path live, long offset, Replay replay, boolean onStock) throws IOException {
        Path into = folder.resolve("at" + offset);
        Outcome restored = restore(live, Long.toString(offset), into);
        assertThat(restored.out()).as(restored.err()).startsWith("Restored offset " + replay.offset + " of ");
        Object expected = replay.digest();
        try (OurRedis ours = OurRedis.start(into, "--appendonly", "yes")) {
            assertThat(ours.call("DEBUG", "DIGEST")).as("offset " + offset).isEqualTo(expected);
        }
        if (onStock) {
            try (StockRedis stock = StockRedis.startIn(into, "appendonly yes")) {
                assertThat(stock.call("DEBUG", "DIGEST")).as("offset " + offset).isEqualTo(expected);
            }
        }
    }

    @Test
    void aRestoreToATimeIsWhatRedisCheckAofCutsAt() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        long middle;
        try (OurRedis ours = OurRedis.start(live, "--appendonly", "yes");
                RespConnection connection = new RespConnection(ours.port())) {
            long begin = System.currentTimeMillis();
            while (System.currentTimeMillis() - begin < 3_000) {
                write(connection);
                TimeUnit.MILLISECONDS.sleep(2);
            }
            middle = begin / 1000 + 1;
        }
        Path into = folder.resolve("into");
        Outcome restored = restore(live, "@" + middle, into);
        assertThat(restored.code()).as(restored.err()).isZero();
        cutByStock(live.resolve("appendonlydir/appendonly.aof.manifest"), middle);
        try (StockRedis cut = StockRedis.startIn(live, "appendonly yes");
                StockRedis stock = StockRedis.startIn(into, "appendonly yes")) {
            assertThat(cut.call("DBSIZE")).isNotEqualTo(0L);
            assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(cut.call("DEBUG", "DIGEST"));
        }
    }

    private static void cutByStock(Path manifest, long seconds) {
        String program = Programs.require("redis-check-aof").toString();
        List<String> command = List.of(program, "--truncate-to-timestamp", Long.toString(seconds), manifest.toString());
        try (PeerProcess check = PeerProcess.start("check-aof", manifest.getParent(), command)) {
            assertThat(check.awaitEnd()).as(check.output()).isZero();
            assertThat(check.output()).contains("Successfully truncated");
        }
    }

    /** A restored server must not pass for the one that went on: its replicas would miss what that one wrote. */
    @Test
    void aReplicaThatIsAheadOfARestoredMasterGetsItsStateAnew() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path into = folder.resolve("into");
        try (OurRedis ours = OurRedis.start(live, "--appendonly", "yes");
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> "up".equals(replica.info("master_link_status")));
            ours.call("SET", "key", "wanted");
            String offset = ours.info("master_repl_offset");
            ours.call("SET", "key", "mistake");
            assertThat(ours.call("WAIT", "1", "5000")).isEqualTo(1L);
            Outcome restored = restore(live, offset, into);
            assertThat(restored.code()).as(restored.err()).isZero();
            try (OurRedis again = OurRedis.start(into, "--appendonly", "yes")) {
                again.call("SET", "other", "value");
                replica.call("REPLICAOF", "127.0.0.1", Integer.toString(again.port()));
                Awaitility.await()
                        .atMost(20, TimeUnit.SECONDS)
                        .until(() -> "value".equals(replica.call("GET", "other")));
                assertThat(replica.call("GET", "key")).isEqualTo("wanted");
            }
        }
    }

    @Test
    void itNeverWritesIntoAFolderThatIsNotEmptyOrTheOneItReads() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        try (OurRedis ours = OurRedis.start(live, "--appendonly", "yes")) {
            ours.call("SET", "key", "value");
            Path full = Files.createDirectory(folder.resolve("full"));
            Files.writeString(full.resolve("file"), "mine");
            assertOneLine(restore(live, "10", full), 1, "is not empty");
            assertOneLine(restore(live, "10", live.resolve("inside")), 1, "where nothing is written");
            assertOneLine(restore(folder.resolve("none"), "10", folder.resolve("x")), 1, "does not exist");
            assertOneLine(restore(live, "yesterday", folder.resolve("x")), 2, "not 'yesterday'");
            assertOneLine(restore("--list"), 2, "--from");
            assertOneLine(restore("--from", "x", "--list", "--to", "5"), 2, "either --list");
            assertOneLine(restore("--from", "x", "--nonsense"), 2, "'--nonsense'");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("live", "full");
            }
        }
    }

    private static void assertOneLine(Outcome outcome, int code, String text) {
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("redis-restore: ")
                .contains(text);
    }
}
