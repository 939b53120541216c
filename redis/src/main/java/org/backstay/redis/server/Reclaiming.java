package org.backstay.redis.server;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.backstay.keyspace.Keyspace;
import org.backstay.node.SlicePace;
import org.jspecify.annotations.Nullable;

/**
 * Frees what was deleted and was too large to be freed at once, in slices between which the loop does its other work: so memory is back soon
 * on an idle server, and on a busy one at the price of about a seventh of its time. Runs on the server's loop.
 */
final class Reclaiming {
    /** Blocks freed between two looks at the clock: some tens of microseconds' work. */
    private static final int STEP = 500;

    /** When to look again at what can't be freed yet, because a snapshot still reads it. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final RedisServer server;
    private final SlicePace pace = new SlicePace();
    private @Nullable ScheduledFuture<?> next;

    Reclaiming(RedisServer server) {
        this.server = server;
    }

    /** Begins if there is anything to free and it is not under way. To be called after every batch of work, and cheap. */
    void begin() {
        if (next == null && server.keyspace().pendingReclaims() > 0) {
            later(SlicePace.PAUSE_NANOS);
        }
    }

    private void later(long nanos) {
        next = server.loop().schedule(this::slice, nanos, TimeUnit.NANOSECONDS);
    }

    private void slice() {
        Keyspace keyspace = server.keyspace();
        long now = server.time().nanoTime();
        long until = now + pace.slice(now);
        boolean more;
        do {
            more = keyspace.reclaim(STEP);
            now = server.time().nanoTime();
        } while (more && now < until);
        if (more) {
            pace.pause(now);
            later(SlicePace.PAUSE_NANOS);
        } else if (keyspace.pendingReclaims() > 0) {
            later(RETRY_NANOS);
        } else {
            next = null;
        }
    }

    /** Ends it: the keyspace is about to be closed. */
    void stop() {
        ScheduledFuture<?> planned = next;
        if (planned != null) {
            planned.cancel(false);
        }
    }
}
