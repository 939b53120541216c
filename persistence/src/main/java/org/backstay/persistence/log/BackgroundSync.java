package org.backstay.persistence.log;

import java.util.function.Consumer;
import org.backstay.node.Worker;
import org.jspecify.annotations.Nullable;

/** Syncs what was written, one at a time, while nobody waits for it. Owned by the node's loop. */
final class BackgroundSync {
    private final Worker worker;
    private final SegmentWriter writer;
    private boolean running;

    BackgroundSync(Worker worker, SegmentWriter writer) {
        this.worker = worker;
        this.writer = writer;
    }

    boolean isRunning() {
        return running;
    }

    /** Begins one; {@code done} hears of the failure, or null. */
    void begin(Consumer<@Nullable Throwable> done) {
        running = true;
        worker.run(
                () -> {
                    writer.sync();
                    return null;
                },
                (nothing, failure) -> {
                    running = false;
                    done.accept(failure);
                });
    }
}
