package org.backstay.redis.persistence;

import java.util.List;
import org.backstay.persistence.log.LogMark;

/** What persistence asks of replication: which history the data belongs to. Called on the server's loop. */
public interface Lineage {
    /** The history, and the offset that the data stands at. */
    LogMark position();

    /** Whether a master decides what expires and what is written. */
    boolean isReplica();

    /**
     * Data was loaded at the start that stood at this position.
     *
     * @param database the one that the stream goes on in
     * @param isWhole whether nobody can have more of this history than was loaded, and nobody but this node wrote it
     * @param ancestors histories that were left on the way there, each with the offset up to which it was this one; oldest first
     */
    void resumeAt(LogMark position, int database, boolean isWhole, List<LogMark> ancestors);

    /** A snapshot from the master was loaded; the stream goes on in this database. */
    void loadedFromMaster(int database);

    /** The append-only file takes the log no longer. */
    void logReleased();
}
