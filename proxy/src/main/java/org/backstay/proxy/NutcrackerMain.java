package org.backstay.proxy;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.backstay.config.ConfigException;
import org.backstay.node.Endpoint;
import org.backstay.node.Node;
import org.backstay.node.log.LineOutput;
import org.backstay.node.log.LogFile;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.NutcrackerLog;
import org.backstay.node.machine.Machine;
import org.backstay.node.process.Daemon;
import org.backstay.node.process.PidFile;
import org.backstay.node.process.Signals;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.proxy.config.Options;
import org.backstay.proxy.config.PoolConfig;
import org.backstay.proxy.config.PoolFile;
import org.jspecify.annotations.Nullable;

/** Where nutcracker begins: its arguments in, its exit code out. Runs on the main thread, which waits for the loops. */
public final class NutcrackerMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private static final String VERSION = "nutcracker-0.5.0";

    private NutcrackerMain() {}

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        return run(args, System.err);
    }

    static int run(String[] args, PrintStream err) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (Options.WrongUsage wrong) {
            err.println(wrong.getMessage());
            err.print(Usage.TEXT);
            return WRONG_USAGE;
        }
        if (options.help() || options.version() || options.describeStats()) {
            describe(options, err);
            return DONE;
        }
        List<PoolConfig> pools = read(options.confFile(), err);
        if (pools == null) {
            return FAILED;
        }
        if (options.testConf()) {
            err.println("nutcracker: configuration file '" + options.confFile() + "' syntax is ok");
            return DONE;
        }
        try {
            return options.daemonize() && Daemon.detach() ? DONE : serve(options, pools);
        } catch (IOException failure) {
            err.println("nutcracker: " + failure.getMessage());
            return FAILED;
        }
    }

    private static void describe(Options options, PrintStream err) {
        err.println("This is " + VERSION);
        err.println("async event backend: "
                + Transports.choose(new NutcrackerLog(Machine.clock(), line -> {}, 0))
                        .label());
        err.println();
        if (options.help()) {
            err.print(Usage.TEXT);
        }
        if (options.describeStats()) {
            err.print(Usage.describeStats());
        }
    }

    private static @Nullable List<PoolConfig> read(String file, PrintStream err) {
        try {
            byte[] bytes = Machine.disk().readAll(Path.of(file));
            return PoolFile.read(new String(bytes, StandardCharsets.UTF_8), file);
        } catch (ConfigException fault) {
            err.println("nutcracker: configuration file '" + file + "' syntax is invalid: " + fault.getMessage());
        } catch (NoSuchFileException missing) {
            err.println("nutcracker: configuration file '" + file + "' can't be opened: No such file or directory");
        } catch (AccessDeniedException denied) {
            err.println("nutcracker: configuration file '" + file + "' can't be opened: Permission denied");
        } catch (IOException unreadable) {
            err.println("nutcracker: configuration file '" + file + "' can't be read: " + unreadable.getMessage());
        }
        return null;
    }

    private static int serve(Options options, List<PoolConfig> pools) throws IOException {
        NutcrackerLog log = new NutcrackerLog(Machine.clock(), output(options), options.verbosity());
        NettyLogs.to(log);
        int count = options.loops() > 0 ? options.loops() : standardLoops();
        try (Loops loops = new Loops(Transports.choose(log), "nutcracker", count);
                PidFile pidFile = options.pidFile() == null ? null : PidFile.write(Path.of(options.pidFile()))) {
            String pid = pidFile == null ? "" : ", which is in " + pidFile.path();
            log.notice(VERSION + " (Backstay) started on pid " + PidFile.pid() + pid + ", with " + count
                    + (count == 1 ? " loop" : " loops"));
            Node node = Machine.node("nutcracker", loops, log);
            Endpoint stats = new Endpoint(options.statsAddress(), options.statsPort());
            return serve(new Nutcracker(node, loops.all(), pools, machine(), stats), node, log);
        }
    }

    /** One for every two cores: servers and clients want cores too, and fewer loops send more at once (measured). */
    private static int standardLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static int serve(Nutcracker nutcracker, Node node, NutcrackerLog log) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        on(Signals.TERM, "15", ", exiting", node, () -> end.complete(DONE));
        on(Signals.INT, "2", ", exiting", node, () -> end.complete(DONE));
        on(Signals.HUP, "1", ", reopening log file", node, () -> {});
        on(Signals.USR1, "10", "", node, () -> {});
        on(Signals.TTIN, "21", ", up logging level", node, () -> level(log, "up", log.verbosity() + 1));
        on(Signals.TTOU, "22", ", down logging level", node, () -> level(log, "down", log.verbosity() - 1));
        nutcracker.start().whenComplete((started, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                System.err.println("nutcracker: " + cause.getMessage());
                node.log().warning(String.valueOf(cause.getMessage()));
                end.complete(FAILED);
            }
        });
        int code = end.join();
        nutcracker.stop().join();
        node.log().notice("done, rabbit done");
        return code;
    }

    /** As the original says it. The log file needs no more than the line: it is opened anew all the time. */
    private static void on(Signals signal, String number, String what, Node node, Runnable task) {
        signal.handle(node.loop(), () -> {
            node.log().notice("signal " + number + " (SIG" + signal + ") received" + what);
            task.run();
        });
    }

    private static void level(NutcrackerLog log, String direction, int level) {
        log.verbosity(level);
        log.notice(direction + " log level to " + log.verbosity());
    }

    private static LineOutput output(Options options) throws IOException {
        String file = options.output();
        if (file != null) {
            try {
                return new LogFile(Path.of(file));
            } catch (IOException failure) {
                throw new IOException("opening log file '" + file + "' failed: " + failure.getMessage(), failure);
            }
        }
        return line -> System.err.write(line, 0, line.length);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noName) {
            return "unknown";
        }
    }
}
