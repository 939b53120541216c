package org.backstay.persistence.log;

/**
 * A snapshot in the log's folder, from which on the segments can be replayed.
 *
 * @param name in the log's folder
 * @param position the history, and the offset of the first byte that is not in it
 * @param takenSeconds when it was taken, seconds since the epoch
 * @param bytes the file's length
 */
public record StoredBase(String name, LogMark position, long takenSeconds, long bytes) {}
