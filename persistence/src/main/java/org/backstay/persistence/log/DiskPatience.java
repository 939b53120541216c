package org.backstay.persistence.log;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.backstay.node.Node;

/** Notices when bytes wait too long for the disk, which is none of its errors: it may only be slow. Owned by the node's loop. */
final class DiskPatience {
    /** When replies do not wait for the disk, they do after so long. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** When they do, what only shows the writes of others waits no longer than this. */
    private static final long LIMIT_ALWAYS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Node node;
    private final Supplier<FsyncPolicy> policy;
    private final Runnable onLate;

    private boolean waiting;
    private boolean late;
    private boolean scheduled;
    private long sinceNanos;
    private long delays;

    /**
     * Makes one that waits for nothing.
     *
     * @param policy decides how long nothing may be written although something waits
     * @param onLate what happens each time when that is over
     */
    DiskPatience(Node node, Supplier<FsyncPolicy> policy, Runnable onLate) {
        this.node = node;
        this.policy = policy;
        this.onLate = onLate;
    }

    boolean isLate() {
        return late;
    }

    /** How many times that was so, and replies began to wait for the disk though {@code appendfsync} does not ask for it. */
    long delays() {
        return delays;
    }

    private boolean isAlways() {
        return policy.get() == FsyncPolicy.ALWAYS;
    }

    private long limitNanos() {
        return isAlways() ? LIMIT_ALWAYS_NANOS : LIMIT_NANOS;
    }

    /** Whether anything waits to be written now. To be called whenever that may have changed, and cheap. */
    void note(boolean waits) {
        if (waits == waiting) {
            return;
        }
        waiting = waits;
        progressed();
    }

    /** Something was written. */
    void progressed() {
        late = false;
        sinceNanos = node.clock().nanoTime();
        if (waiting && !scheduled) {
            schedule(limitNanos());
        }
    }

    private void schedule(long nanos) {
        scheduled = true;
        node.loop().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        scheduled = false;
        if (!waiting || late) {
            return;
        }
        long left = sinceNanos + limitNanos() - node.clock().nanoTime();
        if (left > 0) {
            schedule(left);
            return;
        }
        late = true;
        if (!isAlways()) {
            delays++;
            node.log()
                    .notice("Asynchronous AOF fsync is taking too long (disk is busy?)."
                            + " Answers to writes wait until the AOF buffer is written.");
        }
        onLate.run();
    }
}
