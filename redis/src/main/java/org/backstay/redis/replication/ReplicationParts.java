package org.backstay.redis.replication;

import org.backstay.persistence.log.ReplicationLog;
import org.backstay.redis.persistence.Snapshots;

/** What both sides of replication share. */
interface ReplicationParts {
    /** The log that is read by replicas and, on a replica, filled with the master's stream. */
    ReplicationLog log();

    /** Snapshots taken and loaded. */
    Snapshots snapshots();

    /** The database in which the stream goes on after the snapshot that was loaded last. */
    int loadedStreamDatabase();
}
