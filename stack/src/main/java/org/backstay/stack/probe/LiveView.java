package org.backstay.stack.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Log;
import org.backstay.stack.supervision.Supervisor;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.jspecify.annotations.Nullable;

/**
 * Shows a running stack: on a terminal a table that is drawn anew each second, elsewhere a line for each change of a node. Owned by
 * the loop.
 */
public final class LiveView {
    private static final long PERIOD_MILLIS = 1_000;
    private static final String HOME_AND_CLEAR = "\033[H\033[2J";

    private final StackView view;
    private final Supervisor supervisor;
    private final EventLoop loop;
    private final Log log;
    private final PrintStream out;
    private final boolean terminal;
    private final Map<NodeSpec, String> shown = new HashMap<>();
    private @Nullable ScheduledFuture<?> next;

    /** Makes a view that is not shown yet. */
    public LiveView(StackView view, Supervisor supervisor, EventLoop loop, Log log, PrintStream out, boolean terminal) {
        this.view = view;
        this.supervisor = supervisor;
        this.loop = loop;
        this.log = log;
        this.out = out;
        this.terminal = terminal;
    }

    /** Begins to show. */
    public void start() {
        view.probes().forEach(probe -> shown.put(probe.node(), summary(probe.last())));
        next = loop.scheduleAtFixedRate(this::show, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends showing. */
    public void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void show() {
        view.askAll(List.of(Program.values()), probe -> supervisor.answered(probe.node()));
        if (terminal) {
            out.print(HOME_AND_CLEAR);
            StatusTable.lines(view, supervisor::pid).forEach(out::println);
            out.println();
            out.println("Ctrl-C stops all nodes in order. Restarts so far: " + supervisor.restarts());
        } else {
            view.probes().forEach(this::tellChange);
        }
    }

    private void tellChange(Probe probe) {
        String now = summary(probe.last());
        String before = shown.put(probe.node(), now);
        if (!now.equals(before)) {
            log.notice(probe.node().name() + " is " + now + ", was " + before);
        }
    }

    private static String summary(NodeReport report) {
        return switch (report) {
            case NodeReport.Silent silent -> "not answering";
            case NodeReport.Redis redis when redis.master() -> "a master";
            case NodeReport.Redis redis ->
                (redis.linkUp() ? "a replica of " : "without a link to its master ") + redis.follows();
            case NodeReport.Sentinel sentinel ->
                "a sentinel that knows "
                        + sentinel.masters().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> entry.getKey() + " at "
                                        + entry.getValue().address())
                                .toList();
            case NodeReport.Proxy proxy -> "serving";
        };
    }
}
