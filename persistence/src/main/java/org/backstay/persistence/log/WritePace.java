package org.backstay.persistence.log;

import java.util.concurrent.TimeUnit;
import org.backstay.node.Node;

/** Keeps writes that nobody waits for apart, so that each takes more along. Owned by the node's loop. */
final class WritePace {
    /** The disk is not troubled more often than this. */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Node node;
    private final Runnable later;
    private boolean scheduled;
    private long lastNanos;

    /** Calls {@code later} when a write that came too early may begin. */
    WritePace(Node node, Runnable later) {
        this.node = node;
        this.later = later;
        lastNanos = node.clock().nanoTime() - APART_NANOS;
    }

    /** A write begins. */
    void begins() {
        lastNanos = node.clock().nanoTime();
    }

    /** Whether a write may begin now; if not, it is called later. */
    boolean allows() {
        long wait = lastNanos + APART_NANOS - node.clock().nanoTime();
        if (wait <= 0) {
            return true;
        }
        if (!scheduled) {
            scheduled = true;
            node.loop()
                    .schedule(
                            () -> {
                                scheduled = false;
                                later.run();
                            },
                            wait,
                            TimeUnit.NANOSECONDS);
        }
        return false;
    }
}
