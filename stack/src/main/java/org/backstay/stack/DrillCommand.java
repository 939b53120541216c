package org.backstay.stack;

import io.netty.util.concurrent.Promise;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.PlainLog;
import org.backstay.node.log.StandardOutput;
import org.backstay.node.machine.Machine;
import org.backstay.node.process.Signals;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.stack.drill.Drill;
import org.backstay.stack.probe.LiveView;
import org.backstay.stack.probe.StackView;
import org.backstay.stack.supervision.BackOff;
import org.backstay.stack.supervision.ProgramStarter;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.supervision.Supervisor;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;

/**
 * {@code backstay drill}: on a stack of its own in a temporary folder, or on the one that runs in {@code --dir}, after asking. Runs on the
 * main thread.
 */
final class DrillCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int DOWN_AFTER_MILLIS = 2_000;
    private static final int TRIES = 20;
    private static final int FIRST_PORT = 20_000;
    private static final int PORT_RANGE = 8_000;

    private final StackArguments arguments;
    private final PrintStream out;

    DrillCommand(StackArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    int run() throws IOException {
        Log log = new PlainLog(Machine.clock(), new StandardOutput(), Log.Level.WARNING);
        NettyLogs.to(log);
        try (Loops loops = new Loops(Transports.choose("nio", log), "drill", 1)) {
            Node node = Machine.node("drill", loops, log);
            return arguments.folderGiven() ? onRunningStack(node) : onOwnStack(node);
        }
    }

    private int onRunningStack(Node node) throws IOException {
        Topology topology = Topology.standard(arguments.folder());
        if (new StackFolder(node.disk(), topology.folder()).supervisor().isEmpty()) {
            throw new StackException("no stack runs in " + topology.folder() + "; ./backstay up --dir starts one");
        }
        if (!arguments.yes() && !confirmed(topology)) {
            out.println("Nothing was done.");
            return FAILED;
        }
        return drill(node, topology);
    }

    private boolean confirmed(Topology topology) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new StackException("a drill kills masters of the stack in " + topology.folder()
                    + "; without a terminal to ask on, say --yes");
        }
        String answer = console.readLine(
                "This kills masters of the stack in %s with SIGKILL, under load. Go on? [y/N] ", topology.folder());
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private int onOwnStack(Node node) throws IOException {
        Path folder = newFolder(node);
        Topology topology = onFreePorts(folder, node);
        StackFolder pids = new StackFolder(node.disk(), folder);
        pids.claim();
        Supervisor supervisor = new Supervisor(
                topology,
                ProgramStarter.ofThisBuild(),
                pids,
                BackOff.beyond(DOWN_AFTER_MILLIS),
                node.loop(),
                node.log());
        StackView view = new StackView(topology, node.network(), node.loop());
        LiveView watch = new LiveView(view, supervisor, node.loop(), node.log(), out, false);
        Promise<Void> stopped = node.loop().newPromise();
        Runnable stop = () -> {
            watch.stop();
            supervisor.stop(() -> stopped.trySuccess(null));
        };
        Signals.INT.handle(node.loop(), stop);
        Signals.TERM.handle(node.loop(), stop);
        int code;
        try {
            Promise<Boolean> complete = node.loop().newPromise();
            node.loop().execute(() -> new StackStart(supervisor, view, node.loop(), complete::trySuccess).begin());
            if (!complete.awaitUninterruptibly().getNow()) {
                throw new StackException("the drill's stack did not come up: " + view.missing());
            }
            node.loop().execute(watch::start);
            code = drill(node, topology);
        } finally {
            node.loop().execute(() -> {
                view.close();
                stop.run();
            });
            stopped.awaitUninterruptibly(30, TimeUnit.SECONDS);
        }
        if (code == DONE) {
            delete(folder);
        } else {
            out.println("What the nodes logged is kept in " + folder);
        }
        return code;
    }

    private static Topology onFreePorts(Path folder, Node node) {
        StackException last = null;
        for (int i = 0; i < TRIES; i++) {
            int base = FIRST_PORT + node.random().nextInt(PORT_RANGE);
            Topology topology = Topology.of(folder, new Topology.Ports(base, base + 4, base + 7), DOWN_AFTER_MILLIS);
            try {
                new Preflight(topology, node).check();
                return topology;
            } catch (StackException e) {
                last = e;
                delete(folder);
            }
        }
        throw last == null ? new StackException("no free ports") : last;
    }

    private int drill(Node node, Topology topology) throws IOException {
        StackView view = new StackView(topology, node.network(), node.loop());
        node.loop()
                .submit(() -> view.askAll(List.of(Program.values()), probe -> {}))
                .syncUninterruptibly();
        boolean good = new Drill(view, node, out).run(arguments.rounds(), this::writeJson);
        out.println(good ? "Service resumed, and the data is what was acknowledged." : "The drill FAILED.");
        return good ? DONE : FAILED;
    }

    private void writeJson(String json) {
        if (arguments.json() == null) {
            return;
        }
        try {
            Machine.disk().replace(Path.of(arguments.json()).toAbsolutePath(), json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StackException("can't write " + arguments.json() + ": " + e.getMessage());
        }
    }

    private static Path newFolder(Node node) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path folder;
        do {
            folder = temporary.resolve(
                    "backstay-drill-" + Long.toString(node.random().nextLong() >>> 1, Character.MAX_RADIX));
        } while (node.disk().exists(folder));
        node.disk().createDirectories(folder);
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Machine.disk().delete(path);
            }
        } catch (IOException e) {
            throw new StackException("can't remove " + folder + ": " + e.getMessage());
        }
    }
}
