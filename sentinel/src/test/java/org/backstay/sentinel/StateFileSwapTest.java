package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.backstay.testkit.stock.Folder;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.backstay.testkit.stock.StockSentinel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stock sentinel starts on the file that ours wrote, ours on the file that a stock one wrote, and both know what the other knew. */
@Tag("slow")
class StateFileSwapTest {
    private static final String NAME = "mymaster";

    private static void until(String what, BooleanSupplier condition) {
        await(what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }

    private static String[] lines(int port) {
        return new String[] {
            "# watched for the operators",
            "sentinel monitor " + NAME + " 127.0.0.1 " + port + " 1",
            "sentinel down-after-milliseconds " + NAME + " 900",
            "sentinel parallel-syncs " + NAME + " 1",
            "sentinel failover-timeout " + NAME + " 12000"
        };
    }

    private static List<String> state(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("sentinel "))
                .sorted()
                .toList();
    }

    @Test
    void stockSentinelGoesOnFromOurFile() throws Exception {
        try (StockRedis master = StockRedis.start();
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + master.port());
                OurSentinel ours = OurSentinel.start(lines(master.port()))) {
            until("the replica is met", () -> ours.logged("+slave slave 127.0.0.1:" + replica.port()));
            Object id = ours.call("SENTINEL", "MYID");
            until("a replica can be promoted", () -> "OK".equals(ours.call("SENTINEL", "FAILOVER", NAME)));
            until("the failover is over", () -> ours.logged("+switch-master"));
            ours.stop();
            List<String> written = state(ours.file());
            assertThat(written)
                    .contains(
                            "sentinel monitor " + NAME + " 127.0.0.1 " + replica.port() + " 1",
                            "sentinel known-replica " + NAME + " 127.0.0.1 " + master.port(),
                            "sentinel config-epoch " + NAME + " 1",
                            "sentinel current-epoch 1");
            assertThat(Files.readString(ours.file())).contains("# watched for the operators");
            try (PeerProcess stock = PeerProcess.start(
                    "stock-sentinel",
                    ours.file().getParent(),
                    List.of(
                            Programs.require("redis-sentinel").toString(),
                            ours.file().toString()))) {
                until("it answers", () -> answers(ours.port()));
                assertThat(RespConnection.once(ours.port(), "SENTINEL", "MYID")).isEqualTo(id);
                RespConnection.once(ours.port(), "SENTINEL", "FLUSHCONFIG");
                assertThat(state(ours.file())).isEqualTo(written);
                assertThat(stock.alive()).isTrue();
            }
        }
    }

    @Test
    void oursGoesOnFromTheFileOfAStockSentinel() throws Exception {
        try (StockRedis master = StockRedis.start();
                StockRedis replica = StockRedis.start("replicaof 127.0.0.1 " + master.port());
                StockSentinel stock = StockSentinel.start(lines(master.port()));
                Folder folder = new Folder("swapped")) {
            until(
                    "the replica is met",
                    () -> String.valueOf(stock.call("SENTINEL", "REPLICAS", NAME))
                            .contains(String.valueOf(replica.port())));
            Object id = stock.call("SENTINEL", "MYID");
            stock.process().close();
            List<String> written = state(stock.configuration());
            Path file = folder.path().resolve("sentinel.conf");
            Files.copy(stock.configuration(), file);
            try (OurSentinel ours = OurSentinel.on(file, stock.port())) {
                assertThat(ours.call("SENTINEL", "MYID")).isEqualTo(id);
                assertThat(String.valueOf(ours.call("SENTINEL", "REPLICAS", NAME)))
                        .contains(String.valueOf(replica.port()));
                assertThat(ours.call("SENTINEL", "FLUSHCONFIG")).isEqualTo("OK");
                assertThat(state(file)).isEqualTo(written);
                ours.restart();
                assertThat(ours.call("SENTINEL", "MYID")).isEqualTo(id);
            }
        }
    }

    private static boolean answers(int port) {
        try {
            return "PONG".equals(RespConnection.once(port, "PING"));
        } catch (java.io.UncheckedIOException notYet) {
            return false;
        }
    }
}
