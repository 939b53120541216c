package org.backstay.testkit.sim;

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
    private final Deque<Runnable> jobs = new ArrayDeque<>();
    private boolean working;
    private boolean closed;
    private int pending;

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
        jobs.add(() -> perform(job, done));
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
        Runnable job = jobs.poll();
        if (job == null || lost()) {
            working = false;
            return;
        }
        job.run();
    }

    private <T extends @Nullable Object> void perform(
            Callable<T> job, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        T result = null;
        Throwable failure = null;
        node.disk().spent(); // what the loop spent is not this job's
        try {
            result = job.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        T outcome = result;
        Throwable reason = failure;
        simulation.trace().add(label, failure == null ? "job" : "job failed", 0);
        simulation.agenda().after(simulation.jobDelay() + node.disk().spent(), () -> {
            if (!lost()) {
                node.execute(() -> {
                    pending--;
                    done.accept(outcome, reason);
                });
                next();
            }
        });
    }
}
