package org.backstay.redis;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.config.ConfigException;
import org.backstay.config.Directive;
import org.backstay.config.QuotedLines;
import org.backstay.config.ServerArguments;
import org.backstay.config.Settings;
import org.backstay.config.Statement;
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
import org.backstay.persistence.snapshot.SnapshotRehearsal;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.redis.config.ShutdownDirectives;
import org.backstay.redis.config.ShutdownOptions;
import org.backstay.redis.server.ServerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Where redis-server begins: its arguments in, its exit code out. Runs on the main thread, which waits for the server's loop to
 * end.
 *
 * <p>{@code redis-server [FILE | -] [--directive value ...]}; the command line wins over the file.
 */
public final class RedisServerMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Not while the server starts and loads, which somebody waits for, nor while the first clients come. */
    private static final long REHEARSAL_AFTER_MILLIS = 2_000;

    private static final String DEFAULT_PIDFILE = "/var/run/redis.pid";

    private final Settings settings;
    private final @Nullable Path configFile;

    private RedisServerMain(Settings settings, @Nullable Path configFile) {
        this.settings = settings;
        this.configFile = configFile;
    }

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        if (args.length == 1 && (args[0].equals("-v") || args[0].equals("--version"))) {
            System.out.println("Redis server v=" + ServerIdentity.REDIS_VERSION + " (Backstay) bits=64");
            return DONE;
        }
        if (args.length == 1 && (args[0].equals("-h") || args[0].equals("--help"))) {
            usage(System.out);
            return DONE;
        }
        try {
            return configured(args).serve();
        } catch (ConfigException | IOException e) {
            System.err.println("redis-server: " + e.getMessage());
            return e instanceof ConfigException ? WRONG_USAGE : FAILED;
        }
    }

    private static void usage(PrintStream out) {
        out.println("usage: redis-server [FILE] [-] [--DIRECTIVE VALUE ...]");
        out.println("       redis-server -v | --version | -h | --help");
        out.println("       redis-server FILE --sentinel");
    }

    private static RedisServerMain configured(String[] args) throws IOException {
        ServerArguments arguments = ServerArguments.parse(List.of(args));
        List<Statement> statements = new ArrayList<>();
        String name = arguments.file();
        Path file = name == null ? null : Path.of(name).toAbsolutePath();
        if (name != null) {
            statements.addAll(QuotedLines.readFile(name, path -> Files.readAllBytes(Path.of(path))));
        }
        if (arguments.standardInput()) {
            String text = new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1);
            statements.addAll(QuotedLines.read(text, "standard input"));
        }
        statements.addAll(arguments.statements());
        return new RedisServerMain(RedisDirectives.table().read(statements), file);
    }

    private int serve() throws IOException {
        Path folder = Path.of(settings.get(RedisDirectives.DIR));
        if (!Files.isDirectory(folder)) {
            throw new IOException("dir " + folder + " is no folder; the data would have no place");
        }
        // Whoever asks may stand elsewhere.
        settings.put(RedisDirectives.DIR, folder.toRealPath().toString());
        Tls.check(settings, Machine.disk());
        Supervision supervision = settings.get(RedisDirectives.SUPERVISED);
        boolean daemon = settings.get(RedisDirectives.DAEMONIZE) && !supervision.isIn(System.getenv());
        if (daemon && Daemon.detach()) {
            return DONE;
        }
        RedisLog log = openLog();
        NettyLogs.to(log);
        announce(log);
        Supervisor supervisor = supervision.supervisorOfRedis(System.getenv(), log);
        PidFile pidFile = writePidFile(daemon, log);
        String name = "redis-" + RedisDirectives.clientPort(settings);
        Transports transport = Transports.choose(log);
        // Connections end before the loop that owns them.
        try (Loops loops = new Loops(transport, name, 1);
                Loops connections = connectionLoops(transport, name)) {
            return serve(Machine.node(name, loops, connections, log).supervisedBy(supervisor), log);
        } finally {
            if (pidFile != null) {
                pidFile.close();
            }
        }
    }

    private @Nullable Loops connectionLoops(Transports transport, String name) {
        int threads = settings.get(RedisDirectives.IO_THREADS) - 1;
        return threads == 0 ? null : new Loops(transport, name + "-io", threads);
    }

    private int serve(Node node, RedisLog log) {
        RedisNode redis = node.loop()
                .submit(() -> new RedisNode(node, settings, configFile))
                .syncUninterruptibly()
                .getNow();
        settings.onChange(RedisDirectives.LOGLEVEL, (before, now) -> log.least(now));
        Signals.TERM.handle(node.loop(), () -> stop(redis, log, "SIGTERM", ShutdownDirectives.SHUTDOWN_ON_SIGTERM));
        Signals.INT.handle(node.loop(), () -> stop(redis, log, "SIGINT", ShutdownDirectives.SHUTDOWN_ON_SIGINT));
        redis.ready()
                .addListener(ready -> node.loop()
                        .schedule(() -> SnapshotRehearsal.begin(node), REHEARSAL_AFTER_MILLIS, TimeUnit.MILLISECONDS));
        node.loop().execute(redis::start);
        return redis.ended().awaitUninterruptibly().getNow();
    }

    private void stop(RedisNode redis, RedisLog log, String signal, Directive<ShutdownOptions> how) {
        log.warning("Received " + signal + " scheduling shutdown...");
        redis.stop(settings.get(how));
    }

    private RedisLog openLog() throws IOException {
        String file = settings.get(RedisDirectives.LOGFILE);
        RedisLog log = new RedisLog(
                PidFile.pid(),
                RedisLog.Role.MASTER,
                Machine.clock(),
                file.isEmpty() ? new StandardOutput() : new LogFile(Path.of(file)));
        log.least(settings.get(RedisDirectives.LOGLEVEL));
        return log;
    }

    private void announce(RedisLog log) {
        log.warning("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.warning("Redis version=" + ServerIdentity.REDIS_VERSION + ", bits=64, modified=0, pid=" + PidFile.pid()
                + ", just started (Backstay)");
        if (configFile == null) {
            log.warning(
                    "Warning: no config file specified, using the default config. In order to specify a config file use "
                            + "redis-server /path/to/redis.conf");
        } else {
            log.warning("Configuration loaded");
        }
        log.notice("Running mode=standalone, port=" + RedisDirectives.clientPort(settings) + ", PID " + PidFile.pid()
                + ".");
        for (Directive<?> row : settings.givenWithoutEffect()) {
            log.notice("Directive " + row.name() + ": " + row.about());
        }
    }

    private @Nullable PidFile writePidFile(boolean daemon, RedisLog log) {
        String file = settings.get(RedisDirectives.PIDFILE);
        if (file.isEmpty() && !daemon) {
            return null;
        }
        try {
            return PidFile.write(Path.of(file.isEmpty() ? DEFAULT_PIDFILE : file));
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            return null;
        }
    }
}
