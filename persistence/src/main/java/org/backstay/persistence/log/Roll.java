package org.backstay.persistence.log;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is to begin when everything before it is written.
 *
 * @param at the offset of its first byte
 * @param mark the history and offset that it names
 * @param selectedDb the database that the stream is in there
 * @param required whether nothing behind {@code at} may be written to the segment before it: it is tried until it succeeds
 * @param done hears of the failure, or null; of one that is required, only when it has succeeded
 */
record Roll(long at, LogMark mark, int selectedDb, boolean required, Consumer<@Nullable Throwable> done) {
    Roll asRequired() {
        return new Roll(at, mark, selectedDb, true, done);
    }
}
