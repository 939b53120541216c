package org.backstay.redis.replication;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backstay.redis.RedisServerMain;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.PeerProcess;
import org.backstay.testkit.stock.RespConnection;

/** Our redis-server as a process of its own, to be killed and frozen. */
public final class OurProcess implements AutoCloseable {
    private final Path folder;
    private final int port = FreePorts.one();
    private final List<String> environment;
    private final List<String> options;
    private final String heap;
    private final String buffers;
    private PeerProcess process;

    /** What the process runs. */
    static final class Entry {
        private Entry() {}

        public static void main(String[] args) {
            System.exit(RedisServerMain.run(args));
        }
    }

    private OurProcess(List<String> environment, Path folder, String heap, String buffers, List<String> options) {
        this.environment = environment;
        this.folder = folder;
        this.heap = heap;
        this.buffers = buffers;
        this.options = options;
        process = begin();
    }

    /** Starts one on a free port, with a small heap; options as on the command line. */
    public static OurProcess start(Path folder, String... options) {
        return startSmall(folder, "128m", "1g", options);
    }

    /** Starts one that may end instead of answering. */
    public static OurProcess startUnready(Path folder, String... options) {
        return new OurProcess(List.of(), folder, "128m", "1g", List.of(options));
    }

    /** Starts one with a variable of its environment set, given as {@code NAME=VALUE}. */
    public static OurProcess startWith(String variable, Path folder, String... options) {
        OurProcess started = new OurProcess(List.of(variable), folder, "128m", "1g", List.of(options));
        started.awaitAnswer("PONG");
        return started;
    }

    /** Starts one with this much memory for the Java heap and for buffers, as {@code 32m}. */
    public static OurProcess startSmall(Path folder, String heap, String buffers, String... options) {
        OurProcess started = new OurProcess(List.of(), folder, heap, buffers, List.of(options));
        started.awaitAnswer("PONG");
        return started;
    }

    /** Waits until PING is answered like this. */
    private void awaitAnswer(String answer) {
        process.awaitReady(() -> answers(answer));
    }

    private PeerProcess begin() {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "-XX:MaxDirectMemorySize=" + buffers,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Entry.class.getName(),
                "--port",
                Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString(), "--save", ""));
        command.addAll(List.of("--repl-diskless-sync-delay", "0", "--enable-debug-command", "yes"));
        command.addAll(options);
        return PeerProcess.start("ours", folder, command);
    }

    private boolean answers(String wanted) {
        try {
            return String.valueOf(call("PING")).contains(wanted);
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its process. */
    public PeerProcess process() {
        return process;
    }

    /** Sends one command on a new connection. */
    public Object call(String... words) {
        return RespConnection.once(port, words);
    }

    /** A field of {@code INFO}; empty when there is none. */
    public String info(String field) {
        String prefix = field + ":";
        return String.valueOf(call("INFO", "everything"))
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    /** Starts it again after it was killed, with the same port, folder and options. */
    void restart() {
        restart("PONG");
    }

    /** Starts it again after it ended, and waits no longer than until it loads what it has. */
    void restartLoading() {
        restart("LOADING");
    }

    private void restart(String answer) {
        process.close();
        process = begin();
        awaitAnswer(answer);
    }

    @Override
    public void close() {
        process.close();
    }
}
