package org.backstay.vrrp;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.backstay.config.ConfigException;
import org.backstay.node.Node;
import org.backstay.node.Supervisor;
import org.backstay.node.linux.LinuxProcess;
import org.backstay.node.linux.Syslog;
import org.backstay.node.log.KeepalivedLog;
import org.backstay.node.log.LogFile;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.StandardOutput;
import org.backstay.node.machine.Machine;
import org.backstay.node.process.Daemon;
import org.backstay.node.process.PidFile;
import org.backstay.node.process.Signals;
import org.backstay.node.process.Supervision;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.vrrp.CommandLine.Option;
import org.backstay.vrrp.config.ConfigReader;
import org.backstay.vrrp.config.Diagnostics;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.script.ScriptReview;
import org.jspecify.annotations.Nullable;

/**
 * Where keepalived begins: its arguments in, its exit code out. Runs on the main thread, which waits until the router has stopped.
 *
 * <p>One process where the original has a parent and a child for each subsystem; both pid files name it.
 */
public final class KeepalivedMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String VERSION = "Keepalived v2.2.7 (Backstay)";
    private static final String DEFAULT_FILE = "/etc/keepalived/keepalived.conf";
    private static final int DAEMON_FACILITY = 3;
    private static final int USER_FACILITY = 1;
    private static final int LOCAL_FACILITY = 16;

    private final CommandLine line;

    private KeepalivedMain(CommandLine line) {
        this.line = line;
    }

    /**
     * Runs the program until it ends.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        CommandLine line;
        try {
            line = CommandLine.parse(args);
        } catch (CommandLine.UsageException e) {
            System.err.println("keepalived: " + e.getMessage());
            return WRONG_USAGE;
        }
        if (line.has(Option.HELP)) {
            usage(System.out);
            return DONE;
        }
        if (line.has(Option.VERSION)) {
            System.err.println(VERSION);
            return DONE;
        }
        if (line.has(Option.SIGNUM)) {
            return signum(line.value(Option.SIGNUM, ""));
        }
        KeepalivedMain main = new KeepalivedMain(line);
        try {
            return line.has(Option.CONFIG_TEST) ? main.test() : main.serve();
        } catch (ConfigException | IOException e) {
            System.err.println("keepalived: " + e.getMessage());
            return FAILED;
        }
    }

    private static void usage(PrintStream out) {
        out.println("usage: keepalived [OPTION...]");
        Arrays.stream(Option.values()).map(Option::line).forEach(out::println);
    }

    private static int signum(String function) {
        for (SignalFunction each : SignalFunction.values()) {
            if (each.name().equals(function)) {
                System.out.println(each.number());
                return DONE;
            }
        }
        System.err.println("Unknown sigfunc " + function);
        return FAILED;
    }

    private String file() {
        return line.value(Option.USE_FILE, DEFAULT_FILE);
    }

    private KeepalivedConfig read(Diagnostics diagnostics) throws IOException {
        String host = Objects.requireNonNullElse(HostName.name(), "localhost");
        String id = line.value(Option.CONFIG_ID, host.split("\\.", 2)[0]);
        try {
            return ConfigReader.read(
                    Machine.disk(),
                    file(),
                    id,
                    new SplittableRandom(Machine.clock().micros()),
                    diagnostics);
        } catch (NoSuchFileException missing) {
            throw new IOException("Unable to find configuration file " + file(), missing);
        } catch (IOException unreadable) {
            throw new IOException(
                    "Configuration file " + file() + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** 0 when the file is fine, with or without remarks; 1 when something in it is not done as it is written. */
    private int test() throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        KeepalivedConfig config = read(diagnostics);
        ScriptReview.of(config, Service.guard(Machine.disk(), config.global())::inspect, diagnostics::remark);
        String target = line.value(Option.CONFIG_TEST, "");
        if (target.isEmpty()) {
            diagnostics.lines().forEach(System.err::println);
        } else {
            String text = String.join("\n", diagnostics.lines())
                    + (diagnostics.lines().isEmpty() ? "" : "\n");
            Machine.disk().replace(Path.of(target), text.getBytes(StandardCharsets.UTF_8));
        }
        return diagnostics.faults() == 0 ? DONE : FAILED;
    }

    private int serve() throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        KeepalivedConfig config = read(diagnostics);
        if (line.has(Option.DUMP_CONF)) {
            System.out.println(config);
        }
        if (!line.has(Option.DONT_FORK) && Daemon.detach()) {
            return DONE;
        }
        KeepalivedLog log = openLog();
        NettyLogs.to(log);
        log.notice("Starting " + VERSION);
        log.notice("Configuration file " + file());
        diagnostics.lines().forEach(log::warning);
        String namespace = line.value(
                Option.NAMESPACE, Objects.requireNonNullElse(config.global().namespace(), ""));
        if (!namespace.isEmpty()) {
            LinuxProcess.enterNamespace(namespace);
        }
        prepare(config.global(), log);
        List<PidFile> pidFiles = writePidFiles(config.global(), namespace);
        try (Loops loops = new Loops(Transports.choose("epoll", log), "keepalived", 1)) {
            Supervisor supervisor = Supervision.AUTO.supervisor(System.getenv(), log);
            Node node = Machine.node("keepalived", loops, log).supervisedBy(supervisor);
            return new Service(node, line, this::readForReload).run(config);
        } finally {
            pidFiles.forEach(PidFile::close);
            log.notice("Stopped " + VERSION);
        }
    }

    private @Nullable KeepalivedConfig readForReload(Consumer<String> told) {
        Diagnostics diagnostics = new Diagnostics();
        try {
            KeepalivedConfig config = read(diagnostics);
            diagnostics.lines().forEach(told);
            return config;
        } catch (ConfigException | IOException e) {
            told.accept(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private KeepalivedLog openLog() throws IOException {
        String file = line.value(Option.LOG_FILE);
        boolean console = line.has(Option.LOG_CONSOLE);
        Syslog syslog = line.has(Option.NO_SYSLOG) || console
                ? null
                : new Syslog(
                        "Keepalived_vrrp[" + PidFile.pid() + "]", facility(line.value(Option.LOG_FACILITY, "daemon")));
        boolean detail = line.has(Option.LOG_DETAIL);
        if (file != null) {
            return new KeepalivedLog(Machine.clock(), new LogFile(Path.of(file)), syslog, detail);
        }
        return new KeepalivedLog(Machine.clock(), console ? new StandardOutput() : null, syslog, detail);
    }

    private static int facility(String name) throws IOException {
        String digits = name.startsWith("local") ? name.substring("local".length()) : name;
        if (name.equals("daemon")) {
            return DAEMON_FACILITY;
        }
        if (name.equals("user")) {
            return USER_FACILITY;
        }
        if (digits.matches("[0-7]")) {
            return LOCAL_FACILITY + Integer.parseInt(digits);
        }
        throw new IOException("Invalid log facility '" + name + "'");
    }

    /** What the kernel is asked for before the loop exists: its thread inherits it. A refusal is no reason not to run. */
    private static void prepare(GlobalSettings global, KeepalivedLog log) {
        try {
            if (global.lockMemory()) {
                LinuxProcess.lockMemory();
            }
            if (global.nice() != 0) {
                LinuxProcess.nice(global.nice());
            }
            if (global.realTimePriority() > 0) {
                LinuxProcess.realTime(global.realTimePriority());
            }
        } catch (IOException refused) {
            log.warning(String.valueOf(refused.getMessage()));
        }
    }

    private List<PidFile> writePidFiles(GlobalSettings global, String namespace) throws IOException {
        String middle = (namespace.isEmpty() ? "" : "_" + namespace)
                + (global.instance() == null ? "" : "_" + global.instance());
        List<PidFile> files = new ArrayList<>();
        for (Option each : List.of(Option.PID, Option.VRRP_PID)) {
            String kind = each == Option.PID ? "keepalived" : "keepalived_vrrp";
            files.add(PidFile.write(Path.of(line.value(each, "/run/" + kind + middle + ".pid"))));
        }
        return files;
    }

    /** What signals mean; the numbers are Linux's. */
    enum SignalFunction {
        STOP(Signals.TERM, 15),
        RELOAD(Signals.HUP, 1),
        DATA(Signals.USR1, 10),
        STATS(Signals.USR2, 12),
        /** The original's is a real-time signal, which a JVM can't handle. */
        JSON(Signals.TTIN, 21),
        /** The original's is a real-time signal, which a JVM can't handle. */
        STATS_CLEAR(Signals.TTOU, 22);

        private final Signals signal;
        private final int number;

        SignalFunction(Signals signal, int number) {
            this.signal = signal;
            this.number = number;
        }

        Signals signal() {
            return signal;
        }

        int number() {
            return number;
        }
    }
}
