package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of every type and encoding on their way between a stock server and ours: DUMP and RESTORE, MIGRATE, redis-cli --rdb. */
@Tag("slow")
final class MovedValuesTest {
    private static final String[] DEBUG = {"--enable-debug-command", "yes"};

    private final List<String> keys = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void forgetKeys() {
        keys.clear();
    }

    /** A key of every type in every encoding. */
    private void fill(RespConnection redis) {
        add(redis, "SET", "int", "-12345678901");
        add(redis, "SET", "embstr", "short");
        add(redis, "SET", "raw", "compressible ".repeat(500));
        add(redis, "SET", "expires", "x", "EX", "100000");
        for (int size : new int[] {3, 2_000}) {
            for (int i = 0; i < size; i++) {
                add(redis, "RPUSH", "list" + size, "element " + i);
                add(redis, "HSET", "hash" + size, "field " + i, Integer.toString(i));
                add(redis, "SADD", "intset" + size, Integer.toString(i * 1_000_003));
                add(redis, "SADD", "set" + size, "member " + i);
                add(redis, "ZADD", "zset" + size, Double.toString(i / 3.0), "member " + i);
            }
        }
        add(redis, "RPUSH", "long list", "y".repeat(20_000), "z".repeat(100));
        add(redis, "ZADD", "infinite", "inf", "a", "-inf", "b", "0", "c");
    }

    private void add(RespConnection redis, String... words) {
        assertThat(redis.call(words)).isNotInstanceOf(IOException.class);
        if (!keys.contains(words[1])) {
            keys.add(words[1]);
        }
    }

    private void restoreAll(RespConnection from, RespConnection to) {
        for (String key : keys) {
            String payload = (String) from.call("DUMP", key);
            assertThat(to.call("RESTORE", key, "0", payload)).as(key).isEqualTo("OK");
            assertThat(to.call("OBJECT", "ENCODING", key)).as(key).isEqualTo(from.call("OBJECT", "ENCODING", key));
            if (!key.equals("expires")) {
                assertThat(to.call("DEBUG", "DIGEST-VALUE", key))
                        .as(key)
                        .isEqualTo(from.call("DEBUG", "DIGEST-VALUE", key));
            }
        }
    }

    @Test
    void dumpedValuesAreRestoredBothWays() {
        try (StockRedis stock = StockRedis.start("enable-debug-command yes");
                OurRedis ours = OurRedis.start(folder, DEBUG);
                RespConnection there = new RespConnection(stock.port());
                RespConnection here = new RespConnection(ours.port())) {
            fill(there);
            restoreAll(there, here);
            there.call("FLUSHALL");
            restoreAll(here, there);
        }
    }

    @Test
    void keysMigrateBothWays() {
        try (StockRedis stock = StockRedis.start("enable-debug-command yes", "requirepass secret");
                OurRedis ours = OurRedis.start(folder, DEBUG);
                RespConnection there = new RespConnection(stock.port());
                RespConnection here = new RespConnection(ours.port())) {
            there.call("AUTH", "secret");
            fill(here);
            Object before = here.call("DEBUG", "DIGEST");
            assertThat(here.call(migrate(stock.port(), "AUTH", "wrong")))
                    .asString()
                    .contains("Target instance replied");
            assertThat(here.call("DEBUG", "DIGEST")).isEqualTo(before);
            assertThat(here.call(migrate(stock.port(), "AUTH2", "default", "secret")))
                    .isEqualTo("OK");
            assertThat(here.call("DBSIZE")).isEqualTo(0L);
            assertThat(here.call(migrate(stock.port(), "AUTH", "secret"))).isEqualTo("NOKEY");
            assertThat(there.call("DBSIZE")).isEqualTo((long) keys.size());
            assertThat(there.call(migrate(ours.port(), "COPY"))).isEqualTo("OK");
            assertThat(there.call(migrate(ours.port()))).asString().contains("BUSYKEY");
            assertThat(there.call(migrate(ours.port(), "REPLACE"))).isEqualTo("OK");
            assertThat(there.call("DBSIZE")).isEqualTo(0L);
            assertThat(here.call("DBSIZE")).isEqualTo((long) keys.size());
        }
    }

    private String[] migrate(int port, String... options) {
        List<String> words = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", Integer.toString(port), "", "0", "5000"));
        words.addAll(List.of(options));
        words.add("KEYS");
        words.addAll(keys);
        return words.toArray(String[]::new);
    }

    @Test
    void theDataSurvivesItsWayOverTheDisk() {
        try (OurRedis ours = OurRedis.start(folder, DEBUG);
                RespConnection here = new RespConnection(ours.port())) {
            fill(here);
            Object before = here.call("DEBUG", "DIGEST");
            assertThat(here.call("DEBUG", "RELOAD")).isEqualTo("OK");
            assertThat(here.call("DEBUG", "DIGEST")).isEqualTo(before);
            assertThat(here.call("DEBUG", "RELOAD", "NOSAVE", "NOFLUSH"))
                    .asString()
                    .startsWith("-ERR Error trying");
            here.call("FLUSHALL");
            assertThat(here.call("DEBUG", "RELOAD", "NOSAVE", "NOFLUSH", "MERGE"))
                    .isEqualTo("OK");
            assertThat(here.call("DEBUG", "DIGEST")).isEqualTo(before);
        }
    }

    @Test
    void theDataSurvivesItsWayOverTheLog() {
        try (OurRedis ours = OurRedis.start(
                        folder, "--enable-debug-command", "yes", "--appendonly", "yes", "--appendfsync", "no");
                RespConnection here = new RespConnection(ours.port())) {
            fill(here);
            Object before = here.call("DEBUG", "DIGEST");
            assertThat(here.call("DEBUG", "LOADAOF")).isEqualTo("OK");
            assertThat(here.call("DEBUG", "DIGEST")).isEqualTo(before);
            here.call("SET", "after", "1");
            assertThat(here.call("DEBUG", "LOADAOF")).isEqualTo("OK");
            assertThat(here.call("GET", "after")).isEqualTo("1");
        }
    }

    @Test
    void redisCliFetchesASnapshot() throws IOException, InterruptedException {
        try (OurRedis ours = OurRedis.start(folder, DEBUG);
                RespConnection here = new RespConnection(ours.port())) {
            fill(here);
            Path fetched = folder.resolve("fetched.rdb");
            run("redis-cli", "-p", Integer.toString(ours.port()), "--rdb", fetched.toString());
            assertThat(run("redis-check-rdb", fetched.toString())).contains(keys.size() + " keys read");
        }
    }

    @Test
    void redisCliFetchesLibrariesAlone() throws IOException, InterruptedException {
        try (OurRedis ours = OurRedis.start(folder, DEBUG);
                RespConnection here = new RespConnection(ours.port())) {
            fill(here);
            here.call(
                    "FUNCTION",
                    "LOAD",
                    "#!lua name=kept\nredis.register_function('f1', function() return 'called' end)");
            Path fetched = folder.resolve("fetched.rdb");
            run("redis-cli", "-p", Integer.toString(ours.port()), "--functions-rdb", fetched.toString());
            try (StockRedis stock = StockRedis.startIn(folder, "dbfilename fetched.rdb")) {
                assertThat(stock.call("DBSIZE")).isEqualTo(0L);
                assertThat(stock.call("FCALL", "f1", "0")).isEqualTo("called");
            }
        }
    }

    /** Runs a program to its end, which must be a good one; returns what it said. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
