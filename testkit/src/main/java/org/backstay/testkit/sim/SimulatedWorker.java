package org.backstay.testkit.sim;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A background worker without a thread: a job does its work at one instant and its result reaches the loop a while later,
 * so that a crash may fall between the two. Jobs run one after the other.
 */
final class SimulatedWorker implements Worker {
    private final Simulation simulation;
    private final SimulatedNode node;
    private final long life;
    private final String label;
    private final Deque<Job<?>> jobs = new ArrayDeque<>();
    private boolean working;
    private boolean closed;
    private int pending;

    /** What is to be done, and who hears of it. */
    private record Job<T extends @Nullable Object>(
            Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> done) {}

    SimulatedWorker(Simulation simulation, SimulatedNode node, String name) {
        this.simulation = simulation;
        this.node = node;
        this.life = node.life();
        this.label = node.name() + "/" + name;
    }

    @Override
    public <T extends @Nullable Object> void run(Callable<T> job, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        if (closed) {
            throw new RejectedExecutionException("the worker has ended");
        }
        pending++;
        jobs.add(new Job<>(job, done));
        if (!working) {
            working = true;
            simulation.agenda().after(simulation.jobDelay(), this::next);
        }
    }

    @Override
    public int pending() {
        return pending;
    }

    @Override
    public void close() {
        closed = true;
    }

    private boolean lost() {
        return node.life() != life || !node.alive();
    }

    private void next() {
        Job<?> job = jobs.poll();
        if (job == null || lost()) {
            working = false;
            return;
        }
        perform(job);
    }

    /**
     * The process is gone. What was still to be done changes nothing any more, for its disk is out of reach; but it gives back the memory that
     * the jobs hold, as the end of a process does.
     */
    void die() {
        closed = true;
        for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
            try {
                forget(job.work.call());
            } catch (Exception expected) {
                // there is nobody to hear of it
            }
        }
    }

    private void forgotten(@Nullable Object result) {
        try {
            forget(result);
        } catch (Exception failure) {
            simulation.fail(label + " did not free a result", failure);
        }
    }

    /** Nobody takes this any more. */
    private static void forget(@Nullable Object result) throws Exception {
        if (result instanceof AutoCloseable held) {
            held.close();
        } else {
            ReferenceCountUtil.release(result);
        }
    }

    private <T extends @Nullable Object> void perform(Job<T> job) {
        T result = null;
        Throwable failure = null;
        node.disk().spent(); // what the loop spent is not this job's
        try {
            result = job.work.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        T outcome = result;
        Throwable reason = failure;
        simulation.trace().add(label, failure == null ? "job" : "job failed", 0);
        simulation.agenda().after(simulation.jobDelay() + node.disk().spent(), () -> {
            if (lost()) {
                forgotten(outcome);
                return;
            }
            node.execute(() -> {
                pending--;
                job.done.accept(outcome, reason);
            });
            next();
        });
    }
}
