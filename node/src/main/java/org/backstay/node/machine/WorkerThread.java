package org.backstay.node.machine;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.node.linux.LinuxProcess;
import org.jspecify.annotations.Nullable;

/**
 * A worker with a thread of its own. Jobs are given by the owning loop, on which their results come back; only the queue
 * between the two is shared.
 *
 * <p>The thread is no daemon: a process that ends in order finishes what it gave to its workers.
 */
final class WorkerThread implements Worker {
    /** More than this many jobs waiting means that nobody looks at {@link #pending()}: a fault of the program. */
    private static final int MOST_PENDING = 1_000_000;

    /** A third of the processor time of a thread that does not give way, where both want all of it. */
    private static final int NICE = 5;

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private final EventLoop loop;
    private final Log log;
    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>(MOST_PENDING);
    private int pending;
    private boolean givesWay;
    private boolean closed;
    /** Belongs to the worker's thread. */
    private boolean ended;

    WorkerThread(String name, EventLoop loop, Log log) {
        this.loop = loop;
        this.log = log;
        new Thread(this::work, name).start();
    }

    @Override
    public <T extends @Nullable Object> void run(Callable<T> job, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        assert loop.inEventLoop();
        if (closed || !jobs.offer(() -> perform(job, done))) {
            throw new RejectedExecutionException(closed ? "the worker has ended" : "too many jobs are waiting");
        }
        pending++;
    }

    /** Best effort: where the system refuses, the worker competes as before. */
    @Override
    public void giveWay() {
        assert loop.inEventLoop();
        if (!givesWay && LINUX) {
            givesWay = true;
            cleanUp(() -> LinuxProcess.nice(NICE));
        }
    }

    @Override
    public int pending() {
        assert loop.inEventLoop();
        return pending;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            jobs.add(() -> ended = true);
        }
    }

    private void work() {
        while (!ended) {
            Runnable job;
            try {
                job = jobs.take();
            } catch (InterruptedException ignored) {
                continue; // an interrupt would close the file channels in use; close() is the way to end
            }
            job.run();
        }
    }

    private <T extends @Nullable Object> void perform(
            Callable<T> job, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        T result = null;
        Throwable failure = null;
        try {
            result = job.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        T outcome = result;
        Throwable reason = failure;
        try {
            loop.execute(() -> {
                pending--;
                done.accept(outcome, reason);
            });
        } catch (RejectedExecutionException ended) {
            if (reason != null) {
                log.warning(Thread.currentThread().getName() + ": " + reason);
            }
        }
    }
}
