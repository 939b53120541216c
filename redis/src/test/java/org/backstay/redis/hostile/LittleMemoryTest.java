package org.backstay.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.backstay.redis.replication.OurProcess;
import org.backstay.testkit.stock.Resp2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with little memory of the virtual machine's, and clients that take all of it: reads and DEL are answered all the same. */
@Tag("slow")
final class LittleMemoryTest {
    private static final String HEAP_FULL = "-OOM command not allowed when the Java heap is nearly full.";
    private static final int COMMANDS_AT_ONCE = 2_000;
    private static final int MOST_BATCHES = 2_000;
    private static final int LARGE_BYTES = 1 << 20;
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private OurProcess server;
    private final List<Socket> attackers = new ArrayList<>();

    @BeforeEach
    void start() {
        server = OurProcess.startSmall(
                folder, "40m", "64m", "--logfile", folder.resolve("log").toString());
        assertThat(server.call("MSET", "a", "1", "b", "2")).isEqualTo("OK");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket each : attackers) {
            each.close();
        }
        server.close();
    }

    private Socket attacker() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        attackers.add(socket);
        return socket;
    }

    /** Sends commands and reads the answers until one is as wanted; fails if none ever is. */
    private static void sendUntil(Socket socket, String wanted, IntFunction<byte[]> command) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < COMMANDS_AT_ONCE; i++) {
                many.writeBytes(command.apply(batch * COMMANDS_AT_ONCE + i));
            }
            out.write(many.toByteArray());
            boolean seen = false;
            for (int i = 0; i < COMMANDS_AT_ONCE; i++) {
                seen |= wanted.equals(Resp2.read(in));
            }
            if (seen) {
                return;
            }
        }
        throw new AssertionError("never answered " + wanted);
    }

    private void readsAndDeletionsAreAnswered() {
        assertThat(server.call("GET", "a")).isEqualTo("1");
        assertThat(server.call("DEL", "b")).isEqualTo(1L);
        assertThat(server.call("PING")).isEqualTo("PONG");
    }

    @Test
    void aHeapFullOfSubscriptionsRefusesMoreUntilTheyAreGone() throws IOException {
        Socket subscriber = attacker();
        Socket reader = attacker();
        sendUntil(subscriber, HEAP_FULL, i -> Resp2.command("SUBSCRIBE", "channel:" + i));
        for (String[] command : List.of(
                new String[] {"GET", "a"}, new String[] {"DEL", "b"}, new String[] {"SET", "c", "3"}, new String[] {
                    "WATCH", "a"
                })) {
            reader.getOutputStream().write(Resp2.command(command));
        }
        assertThat(Resp2.read(reader.getInputStream())).isEqualTo("1");
        assertThat(Resp2.read(reader.getInputStream())).isEqualTo(1L);
        assertThat(Resp2.read(reader.getInputStream())).isEqualTo(HEAP_FULL);
        assertThat(Resp2.read(reader.getInputStream())).isEqualTo(HEAP_FULL);
        subscriber.close();
        Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> "OK".equals(server.call("SET", "c", "3")));
        assertThat(Files.readString(folder.resolve("log")))
                .contains("The Java heap is nearly full")
                .contains("There is room on the Java heap again");
    }

    @Test
    void aHeapFullOfQueuedCommandsEndsTheTransactionThatQueuesMore() throws IOException {
        Socket queuing = attacker();
        Socket reader = attacker();
        queuing.getOutputStream().write(Resp2.command("MULTI"));
        assertThat(Resp2.read(queuing.getInputStream())).isEqualTo("OK");
        sendUntil(queuing, HEAP_FULL, i -> Resp2.command("GET", "a"));
        reader.getOutputStream().write(Resp2.command("DEL", "b"));
        assertThat(Resp2.read(reader.getInputStream())).isEqualTo(1L);
        queuing.getOutputStream().write(Resp2.command("EXEC"));
        assertThat(String.valueOf(Resp2.read(queuing.getInputStream()))).startsWith("-EXECABORT");
    }

    @Test
    void aCommandThatWantsMoreThanThereIsIsAnError() throws IOException {
        Socket client = attacker();
        for (int i = 0; i < 60; i++) {
            List<String> push = new ArrayList<>(List.of("RPUSH", "list"));
            for (int j = 0; j < 10_000; j++) {
                push.add(Integer.toString(i * j));
            }
            client.getOutputStream().write(Resp2.command(push.toArray(String[]::new)));
            assertThat(Resp2.read(client.getInputStream())).isEqualTo(10_000L * (i + 1));
        }
        client.getOutputStream().write(Resp2.command("SORT", "list"));
        assertThat(String.valueOf(Resp2.read(client.getInputStream()))).startsWith("-OOM");
        readsAndDeletionsAreAnswered();
        assertThat(server.call("SET", "c", "3")).isEqualTo("OK");
    }

    @Test
    void clientsThatDoNotTakeTheirAnswersAreClosedBeforeThereAreNoBuffers() throws IOException {
        assertThat(server.call("SETRANGE", "large", Integer.toString(LARGE_BYTES - 1), "x"))
                .isEqualTo((long) LARGE_BYTES);
        for (int i = 0; i < 12; i++) {
            Socket greedy = attacker();
            for (int j = 0; j < 20; j++) {
                greedy.getOutputStream().write(Resp2.command("GET", "large"));
            }
            Awaitility.await()
                    .pollDelay(150, TimeUnit.MILLISECONDS)
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> "1".equals(server.call("GET", "a")));
        }
        readsAndDeletionsAreAnswered();
        assertThat(Integer.parseInt(server.info("evicted_clients"))).isPositive();
    }

    @Test
    void requestsThatNeverEndAreClosedBeforeThereAreNoBuffers() throws IOException {
        byte[] head = "*2\r\n$3\r\nGET\r\n$400000000\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] part = new byte[4 * LARGE_BYTES];
        for (int i = 0; i < 24; i++) {
            Socket endless = attacker();
            endless.getOutputStream().write(head);
            endless.getOutputStream().write(part);
            Awaitility.await()
                    .pollDelay(150, TimeUnit.MILLISECONDS)
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> "1".equals(server.call("GET", "a")));
        }
        readsAndDeletionsAreAnswered();
        assertThat(Integer.parseInt(server.info("evicted_clients"))).isPositive();
    }
}
