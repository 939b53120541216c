package org.backstay.redis.replication;

import io.netty.channel.EventLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.backstay.config.QuotedLines;
import org.backstay.config.Statement;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.machine.Machine;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.redis.RedisNode;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.testkit.stock.FreePorts;
import org.backstay.testkit.stock.RespConnection;
import org.jspecify.annotations.Nullable;

/** Our redis-server in the test's process, on a loop of its own; reached over its port, as any other. */
public final class OurRedis implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Path folder;
    private final int port;
    private final List<String> lines = new ArrayList<>();
    private final Loops loops;
    private final RedisNode redis;
    private boolean closed;

    private OurRedis(Path folder, int port, @Nullable Path file, String... options) {
        this.folder = folder;
        this.port = port;
        List<String> words = new ArrayList<>(List.of("--port", Integer.toString(port), "--dir", folder.toString()));
        words.addAll(List.of("--repl-diskless-sync-delay", "0", "--save", "", "--enable-debug-command", "yes"));
        words.addAll(Arrays.asList(options));
        Log log = new Log() {
            @Override
            public void log(Level level, String line) {
                synchronized (lines) {
                    lines.add(line);
                }
            }

            @Override
            public boolean enabled(Level level) {
                return level != Level.DEBUG;
            }
        };
        loops = new Loops(Transports.choose(log), "ours-" + port, 1);
        Node node = Machine.node("ours-" + port, loops, log);
        EventLoop loop = node.loop();
        redis = loop.submit(() -> {
                    List<Statement> statements = new ArrayList<>();
                    if (file != null) {
                        statements.addAll(
                                QuotedLines.readFile(file.toString(), path -> Files.readAllBytes(Path.of(path))));
                    }
                    statements.addAll(QuotedLines.commandLine(words));
                    RedisNode made = new RedisNode(node, RedisDirectives.table().read(statements), file);
                    made.start();
                    return made;
                })
                .syncUninterruptibly()
                .getNow();
        Awaitility.await("ours is ready")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> has("eady to accept connections"));
    }

    /** Starts one on a free port; options as on the command line. */
    public static OurRedis start(Path folder, String... options) {
        return new OurRedis(folder, FreePorts.one(), null, options);
    }

    /** Starts one that is configured by a file, which CONFIG REWRITE rewrites. */
    public static OurRedis startWith(Path file, Path folder) {
        return new OurRedis(folder, FreePorts.one(), file);
    }

    /** Starts one that listens on a unix domain socket only. */
    public static OurRedis startOnSocket(Path folder, Path socket) {
        return new OurRedis(folder, 0, null, "--unixsocket", socket.toString());
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    Path folder() {
        return folder;
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

    /** How often a line with this text was logged. */
    long count(String text) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.contains(text)).count();
        }
    }

    /** Whether a line with this text was logged. */
    public boolean has(String text) {
        return count(text) > 0;
    }

    /** All that was logged, a line each. */
    public String log() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Ends it in order; does nothing the second time. */
    void end() {
        if (closed) {
            return;
        }
        closed = true;
        redis.server().loop().execute(redis::stop);
        redis.ended().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        loops.close();
    }
}
