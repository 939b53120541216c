package org.backstay.vrrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backstay.node.Disk;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.Worker;
import org.backstay.node.linux.SystemCallException;
import org.backstay.node.process.Signals;
import org.backstay.vrrp.CommandLine.Option;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.linux.LinuxFifo;
import org.backstay.vrrp.linux.LinuxKernel;
import org.backstay.vrrp.notify.FifoWriter;
import org.backstay.vrrp.report.DataReport;
import org.backstay.vrrp.report.JsonReport;
import org.backstay.vrrp.report.StatsReport;
import org.backstay.vrrp.script.Accounts;
import org.backstay.vrrp.script.ProcessRunner;
import org.backstay.vrrp.script.ScriptGuard;
import org.backstay.vrrp.script.ScriptRunner;
import org.jspecify.annotations.Nullable;

/** A router on this machine, and what signals ask of it. Made on the main thread; everything else runs on the node's loop. */
final class Service {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final String REPORTS = "/tmp";

    private final Node node;
    private final CommandLine line;
    private final Function<Consumer<String>, @Nullable KeepalivedConfig> reader;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private @Nullable ProcessRunner scripts;
    private @Nullable Worker reports;

    Service(Node node, CommandLine line, Function<Consumer<String>, @Nullable KeepalivedConfig> reader) {
        this.node = node;
        this.line = line;
        this.reader = reader;
    }

    /** Runs until a signal ends it. */
    int run(KeepalivedConfig config) {
        node.loop().execute(() -> start(config));
        return ended.join();
    }

    private void start(KeepalivedConfig config) {
        Log log = node.log();
        Kernel kernel;
        try {
            kernel = new LinuxKernel(node.loop(), node.clock(), log);
        } catch (IOException refused) {
            fail(refused);
            return;
        }
        Worker starter = node.workers().apply("scripts");
        ProcessRunner runner = new ProcessRunner(node.loop(), starter, log, guard(node.disk(), config.global()));
        scripts = runner;
        reports = node.workers().apply("reports");
        Machinery machinery = new Machinery(kernel, runner, line.has(Option.LOG_DETAIL), !line.has(Option.NO_BFD));
        Router running = new Router(node, config, machinery);
        signals(running, starter);
        running.start();
        log.notice("Startup complete");
        node.supervisor().ready();
    }

    private void fail(IOException refused) {
        boolean rights = refused instanceof SystemCallException call && call.isForbidden();
        String why = rights
                ? "needs root, or the capabilities CAP_NET_ADMIN and CAP_NET_RAW (" + refused.getMessage() + ")"
                : String.valueOf(refused.getMessage());
        node.log().warning(why);
        System.err.println("keepalived: " + why);
        ended.complete(FAILED);
    }

    /** The rules for scripts on this machine. */
    static ScriptGuard guard(Disk disk, GlobalSettings global) {
        return new ScriptGuard(
                global,
                Accounts.read(disk),
                System.getProperty("user.name", "root"),
                Objects.requireNonNullElse(System.getenv("PATH"), "/usr/sbin:/usr/bin:/sbin:/bin"));
    }

    private void signals(Router running, Worker starter) {
        for (KeepalivedMain.SignalFunction each : KeepalivedMain.SignalFunction.values()) {
            Runnable task = switch (each) {
                case STOP -> () -> stop(running, starter);
                case RELOAD -> () -> reload(running);
                case DATA -> () -> report(dataName(running), DataReport.text(running.snapshot()));
                case STATS -> () -> report("keepalived.stats", StatsReport.text(running.instances()));
                case JSON -> () -> report("keepalived.json", JsonReport.text(running.config(), running.instances()));
                case STATS_CLEAR ->
                    () -> {
                        report("keepalived.stats", StatsReport.text(running.instances()));
                        running.instances()
                                .forEach(instance -> instance.counters().clear());
                    };
            };
            try {
                each.signal().handle(node.loop(), task);
            } catch (IllegalStateException | IllegalArgumentException taken) {
                node.log().warning(taken.getMessage() + " (the JVM itself may be using it)");
            }
        }
        Signals.INT.handle(node.loop(), () -> stop(running, starter));
    }

    /** With {@code data_use_instance}, several programs on a machine do not overwrite each other's. */
    private static String dataName(Router running) {
        GlobalSettings global = running.config().global();
        String middle = Stream.of(global.namespace(), global.instance())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("_"));
        return global.instanceInReports() && !middle.isEmpty() ? "keepalived." + middle + ".data" : "keepalived.data";
    }

    private void stop(Router running, Worker starter) {
        if (ended.isDone()) {
            return;
        }
        node.supervisor().stopping();
        running.stop(!line.has(Option.DONT_RELEASE_VRRP));
        starter.close();
        if (reports != null) {
            reports.close();
        }
        ended.complete(DONE);
    }

    private void reload(Router running) {
        node.supervisor().reloading();
        readAgain(running);
        node.supervisor().ready();
    }

    private void readAgain(Router running) {
        KeepalivedConfig next = reader.apply(node.log()::warning);
        if (next == null) {
            node.log().warning("Reload failed, the configuration stays as it was");
            return;
        }
        if (scripts != null) {
            scripts.guard(guard(node.disk(), next.global()));
        }
        running.reload(next);
    }

    /** Into the folder that {@code TMPDIR} names, as the original does. */
    private void report(String name, String text) {
        String folder = System.getenv("TMPDIR");
        Path file = Path.of(folder == null || !folder.startsWith("/") ? REPORTS : folder, name);
        Worker writer = Objects.requireNonNull(reports);
        writer.run(
                () -> {
                    node.disk().replace(file, text.getBytes(StandardCharsets.UTF_8));
                    return null;
                },
                (nothing, failure) -> {
                    if (failure != null) {
                        node.log().warning("Can't write " + file + ": " + failure.getMessage());
                    }
                });
    }

    /** What a machine offers a router beyond its node. */
    private record Machinery(Kernel kernel, ScriptRunner scripts, boolean detail, boolean asksNeighbours)
            implements Router.Surroundings {
        @Override
        public FifoWriter fifo(GlobalSettings.Fifo settings) throws IOException {
            return new LinuxFifo(settings.path());
        }

        @Override
        public String hostName() {
            return Objects.requireNonNullElse(HostName.name(), "localhost");
        }
    }
}
