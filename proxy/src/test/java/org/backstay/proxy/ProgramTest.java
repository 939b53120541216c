package org.backstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backstay.proxy.testing.Pools;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.RespConnection;
import org.backstay.testkit.stock.StockRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator starts it: its flags, its words, its files and its end. */
class ProgramTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String words) {}

    private static Outcome run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = NutcrackerMain.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("n.yml"), text).toString();
    }

    @Test
    void aGoodFileIsOkInTheOriginalsWords() throws IOException {
        String file = file("p:\n  listen: 127.0.0.1:1\n  redis: true\n  servers:\n  - a:1:1\n");
        assertThat(run("-t", "-c", file))
                .isEqualTo(new Outcome(0, "nutcracker: configuration file '" + file + "' syntax is ok\n"));
    }

    @Test
    void aFaultIsNamedInOneLineThatBeginsWithTheOriginalsWords() throws IOException {
        String file = file("p:\n  listen: 127.0.0.1:1\n  redis: true\n  hash: md6\n  servers:\n  - a:1:1\n");
        Outcome outcome = run("-t", "-c", file);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.words())
                .startsWith("nutcracker: configuration file '" + file + "' syntax is invalid: " + file + ":4: ")
                .contains("md6")
                .hasLineCount(1);
    }

    @Test
    void aMissingFileIsNamed() {
        Outcome outcome = run("-c", "/nowhere/n.yml");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.words())
                .isEqualTo(
                        "nutcracker: configuration file '/nowhere/n.yml' can't be opened: No such file or directory\n");
    }

    @Test
    void wrongUsageIsSaidFirst() {
        Outcome outcome = run("-z");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.words()).startsWith("nutcracker: invalid option -- 'z'\nUsage: nutcracker ");
    }

    @Test
    void versionAndStatisticsAreDescribedAsTheOriginalDoes() {
        assertThat(run("-V").words()).startsWith("This is nutcracker-0.5.0\nasync event backend: ");
        assertThat(run("-D").words())
                .contains("  client_eof          \"# eof on client connections\"\n")
                .contains("  server_ejected_at   \"timestamp when server was ejected in usec since epoch\"\n");
        assertThat(run("-h").code()).isZero();
    }

    /** Starts this class's {@link #main} in a JVM of its own. */
    private PeerProcess start(String name, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ProgramTest.class.getName()));
        command.addAll(List.of(args));
        return PeerProcess.start(name, folder, command);
    }

    /** What the launcher does with this program. */
    public static void main(String[] args) {
        System.exit(NutcrackerMain.run(args));
    }

    private static boolean answers(int port) {
        try (RespConnection client = new RespConnection(port)) {
            return "PONG".equals(client.call("PING"));
        } catch (java.io.UncheckedIOException notYet) {
            return false;
        }
    }

    @Tag("slow")
    @Test
    void itServesKeepsItsFilesAndEndsInOrder() throws IOException {
        List<Integer> ports = FreePorts.take(3);
        int port = ports.getFirst();
        Path log = folder.resolve("n.log");
        Path pid = folder.resolve("n.pid");
        try (StockRedis redis = StockRedis.start()) {
            String file = file(Pools.over("timeout: 1000", redis).replace("{port}", Integer.toString(port)));
            String[] args = {
                "-c",
                file,
                "-o",
                log.toString(),
                "-p",
                pid.toString(),
                "-s",
                ports.get(1).toString(),
                "--loops=2"
            };
            try (PeerProcess proxy = start("proxy", args)) {
                proxy.awaitReady(() -> answers(port));
                assertThat(Files.readString(pid).strip()).isEqualTo(Long.toString(proxy.pid()));
                assertThat(RespConnection.once(port, "SET", "a", "1")).isEqualTo("OK");
                busyPort(file, ports.get(2));
                Files.move(log, folder.resolve("n.log.1"));
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                proxy.signal("USR1");
                proxy.signal("TTIN");
                proxy.signal("HUP");
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> Files.exists(log)
                                && Files.readString(log).contains("signal 1 (SIGHUP) received, reopening log file"));
                assertThat(Files.readString(log))
                        .contains("signal 10 (SIGUSR1) received\n")
                        .contains("up log level to 6");
                proxy.signal("TERM");
                assertThat(proxy.awaitEnd()).isZero();
            }
            assertThat(pid).doesNotExist();
            assertThat(Files.readString(folder.resolve("n.log.1"))).contains("listening on '127.0.0.1:" + port + "'");
            assertThat(Files.readString(log)).endsWith("done, rabbit done\n");
        }
    }

    /** Several loops share a port; another process still finds it busy. */
    private void busyPort(String file, int statistics) {
        try (PeerProcess second = start("second", "-c", file, "-s", Integer.toString(statistics), "--loops=2", "-v0")) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.output())
                    .startsWith("nutcracker: can't listen on '127.0.0.1:")
                    .hasLineCount(1);
        }
    }
}
