package org.backstay.redis.command;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What DEBUG does with the data on disk and with the history of writes; persistence and replication do it. */
public interface DebugStorage {
    /**
     * Saves a snapshot (if {@code save}), drops the data (if {@code flush}) and loads the snapshot, its keys taking the place of keys
     * that are there (if {@code merge}).
     *
     * @param done called on the loop with the failure or with null
     */
    void reload(boolean save, boolean flush, boolean merge, Consumer<@Nullable Throwable> done);

    /** Drops the data and loads the append-only log. */
    void loadLog(Consumer<@Nullable Throwable> done);

    /** Begins a history of writes that no replica knows. */
    void changeHistory();
}
