package org.backstay.redis.replication;

import org.backstay.persistence.log.DiskCursor;
import org.backstay.persistence.log.LogCursor;
import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.persistence.StoredLog;

/** Where the bytes that go to replicas come from: the log's memory, or its files for those that are further behind. Owned by the server's loop. */
final class StreamSource {
    /** What one replica may keep in memory, beyond nothing at all, before it is served from the files. */
    static final long MOST_PINNED = 16L << 20;

    private final ReplicationLog log;
    private final StoredLog stored;

    StreamSource(ReplicationLog log, StoredLog stored) {
        this.log = log;
        this.stored = stored;
    }

    /** The offset behind the last byte that replicas may have. */
    long end() {
        return Math.min(stored.sendable(), log.end());
    }

    boolean isInMemory(long offset) {
        return log.covers(offset);
    }

    boolean isInFiles(long offset) {
        return stored.covers(offset);
    }

    /** Whether someone who has everything before an offset can be served from there on. */
    boolean covers(long offset) {
        return offset <= log.end() && (isInFiles(offset) || (log.wanted() && isInMemory(offset)));
    }

    LogCursor fromMemory(long offset) {
        return log.openCursor(offset);
    }

    DiskCursor fromFiles(long offset) {
        return stored.openCursor(offset);
    }
}
