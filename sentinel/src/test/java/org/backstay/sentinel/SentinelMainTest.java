package org.backstay.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.testkit.stock.Folder;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.NotifySocket;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.Programs;
import org.backstay.testkit.stock.RespConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program as a process: its arguments, its output, its end. */
@Tag("slow")
class SentinelMainTest {
    @AutoClose
    private final Folder folder = new Folder("main");

    /** What the process runs. */
    static final class Entry {
        private Entry() {}

        public static void main(String[] args) {
            System.exit(SentinelMain.run(args));
        }
    }

    private static List<String> program() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Entry.class.getName());
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectError(folder.path().resolve("err").toFile())
                .redirectOutput(folder.path().resolve("out").toFile())
                .start();
    }

    private String err() throws IOException {
        return Files.readString(folder.path().resolve("err"));
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void startsAnswersAndStopsInOrder() throws Exception {
        int port = FreePorts.one();
        Path file = folder.path().resolve("sentinel.conf");
        Files.writeString(file, "sentinel monitor m 127.0.0.1 1 1\n");
        Process process = start(
                file.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--logfile",
                "log",
                "--pidfile",
                "pid",
                "--dir",
                folder.path().toString());
        try {
            Path log = folder.path().resolve("log");
            for (int i = 0;
                    i < 200 && !(Files.exists(log) && Files.readString(log).contains("+monitor"));
                    i++) {
                Thread.sleep(50);
            }
            assertThat(RespConnection.once(port, "PING")).isEqualTo("PONG");
            assertThat(Files.readString(log))
                    .containsPattern(
                            "\\d+:X \\d\\d \\w+ \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} # Sentinel ID is [0-9a-f]{40}")
                    .contains("# +monitor master m 127.0.0.1 1 quorum 1");
            assertThat(Files.readString(folder.path().resolve("pid"))).isEqualTo(process.pid() + "\n");
            process.destroy();
            assertThat(end(process)).isZero();
            assertThat(folder.path().resolve("pid")).doesNotExist();
            assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("port " + port, "sentinel myid ");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void systemdIsToldWhatTheOriginalTells() throws Exception {
        assertThat(told("ours", program()))
                .isEqualTo(told(
                        "theirs", List.of(Programs.require("redis-sentinel").toString())))
                .contains("READY=1", "STOPPING=1");
    }

    /** What a sentinel says of itself from its start to its end. */
    private List<String> told(String whose, List<String> program) throws Exception {
        Path file = folder.path().resolve(whose + ".conf");
        Files.writeString(file, "port " + FreePorts.one() + "\nsentinel monitor m 127.0.0.1 1 1\n");
        try (NotifySocket socket = NotifySocket.open(folder.path(), whose + ".socket")) {
            List<String> command = new ArrayList<>(List.of("env", socket.environment()));
            command.addAll(program);
            command.addAll(List.of(file.toString(), "--supervised", "systemd", "--daemonize", "no"));
            try (PeerProcess sentinel = PeerProcess.start(whose, folder.path(), command)) {
                sentinel.awaitReady(() -> socket.lines().contains("READY=1"));
            }
            return socket.lines();
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        assertThat(end(start())).isEqualTo(1);
        assertThat(err()).isEqualTo("redis-sentinel: Sentinel needs config file on disk to save state. Exiting...\n");

        Path file = folder.path().resolve("broken.conf");
        Files.writeString(file, "port 1\nsentinel monitor m 127.0.0.1\n");
        assertThat(end(start(file.toString()))).isEqualTo(1);
        assertThat(err().lines()).hasSize(1);
        assertThat(err()).contains("broken.conf:2: read 'sentinel monitor m 127.0.0.1'");

        assertThat(end(start("/nowhere/sentinel.conf"))).isEqualTo(1);
        assertThat(err()).contains("/nowhere/sentinel.conf").contains("No such file or directory");
    }

    @Test
    void busyPortEndsTheStart() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Path file = folder.path().resolve("busy.conf");
            Files.writeString(file, "bind 127.0.0.1\nport " + taken.getLocalPort() + "\n");
            assertThat(end(start(file.toString()))).isEqualTo(1);
            assertThat(err()).contains("127.0.0.1:" + taken.getLocalPort()).contains("Address already in use");
        }
    }
}
