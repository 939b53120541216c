package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurRedis;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes of redis-cli in which operators look at a server. */
@Tag("slow")
final class CliModesTest {
    private static final int KEYS = 1_000;
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    private Path folder;

    private OurRedis ours;
    private String port;

    @BeforeEach
    void fill() {
        ours = OurRedis.start(folder);
        port = Integer.toString(ours.port());
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < KEYS; i++) {
            commands.append("SET key:").append(i).append(" value\r\n");
        }
        commands.append("RPUSH biggest a b c d e f g\r\nHSET table f v\r\n");
        assertThat(Cli.runWith(commands.toString(), "-p", port, "--pipe"))
                .contains("errors: 0, replies: " + (KEYS + 2));
    }

    @AfterEach
    void stop() {
        ours.close();
    }

    @Test
    void largeKeysAreFound() {
        assertThat(Cli.run("-p", port, "--bigkeys"))
                .contains("Sampled " + (KEYS + 2) + " keys in the keyspace!")
                .contains("Biggest   list found '\"biggest\"' has 7 items");
        assertThat(Cli.run("-p", port, "--memkeys"))
                .contains("Sampled " + (KEYS + 2) + " keys in the keyspace!")
                .containsPattern("Biggest +list found '\"biggest\"' has \\d+ bytes");
    }

    @Test
    void keysAreListedByPattern() {
        assertThat(Cli.run("-p", port, "--scan", "--pattern", "key:99?").lines())
                .hasSize(10);
        assertThat(Cli.run("-p", port, "--scan").lines()).hasSize(KEYS + 2);
    }

    @Test
    void aSnapshotIsFetchedThatAStockServerLoads() throws Exception {
        Path fetched = Files.createDirectories(folder.resolve("fetched")).resolve("dump.rdb");
        assertThat(Cli.run("-p", port, "--rdb", fetched.toString())).contains("Transfer finished with success");
        try (StockRedis stock = StockRedis.startIn(fetched.getParent())) {
            assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(ours.call("DEBUG", "DIGEST"));
        }
    }

    @Test
    void monitorShowsWhatOthersSend() {
        try (PeerProcess monitor = cli("monitor", "MONITOR");
                RespConnection other = new RespConnection(ours.port())) {
            await(() -> monitor.output().contains("OK"));
            other.call("SELECT", "3");
            other.call("SET", "seen", "a b");
            await(() -> monitor.output().contains("\"SET\" \"seen\" \"a b\""));
            assertThat(monitor.output()).containsPattern("\\[3 127\\.0\\.0\\.1:\\d+] \"SET\"");
        }
    }

    @Test
    void figuresAreShownWhileTheServerRuns() {
        // redis-cli writes to a pipe a few kilobytes at a time.
        try (PeerProcess stat = cli("stat", "--stat", "-i", "0.01")) {
            await(() ->
                    stat.output().lines().anyMatch(line -> line.matches((KEYS + 2) + " +\\S+ +\\d+ +\\d+ +\\d+ .*")));
            assertThat(stat.output()).contains("keys       mem      clients blocked requests            connections");
        }
    }

    @Test
    void roundTripsAreMeasured() {
        String[] figures = Cli.run("-p", port, "--latency", "-i", "0.5").strip().split(" ");
        assertThat(figures).as("least, most, mean, count").hasSize(4);
        assertThat(Double.parseDouble(figures[2])).isBetween(0.0, 100.0);
        assertThat(Integer.parseInt(figures[3])).isPositive();
    }

    private PeerProcess cli(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.require("redis-cli").toString());
        command.addAll(List.of("-p", port));
        command.addAll(List.of(arguments));
        return PeerProcess.start(name, folder, command);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }
}
