package org.backstay.keyspace.types;

import org.backstay.keyspace.types.stream.StreamId;

/**
 * What is known of a stream as a whole.
 *
 * @param nodes how many nodes there are
 * @param size how many entries that are not deleted
 * @param lastId the greatest ID that any entry has or had
 * @param firstId that of the first entry
 * @param maxDeletedId the greatest ID that was deleted
 * @param entriesAdded how many entries were ever added
 */
public record StreamFigures(
        int nodes, long size, StreamId lastId, StreamId firstId, StreamId maxDeletedId, long entriesAdded) {
    /** Those of a stream as it is now. */
    public static StreamFigures of(StreamValue stream) {
        return new StreamFigures(
                stream.nodes(),
                stream.size(),
                stream.lastId(),
                stream.firstId(),
                stream.maxDeletedId(),
                stream.entriesAdded());
    }
}
