package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.Resp2;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SHUTDOWN and real signals: what is waited for, what is saved, and what lets the server go on. */
@Tag("slow")
final class OrderlyEndTest {
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    private Path data;
    private Path snapshot;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        snapshot = data.resolve("dump.rdb");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(condition);
    }

    private static StockRedis replicaOf(OurProcess master) {
        StockRedis replica = StockRedis.start("save \"\"");
        replica.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
        await(() -> "up".equals(replica.info("master_link_status")));
        assertThat(master.call("SET", "seen", "1")).isEqualTo("OK");
        assertThat(master.call("WAIT", "1", "5000")).isEqualTo(1L);
        return replica;
    }

    @Test
    void signalsSaveAsTheirDirectivesSay() {
        try (OurProcess ours = OurProcess.start(data, "--shutdown-on-sigterm", "save now")) {
            ours.call("SET", "key", "value");
            ours.process().signal("TERM");
            assertThat(ours.process().awaitEnd()).isZero();
            assertThat(snapshot).exists();
        }
        try (OurProcess ours = OurProcess.start(data, "--shutdown-on-sigint", "nosave")) {
            assertThat(ours.call("GET", "key")).isEqualTo("value");
            ours.call("CONFIG", "SET", "save", "3600 1");
            ours.call("SET", "key", "lost");
            ours.process().signal("INT");
            assertThat(ours.process().awaitEnd()).isZero();
        }
        try (OurProcess ours = OurProcess.start(data)) {
            assertThat(ours.call("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void theEndWaitsForAReplicaThatLags() {
        try (OurProcess master = OurProcess.start(data);
                StockRedis replica = replicaOf(master)) {
            replica.process().freeze();
            master.call("SET", "seen", "2");
            master.process().signal("TERM");
            await(() -> !master.info("shutdown_in_milliseconds").isEmpty());
            assertThat(master.process().alive()).isTrue();
            replica.process().thaw();
            assertThat(master.process().awaitEnd()).isZero();
            assertThat(replica.call("GET", "seen")).isEqualTo("2");
            assertThat(master.process().output())
                    .contains("1 of 1 replicas are in sync")
                    .doesNotContain("Lagging replica");
        }
    }

    @Test
    void theEndWaitsNoLongerThanItsTimeoutOrASecondSignal() {
        try (OurProcess master = OurProcess.start(data, "--shutdown-timeout", "1");
                StockRedis replica = replicaOf(master)) {
            replica.process().freeze();
            master.call("SET", "seen", "2");
            assertThat(master.call("CONFIG", "SET", "shutdown-timeout", "1")).isEqualTo("OK");
            master.process().signal("INT");
            assertThat(master.process().awaitEnd()).isZero();
            assertThat(master.process().output()).contains("Lagging replica").contains("0 of 1 replicas are in sync");
            replica.process().thaw();
        }
        try (OurProcess master = OurProcess.start(data, "--shutdown-timeout", "3600");
                StockRedis replica = replicaOf(master)) {
            replica.process().freeze();
            master.call("SET", "seen", "3");
            master.process().signal("TERM");
            await(() -> !master.info("shutdown_in_milliseconds").isEmpty());
            master.process().signal("TERM");
            assertThat(master.process().awaitEnd()).isZero();
            replica.process().thaw();
        }
    }

    @Test
    void anEndThatIsTakenBackIsAnErrorForWhoAsked() {
        try (OurProcess master = OurProcess.start(data);
                StockRedis replica = replicaOf(master);
                RespConnection asked = new RespConnection(master.port());
                RespConnection held = new RespConnection(master.port())) {
            assertThat(String.valueOf(master.call("SHUTDOWN", "ABORT"))).contains("No shutdown in progress");
            replica.process().freeze();
            master.call("SET", "seen", "2");
            asked.sendRaw(Resp2.command("SHUTDOWN"));
            await(() -> !master.info("shutdown_in_milliseconds").isEmpty());
            held.sendRaw(Resp2.command("SET", "held", "1"));
            await(() -> master.info("blocked_clients").equals("2"));
            assertThat(master.call("SHUTDOWN", "ABORT")).isEqualTo("OK");
            assertThat(String.valueOf(asked.read())).contains("Errors trying to SHUTDOWN. Check logs.");
            assertThat(held.read()).isEqualTo("OK");
            replica.process().thaw();
        }
    }

    @Test
    void aSnapshotThatCannotBeSavedLetsTheServerGoOnUnlessForced() throws IOException {
        try (OurProcess ours = OurProcess.start(data)) {
            ours.call("SET", "key", "value");
            Files.createDirectories(snapshot.resolve("in the way"));
            assertThat(String.valueOf(ours.call("SHUTDOWN", "SAVE"))).contains("Errors trying to SHUTDOWN");
            assertThat(ours.call("GET", "key")).isEqualTo("value");
            assertThat(String.valueOf(ours.call("SHUTDOWN", "SAVE", "NOSAVE"))).contains("syntax error");
            ours.call("CONFIG", "SET", "shutdown-on-sigterm", "save force");
            ours.process().signal("TERM");
            assertThat(ours.process().awaitEnd()).isZero();
        }
    }
}
