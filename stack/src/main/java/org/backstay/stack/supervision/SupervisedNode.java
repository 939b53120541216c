package org.backstay.stack.supervision;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.backstay.node.Log;
import org.backstay.stack.topology.NodeSpec;
import org.jspecify.annotations.Nullable;

/** One node's process and what becomes of it. Owned by the supervisor's loop. */
public final class SupervisedNode {
    /** A node that has run this long is forgiven its earlier crashes. */
    private static final long FORGIVEN_AFTER_MILLIS = 60_000;

    private final NodeSpec spec;
    private final ProgramStarter starter;
    private final StackFolder pids;
    private final BackOff backOff;
    private final EventLoop loop;
    private final Log log;
    private NodeState state = NodeState.STOPPED;
    private @Nullable Process process;
    private @Nullable ScheduledFuture<?> restart;
    private int crashesInARow;
    private int restarts;
    private long startedNanos;
    private Runnable onStopped = () -> {};

    SupervisedNode(NodeSpec spec, ProgramStarter starter, StackFolder pids, BackOff backOff, EventLoop loop, Log log) {
        this.spec = spec;
        this.starter = starter;
        this.pids = pids;
        this.backOff = backOff;
        this.loop = loop;
        this.log = log;
    }

    /** What is supervised. */
    public NodeSpec spec() {
        return spec;
    }

    /** What it is doing. */
    public NodeState state() {
        return state;
    }

    /** How often it was started again after a crash. */
    public int restarts() {
        return restarts;
    }

    /** Its process id, or -1 when it does not run. */
    public long pid() {
        return process == null || !process.isAlive() ? -1 : process.pid();
    }

    private void become(NodeState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(spec.name() + " can't go from " + state + " to " + next);
        }
        state = next;
    }

    void start() {
        become(NodeState.STARTING);
        restart = null;
        startedNanos = loop.ticker().nanoTime();
        try {
            Process started = starter.start(spec);
            process = started;
            pids.started(spec, started.pid());
            started.onExit().thenAccept(ended -> loop.execute(() -> ended(ended)));
        } catch (IOException e) {
            log.warning(spec.name() + " can't be started: " + e.getMessage());
            backOff();
        }
    }

    /** It has answered. */
    void answered() {
        if (state == NodeState.STARTING) {
            become(NodeState.READY);
        }
    }

    private void ended(Process ended) {
        if (state == NodeState.STOPPING) {
            become(NodeState.STOPPED);
            onStopped.run();
            return;
        }
        String last = ProgramStarter.lastOutput(spec);
        log.warning(spec.name() + " (pid " + ended.pid() + ") ended by itself " + how(ended.exitValue())
                + (last == null ? "" : "; it last said: " + last));
        backOff();
    }

    private static String how(int exitValue) {
        return exitValue > 128 ? "on signal " + (exitValue - 128) : "with exit code " + exitValue;
    }

    private void backOff() {
        become(NodeState.BACKING_OFF);
        long ranMillis = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime() - startedNanos);
        crashesInARow = ranMillis > FORGIVEN_AFTER_MILLIS ? 0 : crashesInARow;
        long wait = backOff.millis(crashesInARow);
        crashesInARow++;
        log.notice(spec.name() + " is started again in " + wait + " ms");
        restart = loop.schedule(this::startAgain, wait, TimeUnit.MILLISECONDS);
    }

    private void startAgain() {
        restarts++;
        start();
    }

    /** Ends the process; {@code done} runs when it has ended. */
    void stop(Runnable done) {
        onStopped = done;
        if (restart != null) {
            restart.cancel(false);
        }
        Process running = process;
        if (state == NodeState.BACKING_OFF || running == null) {
            if (state != NodeState.STOPPED) {
                become(NodeState.STOPPED);
            }
            done.run();
            return;
        }
        if (state == NodeState.STOPPED) {
            done.run();
            return;
        }
        become(NodeState.STOPPING);
        running.destroy();
    }

    /** Ends a process that did not end when it was asked to. */
    void kill() {
        if (process != null && process.isAlive()) {
            log.warning(spec.name() + " (pid " + process.pid() + ") did not end when asked to and is killed");
            process.destroyForcibly();
        }
    }
}
