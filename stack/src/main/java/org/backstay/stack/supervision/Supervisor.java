package org.backstay.stack.supervision;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Log;
import org.backstay.stack.topology.NodeSpec;
import org.backstay.stack.topology.Program;
import org.backstay.stack.topology.Topology;

/**
 * Starts a topology's nodes program by program, and stops them the other way round. Owned by one loop; every method is called there.
 */
public final class Supervisor {
    /** How long a program's nodes may take to end in order. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final EventLoop loop;
    private final List<SupervisedNode> nodes = new ArrayList<>();
    private boolean stopping;

    /** Makes a supervisor of nodes that do not run yet. */
    public Supervisor(
            Topology topology, ProgramStarter starter, StackFolder pids, BackOff backOff, EventLoop loop, Log log) {
        this.loop = loop;
        for (NodeSpec spec : topology.nodes()) {
            nodes.add(new SupervisedNode(spec, starter, pids, backOff, loop, log));
        }
    }

    /** The nodes, in the order of starting. */
    public List<SupervisedNode> nodes() {
        return nodes;
    }

    /** Starts all nodes of a program. */
    public void start(Program program) {
        if (stopping) {
            return;
        }
        running(program).forEach(SupervisedNode::start);
    }

    private List<SupervisedNode> running(Program program) {
        return nodes.stream().filter(node -> node.spec().program() == program).toList();
    }

    /** A node has answered; it is ready then. */
    public void answered(NodeSpec spec) {
        node(spec).answered();
    }

    /** A node's process id, or -1 when it does not run. */
    public long pid(NodeSpec spec) {
        return node(spec).pid();
    }

    /** How often nodes were started again after a crash. */
    public int restarts() {
        return nodes.stream().mapToInt(SupervisedNode::restarts).sum();
    }

    private SupervisedNode node(NodeSpec spec) {
        return nodes.stream()
                .filter(node -> node.spec().equals(spec))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(spec.name() + " is no node of this stack"));
    }

    /** Stops all nodes, proxies first; {@code done} runs when none is left. */
    public void stop(Runnable done) {
        if (stopping) {
            return;
        }
        stopping = true;
        stop(List.of(Program.values()).reversed(), done);
    }

    private void stop(List<Program> programs, Runnable done) {
        if (programs.isEmpty()) {
            done.run();
            return;
        }
        List<SupervisedNode> ending = running(programs.getFirst());
        List<Program> rest = programs.subList(1, programs.size());
        int[] left = {ending.size()};
        ScheduledFuture<?> kill =
                loop.schedule(() -> ending.forEach(SupervisedNode::kill), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        for (SupervisedNode node : ending) {
            node.stop(() -> {
                left[0]--;
                if (left[0] == 0) {
                    kill.cancel(false);
                    loop.execute(() -> stop(rest, done));
                }
            });
        }
    }
}
