package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.Resp2;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose connections are read and written by threads beside the one that executes commands. */
@Tag("slow")
final class IoThreadsTest {
    private static final String THREADS = "3";
    private static final int CONNECTIONS = 8;
    private static final int REQUESTS = 20_000;
    private static final int PIPELINE = 100;

    @TempDir
    Path folder;

    private OurProcess start(String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("--io-threads", THREADS));
        options.addAll(List.of(more));
        return OurProcess.start(Files.createDirectories(folder.resolve("ours")), options.toArray(String[]::new));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    @Test
    void eachConnectionGetsItsAnswersInOrder() throws Exception {
        try (OurProcess ours = start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                String key = "counter:" + i;
                clients.add(threads.submit(() -> count(ours.port(), key)));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(ours.info("io_threads_active")).isEqualTo("1");
            assertThat(Long.parseLong(ours.info("io_threaded_reads_processed"))).isPositive();
            ours.process().signal("TERM");
            assertThat(ours.process().awaitEnd()).isZero();
        }
    }

    private static void count(int port, String key) {
        try (RespConnection connection = new RespConnection(port)) {
            for (int sent = 0; sent < REQUESTS; sent += PIPELINE) {
                ByteArrayOutputStream requests = new ByteArrayOutputStream();
                for (int i = 0; i < PIPELINE; i++) {
                    requests.writeBytes(Resp2.command("INCR", key));
                }
                connection.sendRaw(requests.toByteArray());
                for (int i = 1; i <= PIPELINE; i++) {
                    assertThat(connection.read()).isEqualTo((long) sent + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aStockReplicaFollows(String diskless) throws Exception {
        try (OurProcess ours = start("--repl-diskless-sync", diskless)) {
            ours.call("DEBUG", "POPULATE", "200000");
            try (StockRedis stock = StockRedis.start("replicaof 127.0.0.1 " + ours.port())) {
                await("the link", () -> "up".equals(stock.info("master_link_status")));
                count(ours.port(), "after");
                assertThat(ours.call("WAIT", "1", "10000")).isEqualTo(1L);
                assertThat(stock.call("DEBUG", "DIGEST")).isEqualTo(ours.call("DEBUG", "DIGEST"));
            }
        }
    }

    @Test
    void aScriptThatRunsForeverIsKilledFromAnotherConnection() throws Exception {
        try (OurProcess ours = start("--busy-reply-threshold", "100");
                RespConnection script = new RespConnection(ours.port());
                RespConnection other = new RespConnection(ours.port())) {
            script.send("EVAL", "while true do end", "0");
            await("BUSY", () -> String.valueOf(other.call("PING")).contains("BUSY"));
            assertThat(other.call("SCRIPT", "KILL")).isEqualTo("OK");
            assertThat(script.read()).asString().contains("Script killed by user");
            assertThat(other.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void whoDoesNotTakeItsAnswersIsDisconnectedAndNobodyElse() throws Exception {
        try (OurProcess ours = start("--client-output-buffer-limit", "normal 4mb 0 0");
                RespConnection deaf = new RespConnection(ours.port());
                RespConnection other = new RespConnection(ours.port())) {
            other.call("SET", "large", "x".repeat(1_000_000));
            for (int i = 0; i < 100; i++) {
                deaf.send("GET", "large");
            }
            await(
                    "the deaf one's end",
                    () -> !String.valueOf(other.call("CLIENT", "LIST")).contains("cmd=get"));
            assertThat(other.call("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            deaf.read();
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void whatIsAnsweredBeforeTheEndArrives() throws Exception {
        try (OurProcess ours = start();
                RespConnection connection = new RespConnection(ours.port())) {
            connection.send("PING");
            connection.send("ECHO", "x".repeat(1_000_000));
            connection.send("QUIT");
            assertThat(connection.read()).isEqualTo("PONG");
            assertThat(connection.read()).asString().hasSize(1_000_000);
            assertThat(connection.read()).isEqualTo("OK");
            assertThatThrownBy(connection::read).isInstanceOf(UncheckedIOException.class);
        }
    }
}
