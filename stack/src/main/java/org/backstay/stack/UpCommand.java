package org.backstay.stack;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Disk;
import org.backstay.node.Log;
import org.backstay.node.Node;
import org.backstay.node.log.LogFile;
import org.backstay.node.log.NettyLogs;
import org.backstay.node.log.PlainLog;
import org.backstay.node.log.StandardOutput;
import org.backstay.node.machine.Machine;
import org.backstay.node.process.Daemon;
import org.backstay.node.process.Signals;
import org.backstay.node.transport.Loops;
import org.backstay.node.transport.Transports;
import org.backstay.stack.probe.LiveView;
import org.backstay.stack.probe.StackView;
import org.backstay.stack.probe.Waiting;
import org.backstay.stack.supervision.BackOff;
import org.backstay.stack.supervision.ProgramStarter;
import org.backstay.stack.supervision.StackFolder;
import org.backstay.stack.supervision.Supervisor;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;
import org.backstay.stack.topology.TopologyFiles;

/** {@code backstay up}: starts a stack and watches it until it is told to stop. */
final class UpCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final StackArguments arguments;
    private final Topology topology;
    private final PrintStream out;

    UpCommand(StackArguments arguments, Topology topology, PrintStream out) {
        this.arguments = arguments;
        this.topology = topology;
        this.out = out;
    }

    int run() throws IOException {
        Log log = openLog();
        NettyLogs.to(log);
        try (Loops loops = new Loops(Transports.choose("nio", quiet()), "stack", 1)) {
            Node node = Machine.node("stack", loops, log);
            if (!Daemon.detached()) {
                new Preflight(topology, node).check();
            }
            if (arguments.detach() && Daemon.detach()) {
                return awaitDetached(node);
            }
            return supervise(node);
        }
    }

    private Log openLog() throws IOException {
        if (!Daemon.detached()) {
            return new PlainLog(Machine.clock(), new StandardOutput(), Log.Level.NOTICE);
        }
        Path file = topology.folder().resolve("supervisor.log");
        return new PlainLog(Machine.clock(), new LogFile(file), Log.Level.NOTICE);
    }

    /** A log for start-up remarks that an operator of a stack need not see. */
    private static Log quiet() {
        return new PlainLog(Machine.clock(), new StandardOutput(), Log.Level.WARNING);
    }

    /** The process that was started in the background supervises; this one waits to say whether it came up. */
    private int awaitDetached(Node node) throws IOException {
        StackView view = new StackView(topology, node.network(), node.loop());
        Waiting waiting = new Waiting(node.loop());
        boolean complete = waiting.until(StackStart.LONGEST_MILLIS, StackStart.POLL_MILLIS, () -> {
            view.askAll(List.of(Program.values()), probe -> {});
            return view.isComplete();
        });
        waiting.onLoop(view::close);
        if (!complete) {
            throw new StackException("the stack did not come up: " + view.missing() + "; "
                    + topology.folder().resolve("supervisor.log") + " says more");
        }
        announce(out);
        out.println("It runs in the background: ./backstay status shows it, ./backstay down stops it.");
        return DONE;
    }

    private int supervise(Node node) throws IOException {
        Disk disk = node.disk();
        StackFolder folder = new StackFolder(disk, topology.folder());
        folder.claim();
        EventLoop loop = node.loop();
        Promise<Integer> ended = loop.newPromise();
        BackOff backOff = BackOff.beyond(new TopologyFiles(disk, node.clock(), topology).downAfterMillis());
        Supervisor supervisor =
                new Supervisor(topology, ProgramStarter.ofThisBuild(), folder, backOff, loop, node.log());
        StackView view = new StackView(topology, node.network(), loop);
        LiveView live = new LiveView(view, supervisor, loop, node.log(), out, isTerminal());
        Stop stop = new Stop(supervisor, view, live, ended);
        Signals.TERM.handle(loop, () -> stop.begin(DONE));
        Signals.INT.handle(loop, () -> stop.begin(DONE));
        long begun = node.clock().nanoTime();
        loop.execute(() -> new StackStart(supervisor, view, loop, complete -> {
                    if (!complete) {
                        node.log().warning("the stack did not come up: " + view.missing());
                        stop.begin(FAILED);
                        return;
                    }
                    long millis = TimeUnit.NANOSECONDS.toMillis(node.clock().nanoTime() - begun);
                    node.log().notice("the stack is ready after " + millis + " ms");
                    announce(out);
                    live.start();
                })
                .begin());
        int code = ended.awaitUninterruptibly().getNow();
        folder.release();
        return code;
    }

    private static boolean isTerminal() {
        return !Daemon.detached()
                && System.console() != null
                && System.console().isTerminal();
    }

    /** Stops everything once, however often it is asked to. */
    private static final class Stop {
        private final Supervisor supervisor;
        private final StackView view;
        private final LiveView live;
        private final Promise<Integer> ended;
        private boolean begun;

        Stop(Supervisor supervisor, StackView view, LiveView live, Promise<Integer> ended) {
            this.supervisor = supervisor;
            this.view = view;
            this.live = live;
            this.ended = ended;
        }

        void begin(int exitCode) {
            if (begun) {
                return;
            }
            begun = true;
            live.stop();
            view.close();
            supervisor.stop(() -> ended.setSuccess(exitCode));
        }
    }

    private void announce(PrintStream to) {
        for (NodeSpec node : topology.nodes()) {
            to.printf("  %-15s %-15s %s%n", node.program().word(), node.endpoint(), node.folder());
        }
        NodeSpec proxy = topology.running(Program.NUTCRACKER).getFirst();
        to.println("Connect through a proxy: redis-cli -p " + proxy.endpoint().port() + " set greeting hello");
    }
}
