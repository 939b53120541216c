package org.backstay.redis.server;

import java.util.concurrent.TimeUnit;
import org.backstay.keyspace.ExpiredKeys;
import org.backstay.keyspace.Keyspace;

/** Deletes keys whose time is over though nobody asks for them. Runs on the server's loop. */
final class ActiveExpiry {
    /** Keys looked at between two looks at the clock. */
    private static final int STEP = 200;

    /** The longest a cycle may keep the loop: a tick is 100 ms, so at most a hundredth of the time. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RedisServer server;

    ActiveExpiry(RedisServer server) {
        this.server = server;
    }

    void cycle() {
        Keyspace keyspace = server.keyspace();
        long start = server.time().nanoTime();
        long deadline = start + LONGEST_NANOS;
        boolean more = server.isActiveExpire() && keyspace.expiredKeys() == ExpiredKeys.DELETE;
        while (more && server.time().nanoTime() < deadline) {
            more = keyspace.expireSome(STEP);
            server.endUnit();
        }
        long took = server.time().nanoTime() - start;
        server.latency().consider(LatencyMonitor.EXPIRE_CYCLE, took);
        server.statistics().expiryCycle(took, more);
    }
}
