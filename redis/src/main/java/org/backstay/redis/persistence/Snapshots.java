package org.backstay.redis.persistence;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.persistence.snapshot.SnapshotTarget;
import org.jspecify.annotations.Nullable;

/** What replication asks of persistence: snapshots for replicas, and loading the one that a master sent. Called on the server's loop. */
public interface Snapshots {
    /** Whether a snapshot is being taken; there is one at a time. */
    boolean isBusy();

    /** Begins a snapshot of the state as it is now; {@code done} is called on the loop with the failure, or with null. */
    void begin(SnapshotContent content, SnapshotTarget target, Consumer<@Nullable Throwable> done);

    /** Begins a snapshot into {@link #file}. */
    void beginFile(Consumer<@Nullable Throwable> done);

    /** The log on disk. */
    StoredLog storedLog();

    /** {@code dbfilename} in {@code dir}. */
    Path file();

    /**
     * Replaces all data by a snapshot that was received, in slices; clients are answered LOADING meanwhile.
     *
     * @param received its file; it becomes {@link #file}
     * @param done called on the loop with the failure, after which there is no data, or with null
     */
    void load(Path received, Consumer<@Nullable Throwable> done);

    /** The data belongs to another history from now on: ends the append-only file's current one and begins anew with a base of its own. */
    void restartLog();

    /** The data is the same, but what is appended from now on belongs to another history. */
    void historyChanged();
}
