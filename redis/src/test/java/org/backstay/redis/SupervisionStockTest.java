package org.backstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurProcess;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.NotifySocket;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit of systemd's that starts the original, with {@code Type=notify}, starts us. */
@Tag("slow")
final class SupervisionStockTest {
    @TempDir
    Path folder;

    @Test
    void systemdIsToldWhatTheOriginalTells() throws Exception {
        assertThat(ours("READY=1", "--supervised", "systemd", "--daemonize", "yes"))
                .isEqualTo(theirs("READY=1", "--supervised", "systemd", "--daemonize", "yes"))
                .contains("READY=1", "STOPPING=1");
    }

    @Test
    void aReplicaIsReadyBeforeItHasItsMastersData() throws Exception {
        String[] replica = {"--supervised", "auto", "--replicaof", "127.0.0.1 " + FreePorts.one()};
        assertThat(ours("READY=1", replica))
                .isEqualTo(theirs("READY=1", replica))
                .contains("READY=1");
    }

    @Test
    void whoIsNotAskedToTellsNothing() throws Exception {
        try (NotifySocket socket = NotifySocket.open(folder, "silent");
                OurProcess ours = OurProcess.startWith(socket.environment(), folder)) {
            assertThat(ours.info("process_supervised")).isEqualTo("no");
            ours.process().close();
            assertThat(socket.lines()).isEmpty();
        }
    }

    @Test
    void whenAReplicaIsInSyncIsToldToo() throws Exception {
        try (StockRedis master = StockRedis.start()) {
            String[] replica = {"--supervised", "systemd", "--replicaof", "127.0.0.1 " + master.port()};
            assertThat(ours("Finished with success", replica))
                    .isEqualTo(theirs("Finished with success", replica))
                    .anyMatch(line -> line.contains("Finished with success"));
        }
    }

    private List<String> ours(String last, String... options) throws Exception {
        Path own = Files.createDirectory(folder.resolve("ours"));
        try (NotifySocket socket = NotifySocket.open(own, "socket");
                OurProcess ours = OurProcess.startWith(socket.environment(), own, options)) {
            assertThat(ours.info("process_supervised")).isEqualTo("systemd");
            return messages(socket, ours.process(), last);
        }
    }

    private List<String> theirs(String last, String... options) throws Exception {
        Path own = Files.createDirectory(folder.resolve("theirs"));
        try (NotifySocket socket = NotifySocket.open(own, "socket")) {
            List<String> command = new ArrayList<>(List.of("env", socket.environment(), "redis-server"));
            command.addAll(List.of("--port", Integer.toString(FreePorts.one()), "--save", "", "--dir", own.toString()));
            command.addAll(List.of(options));
            try (PeerProcess stock = PeerProcess.start("stock", own, command)) {
                return messages(socket, stock, last);
            }
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    /** All that a server says, if it is ended after this message. */
    private static List<String> messages(NotifySocket socket, PeerProcess server, String last) throws Exception {
        await(last, () -> socket.lines().stream().anyMatch(line -> line.contains(last)));
        server.close();
        await("stopping", () -> socket.lines().contains("STOPPING=1"));
        return socket.lines();
    }
}
