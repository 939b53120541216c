package org.backstay.redis.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.backstay.testkit.stock.Resp2;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that a script keeps busy while its master goes on. */
@Tag("slow")
final class BusyReplicaTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final int COMMANDS = 60_000;
    private static final String PADDING = "x".repeat(1000);

    /** What a replica that does not read, and the system before it, may take: some times what Linux lets a connection hold. */
    private static final long MOST_UNREAD = 32L << 20;

    @TempDir
    Path folder;

    @Test
    void readsNoMoreThanItCanApplyAndLosesNothing() throws Exception {
        try (MasterByHand master = new MasterByHand();
                OurRedis replica = OurRedis.start(
                        folder, "--replicaof", "127.0.0.1 " + master.port(), "--busy-reply-threshold", "20");
                RespConnection script = new RespConnection(replica.port());
                RespConnection other = new RespConnection(replica.port())) {
            await("the link", () -> "up".equals(replica.info("master_link_status")));
            script.send("EVAL", "while true do end", "0");
            await("a busy script", () -> String.valueOf(other.call("PING")).contains("BUSY"));

            ByteArrayOutputStream stream = stream();
            CompletableFuture<Void> sent = master.send(stream);
            try {
                awaitStandstill(master, sent);
                assertThat(master.taken()).isLessThan(MOST_UNREAD).isLessThan(stream.size());
            } finally {
                assertThat(other.call("SCRIPT", "KILL")).isEqualTo("OK"); // or nobody could end the replica
            }
            sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            await(
                    "the rest of the stream",
                    () -> replica.info("master_repl_offset").equals(Integer.toString(stream.size())));
            assertThat(other.call("LRANGE", "order", "0", "-1")).isEqualTo(numbers());
            assertThat(replica.info("master_link_status")).isEqualTo("up");
        }
    }

    private static ByteArrayOutputStream stream() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String number : numbers()) {
            stream.writeBytes(Resp2.command("RPUSH", "order", number));
            stream.writeBytes(Resp2.command("SET", "padding", PADDING));
        }
        return stream;
    }

    private static List<String> numbers() {
        return IntStream.range(0, COMMANDS).mapToObj(Integer::toString).toList();
    }

    /** Until all is sent, or until nothing has been taken for as long as a busy machine may need for a piece. */
    private static void awaitStandstill(MasterByHand master, CompletableFuture<Void> sent) {
        long[] last = {-1};
        Awaitility.await("all sent, or a standstill")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    long before = last[0];
                    last[0] = master.taken();
                    return sent.isDone() || before == last[0];
                });
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(condition::getAsBoolean);
    }
}
