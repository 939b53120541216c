package org.backstay.redis.persistence;

import org.backstay.persistence.log.LogMark;

/** What persistence asks of replication: which history the data belongs to. Called on the server's loop. */
public interface Lineage {
    /** The history, and the offset that the data stands at. */
    LogMark position();

    /** Whether a master decides what expires and what is written. */
    boolean isReplica();

    /** Data was loaded at the start that stood at this position; {@code database} is the one that the stream goes on in. */
    void resumeAt(LogMark position, int database);

    /** A snapshot from the master was loaded; the stream goes on in this database. */
    void loadedFromMaster(int database);

    /** The append-only file takes the log no longer. */
    void logReleased();
}
