package org.backstay.redis.persistence;

import org.backstay.persistence.log.DiskCursor;

/** What replication asks of the log on disk. Called on the server's loop. */
public interface StoredLog {
    /** Whether the stream can be read from this offset on in the log's files. */
    boolean covers(long offset);

    /** Begins to read at an offset that the files cover. */
    DiskCursor openCursor(long offset);

    /**
     * The offset behind the last byte that replicas may have. With the log on that is what the disk has as {@code appendfsync} promises,
     * so that a node that was killed comes back with at least what its replicas have.
     */
    long sendable();

    /** Says what to run whenever {@link #sendable} has grown. */
    void onSendable(Runnable action);

    /** Runs an action, once, as soon as replicas may have everything before an offset. */
    void whenSendable(long offset, Runnable action);
}
