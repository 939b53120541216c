package org.backstay.node;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A named background thread for what would stall the loop: fsync, a snapshot's bytes, DNS. Jobs run one after the other
 * in the order given; each result comes back as a task on the owning loop.
 */
public interface Worker extends AutoCloseable {
    /**
     * Runs a job in the background.
     *
     * @param done called on the owning loop with the result, or with the failure; exactly one of the two is non-null
     *     unless the job returned null
     */
    <T extends @Nullable Object> void run(Callable<T> job, BiConsumer<@Nullable T, @Nullable Throwable> done);

    /** Closes or deletes what is no longer needed; nobody depends on it, so a failure is not told. */
    default void cleanUp(CleanUp job) {
        run(
                () -> {
                    job.run();
                    return null;
                },
                (nothing, failure) -> {});
    }

    /** Closes or deletes something. */
    @FunctionalInterface
    interface CleanUp {
        /** Does it. */
        void run() throws Exception;
    }

    /** Lets the other threads of the machine go first from now on, where they want the processors this worker could have. */
    default void giveWay() {}

    /** Jobs given and not finished. */
    int pending();

    /** Finishes the jobs given, then ends the thread. */
    @Override
    void close();
}
