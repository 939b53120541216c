package org.backstay.redis.server;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether replicas must have a write before it is answered. Runs on the server's loop. */
public interface Acknowledgement {
    /** Nobody else must have it. */
    Acknowledgement NONE = new Acknowledgement() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void ask() {}

        @Override
        public void await(long offset, Consumer<@Nullable String> done) {
            done.accept(null);
        }
    };

    /** Whether any must. */
    boolean isWanted();

    /** Has replicas say how far they are, if something was written since they were asked last. To be called once a batch, before it is flushed. */
    void ask();

    /**
     * Waits until enough replicas have the log up to an offset, for a limited time. Calls are answered in their order.
     *
     * @param done called with null, or with the error for whoever wrote up to there: whether the write will last is not known
     */
    void await(long offset, Consumer<@Nullable String> done);
}
