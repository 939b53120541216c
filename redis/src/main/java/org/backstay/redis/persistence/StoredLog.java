package org.backstay.redis.persistence;

import java.nio.file.Path;
import org.backstay.persistence.log.DiskCursor;
import org.backstay.persistence.log.StoredBase;
import org.jspecify.annotations.Nullable;

/** What replication asks of the log on disk. Called on the server's loop. */
public interface StoredLog {
    /** Whether the stream can be read from this offset on in the log's files. */
    boolean covers(long offset);

    /**
     * The log's base, when a new replica is better served with it and what follows than with a snapshot of its own: what follows is no
     * more than the base itself. Null when there is none.
     */
    @Nullable
    StoredBase cheapBase();

    /** Where a base lies. */
    Path path(StoredBase base);

    /** Begins to read at an offset that the files cover. */
    DiskCursor openCursor(long offset);

    /**
     * The offset behind the last byte that replicas may have. With the log on that is what the disk has as {@code appendfsync} promises,
     * so that a node that was killed comes back with at least what its replicas have.
     */
    long sendable();

    /** Bytes of the log that the disk has still to take; 0 while the log is off. */
    long unwritten();

    /** Says what to run whenever something was written: then {@link #sendable} may have grown. */
    void onSendable(Runnable action);

    /** The offset behind the last byte that is on stable storage; -1 while the log is off, or would not be found by a restart. */
    long synced();

    /** Says what to run whenever {@link #synced} has grown. */
    void onSynced(Runnable action);

    /** Runs an action, once, as soon as replicas may have everything before an offset. */
    void whenSendable(long offset, Runnable action);
}
