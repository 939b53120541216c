package org.backstay.node.transport;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What other loops hand to one loop, in order: tasks of that loop which are also run when it polls in the middle of a long one. How many
 * wait is bounded by those who post, a connection's worth each ({@link RelayedChannel}). Posted to by any thread.
 */
final class Inlet {
    /** Handed-over tasks that are run before the loop looks after its own sockets, timers and tasks again. */
    private static final int TASKS_PER_TURN = 256;

    private final EventLoop loop;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Runnable turn = this::turn;

    Inlet(EventLoop loop) {
        this.loop = loop;
    }

    /** Hands a task over. One that comes after the loop's end is not run. */
    void post(Runnable task) {
        waiting.add(task);
        plan();
    }

    private void plan() {
        if (!planned.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(turn);
        } catch (RejectedExecutionException ended) {
            waiting.clear();
        }
    }

    private void turn() {
        planned.set(false);
        poll();
        if (!waiting.isEmpty()) {
            plan();
        }
    }

    /** Runs what waits, on the loop. */
    void poll() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            @Nullable Runnable task = waiting.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }
}
