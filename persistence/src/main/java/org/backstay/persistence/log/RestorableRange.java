package org.backstay.persistence.log;

import org.jspecify.annotations.Nullable;

/**
 * What can be restored from one snapshot and the segments that follow it, as far as the next snapshot. Offsets are the stream's, times seconds
 * since the epoch.
 *
 * @param base the snapshot; null where the log began with an empty keyspace
 * @param from the history, and the first offset to which can be restored
 * @param fromSeconds when the data stood there
 * @param toOffset the last offset
 * @param toSeconds when the last command before it was written
 */
public record RestorableRange(
        @Nullable StoredBase base, LogMark from, long fromSeconds, long toOffset, long toSeconds) {}
