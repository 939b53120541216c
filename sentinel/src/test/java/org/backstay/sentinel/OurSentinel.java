package org.backstay.sentinel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.node.machine.Machine;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.script.ProcessScripts;
import org.backstay.sentinel.script.ScriptStarter;
import org.backstay.testkit.stock.Folder;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;

/** One of our sentinels in the test's process, on a real loop and 127.0.0.1. */
final class OurSentinel implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Folder folder;
    private final Path file;
    private final int port;
    private final List<String> lines = new ArrayList<>();
    private Loops loops;
    private Sentinel sentinel;
    private Worker scriptWorker;
    private CompletableFuture<Integer> ended = new CompletableFuture<>();

    private OurSentinel(Folder folder, Path file, int port) {
        this.folder = folder;
        this.file = file;
        this.port = port;
        launch();
    }

    /** Starts one with these lines of configuration. */
    static OurSentinel start(String... lines) {
        Folder folder = new Folder("our-sentinel");
        Path file = folder.path().resolve("sentinel.conf");
        int port = FreePorts.one();
        List<String> all = new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir " + folder.path()));
        all.addAll(List.of(lines));
        try {
            Files.write(file, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OurSentinel(folder, file, port);
    }

    /** Starts one on a file that exists, as another program left it. */
    static OurSentinel on(Path file, int port) {
        return new OurSentinel(null, file, port);
    }

    private void launch() {
        loops = new Loops(Transports.NIO, "sentinel-" + port, 1);
        Node node = Machine.node("sentinel-" + port, loops, new Lines(Machine.clock()));
        try {
            sentinel = node.loop()
                    .submit(() -> new Sentinel(
                            node, SentinelConfig.read(node.disk(), file, List.of()), new Surroundings(node)))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            node.loop()
                    .submit(() -> sentinel.start())
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .syncUninterruptibly();
        } catch (Exception e) {
            loops.close();
            throw new AssertionError("our sentinel did not start", e);
        }
    }

    private final class Surroundings implements Sentinel.Surroundings {
        private final Node node;

        Surroundings(Node node) {
            this.node = node;
            scriptWorker = node.workers().apply("scripts");
        }

        @Override
        public ScriptStarter scripts() {
            return new ProcessScripts(
                    node.loop(),
                    node.workers().apply("scripts"),
                    file.toAbsolutePath().getParent());
        }

        @Override
        public Names.Lookup names() {
            return Names.Lookup::system;
        }

        @Override
        public IntConsumer exit() {
            return ended::complete;
        }
    }

    /** Keeps the log's lines with the time of the machine before them. */
    private final class Lines implements Log {
        private final Clock clock;

        Lines(Clock clock) {
            this.clock = clock;
        }

        @Override
        public void log(Level level, String line) {
            synchronized (lines) {
                lines.add(clock.millis() + " " + line);
            }
        }

        @Override
        public boolean enabled(Level level) {
            return true;
        }
    }

    int port() {
        return port;
    }

    Path file() {
        return file;
    }

    List<String> log() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    boolean logged(String part) {
        return log().stream().anyMatch(line -> line.contains(part));
    }

    Object call(String... words) {
        return RespConnection.once(port, words);
    }

    int masterPort(String name) {
        return call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name) instanceof List<?> address
                ? Integer.parseInt(String.valueOf(address.get(1)))
                : -1;
    }

    /** How it ended. */
    int exit() throws Exception {
        return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Stops it in order; its file stays. */
    void stop() {
        if (loops != null) {
            loops.first().execute(() -> sentinel.stop("The test is over"));
            try {
                ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("our sentinel did not stop", e);
            }
            scriptWorker.close();
            loops.close();
            loops = null;
        }
    }

    /** Starts it again on its file. */
    void restart() {
        stop();
        ended = new CompletableFuture<>();
        launch();
    }

    @Override
    public void close() {
        stop();
        if (folder != null) {
            folder.close();
        }
    }
}
