package org.backstay.stack;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backstay.stack.probe.StackView;
import org.backstay.stack.supervision.NodeState;
import org.backstay.stack.supervision.Supervisor;
import org.backstay.stack.topology.Program;

/**
 * Brings a stack up: redis-servers, then sentinels, then proxies, each as soon as the ones before it answer; done when all are complete.
 * Owned by the loop.
 */
final class StackStart {
    /** How long a stack may take before the start counts as failed. */
    static final long LONGEST_MILLIS = 60_000;

    /** How often nodes that start are asked how far they are. */
    static final long POLL_MILLIS = 100;

    private static final List<Program> ALL = List.of(Program.values());

    private final Supervisor supervisor;
    private final StackView view;
    private final EventLoop loop;
    private final Consumer<Boolean> done;
    private final long deadline;
    private int started;

    /** {@code done} is told whether the stack is complete. */
    StackStart(Supervisor supervisor, StackView view, EventLoop loop, Consumer<Boolean> done) {
        this.supervisor = supervisor;
        this.view = view;
        this.loop = loop;
        this.done = done;
        this.deadline = loop.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    }

    void begin() {
        startNext();
        poll();
    }

    private void startNext() {
        supervisor.start(ALL.get(started));
        started++;
    }

    private void poll() {
        view.askAll(ALL.subList(0, started), probe -> supervisor.answered(probe.node()));
        if (started < ALL.size() && isUp(ALL.get(started - 1))) {
            startNext();
        }
        boolean complete = started == ALL.size() && view.isComplete();
        if (complete || loop.ticker().nanoTime() > deadline) {
            done.accept(complete);
            return;
        }
        loop.schedule(this::poll, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The redis-servers must have their data before sentinels look; sentinels need only answer before the proxies ask them. */
    private boolean isUp(Program program) {
        if (program == Program.REDIS_SERVER) {
            return view.isComplete(program);
        }
        return supervisor.nodes().stream()
                .filter(node -> node.spec().program() == program)
                .allMatch(node -> node.state() == NodeState.READY);
    }
}
