package org.backstay.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
    @TempDir
    private Path folder;

    @Test
    void signalsArriveAsTasksOnTheLoop() throws Exception {
        try (Loops loops = new Loops(Transports.NIO, "loop", 1)) {
            CountDownLatch arrived = new CountDownLatch(1);
            Signals.HUP.handle(loops.first(), () -> {
                assertThat(loops.first().inEventLoop()).isTrue();
                arrived.countDown();
            });
            new ProcessBuilder("kill", "-HUP", Long.toString(PidFile.pid()))
                    .start()
                    .waitFor();
            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** As under nohup, and in the background of a script. */
    @Test
    void signalsThatTheParentIgnoredAreHandledAllTheSame() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
        Path pidFile = folder.resolve("child.pid");
        command.addAll(program("Foreground", pidFile));
        Process child = new ProcessBuilder(command).inheritIO().start();
        try {
            await().until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
            child.destroy();
            assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(pidFile).as("an orderly stop").doesNotExist();
    }

    @Test
    void pidFileHoldsTheNumberAndGoesOnAnOrderlyStop() throws IOException {
        Path path = Files.writeString(folder.resolve("redis.pid"), "999999\nleft by a crash");
        try (PidFile file = PidFile.write(path)) {
            assertThat(file.path()).hasContent(PidFile.pid() + "\n");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void pidFileThatCannotBeWrittenIsNamedInOneLine() {
        Path path = folder.resolve("missing/redis.pid");
        assertThatThrownBy(() -> PidFile.write(path))
                .hasMessage("Failed to write PID file " + path + ": No such file or directory");
    }

    @Test
    void daemonGoesOnInASessionOfItsOwnAfterItsParentEndedWithZero() throws Exception {
        Path pidFile = folder.resolve("daemon.pid");
        List<String> command = program("Background", pidFile);
        command.addAll(List.of("an argument with blanks", ""));
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(started.waitFor()).isZero();
        await().until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        try {
            assertThat(pid).isNotEqualTo(started.pid());
            String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", -1);
            assertThat(stat[5]).as("session").isEqualTo(Long.toString(pid));
            for (int stream = 0; stream < 3; stream++) {
                assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + stream)))
                        .hasToString("/dev/null");
            }
        } finally {
            daemon.destroy();
        }
        daemon.onExit().get(5, TimeUnit.SECONDS);
        assertThat(pidFile).doesNotExist();
    }

    private static List<String> program(String nested, Path pidFile) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessTest.class.getName() + "$" + nested,
                pidFile.toString()));
    }

    /** What the daemon test starts: detaches, then does as the other. */
    static final class Background {
        private Background() {}

        @SuppressWarnings("CatchAndPrintStackTrace")
        public static void main(String[] arguments) throws Exception {
            if (Daemon.detach()) {
                return;
            }
            if (arguments.length != 3 || !arguments[1].equals("an argument with blanks")) {
                throw new IllegalArgumentException(String.join("|", arguments));
            }
            Foreground.main(arguments);
        }
    }

    /** Writes its pid file, and ends on TERM. */
    static final class Foreground {
        private Foreground() {}

        public static void main(String[] arguments) throws Exception {
            Loops loops = new Loops(Transports.NIO, "child", 1);
            AtomicReference<PidFile> file = new AtomicReference<>();
            Signals.TERM.handle(loops.first(), () -> {
                file.get().close();
                loops.stop();
            });
            // Who reads the file may send the signal at once.
            loops.first().submit(() -> {
                file.set(PidFile.write(Path.of(arguments[0])));
                return null;
            });
        }
    }
}
