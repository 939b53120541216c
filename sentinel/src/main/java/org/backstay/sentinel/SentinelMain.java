package org.backstay.sentinel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.backstay.config.ConfigException;
import org.backstay.config.Settings;
import org.backstay.node.Node;
import org.backstay.node.Supervisor;
import org.backstay.node.log.LogFile;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.RedisLog;
import org.backstay.node.log.StandardOutput;
import org.backstay.node.machine.Machine;
import org.backstay.node.process.Daemon;
import org.backstay.node.process.PidFile;
import org.backstay.node.process.Signals;
import org.backstay.node.process.Supervision;
import org.backstay.node.tls.Tls;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.sentinel.config.SentinelConfig;
import org.backstay.sentinel.config.SentinelStatements;
import org.backstay.sentinel.config.ServerDirectives;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.script.ProcessScripts;
import org.backstay.sentinel.script.ScriptStarter;
import org.jspecify.annotations.Nullable;

/**
 * Where redis-sentinel begins: its arguments in, its exit code out. Runs on the main thread, which waits until the sentinel has stopped.
 *
 * <p>{@code redis-sentinel FILE [--directive value ...]}; what the command line says is written to the file, as the original does.
 */
public final class SentinelMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final String DEFAULT_PIDFILE = "/var/run/redis-sentinel.pid";

    private final SentinelConfig config;
    private final Settings settings;

    private SentinelMain(SentinelConfig config) {
        this.config = config;
        this.settings = config.server();
    }

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        List<String> words = new ArrayList<>(List.of(args));
        words.removeIf("--sentinel"::equals);
        if (words.equals(List.of("-v")) || words.equals(List.of("--version"))) {
            System.out.println("Redis server v=7.0.15 (Backstay) mode=sentinel bits=64");
            return DONE;
        }
        if (words.equals(List.of("-h")) || words.equals(List.of("--help"))) {
            usage(System.out);
            return DONE;
        }
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            System.err.println("redis-sentinel: Sentinel needs config file on disk to save state. Exiting...");
            return FAILED;
        }
        try {
            Path file = Path.of(words.removeFirst()).toAbsolutePath();
            SentinelMain program = new SentinelMain(SentinelConfig.read(Machine.disk(), file, words));
            program.check();
            return program.serve();
        } catch (ConfigException e) {
            System.err.println("redis-sentinel: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            System.err.println("redis-sentinel: " + reason(e));
            return FAILED;
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "can't open config file '" + e.getMessage() + "': No such file or directory"
                : String.valueOf(e.getMessage());
    }

    private static void usage(PrintStream out) {
        out.println("usage: redis-sentinel FILE [--DIRECTIVE VALUE ...]");
        out.println("       redis-sentinel -v | --version | -h | --help");
    }

    /** Before it may go to the background: who started it sees the exit code. */
    private void check() throws IOException {
        Tls.check(settings, Machine.disk());
        SentinelStatements.stateOf(config.statements(), this::isExecutable, Machine.clock());
    }

    private boolean isExecutable(String path) {
        return Files.isExecutable(folder().resolve(path));
    }

    private int serve() throws IOException {
        Supervision supervision = settings.get(ServerDirectives.SUPERVISED);
        boolean daemon = settings.get(ServerDirectives.DAEMONIZE) && !supervision.isIn(System.getenv());
        if (daemon && Daemon.detach()) {
            return DONE;
        }
        RedisLog log = openLog();
        NettyLogs.to(log);
        log.warning("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.warning("Redis version=7.0.15, bits=64, modified=0, pid=" + PidFile.pid() + ", just started (Backstay)");
        log.warning("Configuration loaded");
        PidFile pidFile = writePidFile(daemon, log);
        String name = "sentinel-" + settings.get(ServerDirectives.PORT);
        try (Loops loops = new Loops(Transports.choose(log), name, 1)) {
            Supervisor supervisor = supervision.supervisorOfRedis(System.getenv(), log);
            return serve(Machine.node(name, loops, log).supervisedBy(supervisor), log);
        } finally {
            if (pidFile != null) {
                pidFile.close();
            }
        }
    }

    private int serve(Node node, RedisLog log) {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Surroundings surroundings = new Surroundings(node, folder(), ended::complete);
        node.loop().execute(() -> start(node, log, surroundings, ended));
        return ended.join();
    }

    private void start(Node node, RedisLog log, Surroundings surroundings, CompletableFuture<Integer> ended) {
        Sentinel sentinel;
        try {
            sentinel = new Sentinel(node, config, surroundings);
        } catch (ConfigException e) {
            log.warning(String.valueOf(e.getMessage()));
            System.err.println("redis-sentinel: " + e.getMessage());
            ended.complete(FAILED);
            return;
        }
        Signals.TERM.handle(node.loop(), () -> sentinel.stop("Received SIGTERM scheduling shutdown..."));
        Signals.INT.handle(node.loop(), () -> sentinel.stop("Received SIGINT scheduling shutdown..."));
        sentinel.start().addListener(started -> {
            if (!started.isSuccess()) {
                log.warning(String.valueOf(started.cause().getMessage()));
                System.err.println("redis-sentinel: " + started.cause().getMessage());
                ended.complete(FAILED);
                return;
            }
            node.supervisor().status("Ready to accept connections");
            node.supervisor().ready();
        });
    }

    /** Where relative paths begin; the original changes its working folder to it. */
    private Path folder() {
        return Path.of(settings.get(ServerDirectives.DIR)).toAbsolutePath();
    }

    private RedisLog openLog() throws IOException {
        String file = settings.get(ServerDirectives.LOGFILE);
        RedisLog log = new RedisLog(
                PidFile.pid(),
                RedisLog.Role.SENTINEL,
                Machine.clock(),
                file.isEmpty() ? new StandardOutput() : new LogFile(folder().resolve(file)));
        log.least(settings.get(ServerDirectives.LOGLEVEL));
        return log;
    }

    private @Nullable PidFile writePidFile(boolean daemon, RedisLog log) {
        String file = settings.get(ServerDirectives.PIDFILE);
        if (file.isEmpty() && !daemon) {
            return null;
        }
        try {
            return PidFile.write(folder().resolve(file.isEmpty() ? DEFAULT_PIDFILE : file));
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** What a machine offers a sentinel beyond its node. */
    private record Surroundings(ScriptStarter scripts, Names.Lookup names, IntConsumer exit)
            implements Sentinel.Surroundings {
        Surroundings(Node node, Path folder, IntConsumer exit) {
            this(new ProcessScripts(node.loop(), node.workers().apply("scripts"), folder), Names.Lookup::system, exit);
        }
    }
}
