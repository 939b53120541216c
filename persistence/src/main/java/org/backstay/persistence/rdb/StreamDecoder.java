package org.backstay.persistence.rdb;

import java.io.IOException;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;

/**
 * Fills a stream from an RDB file, of Redis 5 or 7.0. What can be counted is counted: the file's figures of entries, and of the first and
 * the last of them, are believed only where the entries do not say it. Owned by the loop that owns the keyspace.
 */
final class StreamDecoder implements AutoCloseable {
    private static final int ID_BYTES = 16;

    /** What each takes in the file at least. Bytes. */
    private static final int LEAST_NODE = ID_BYTES + 8;

    private static final int LEAST_GROUP = 5;
    private static final int LEAST_PENDING = ID_BYTES + 9;
    private static final int LEAST_CONSUMER = 10;

    private final StreamValue stream;
    private final Blob bytes = new Blob();

    StreamDecoder(CollectionContext context) {
        stream = new StreamValue(context);
    }

    /** The stream that is filled. */
    StreamValue value() {
        return stream;
    }

    /** Fills the stream, which is empty. */
    void fill(RdbType encoded, RdbInput input) throws IOException {
        for (int nodes = input.readCount(LEAST_NODE); nodes > 0; nodes--) {
            readNode(input);
        }
        boolean full = encoded == RdbType.STREAM_LISTPACKS_2;
        readFigures(full, input);
        for (int groups = input.readCount(LEAST_GROUP); groups > 0; groups--) {
            readGroup(full, input);
        }
    }

    private void readNode(RdbInput input) throws IOException {
        if (input.readLength() != ID_BYTES) {
            throw input.error("the ID of a stream's node has not " + ID_BYTES + " bytes");
        }
        StreamId id = readRawId(input);
        input.readString(bytes);
        if (!stream.appendNode(id, bytes.address(), bytes.length())) {
            throw input.error("a stream's node that is none, or that is not behind the one before");
        }
    }

    private static StreamId readRawId(RdbInput input) throws IOException {
        long ms = input.readBigEndianLong();
        return new StreamId(ms, input.readBigEndianLong());
    }

    private static StreamId readId(RdbInput input) throws IOException {
        long ms = input.readUnsigned();
        return new StreamId(ms, input.readUnsigned());
    }

    private void readFigures(boolean full, RdbInput input) throws IOException {
        input.readUnsigned(); // entries: counted
        StreamId last = readId(input);
        if (stream.nodes() == 0 || last.isAfter(stream.lastId())) {
            stream.setLastId(last);
        }
        if (full) {
            readId(input); // the first: seen
            stream.setMaxDeletedId(readId(input));
            stream.setEntriesAdded(input.readUnsigned());
        } else {
            stream.setEntriesAdded(stream.size());
        }
    }

    private void readGroup(boolean full, RdbInput input) throws IOException {
        input.readString(bytes);
        if (stream.findGroup(bytes.address(), bytes.length())) {
            throw input.error("a stream with the same group twice");
        }
        StreamId last = readId(input);
        long read = full ? input.readUnsigned() : stream.entriesUpTo(last);
        stream.createGroup(bytes.address(), bytes.length(), last, read);
        StreamGroup group = stream.foundGroup();
        int pending = input.readCount(LEAST_PENDING);
        for (int i = 0; i < pending; i++) {
            readPending(group, input);
        }
        int owned = 0;
        for (int consumers = input.readCount(LEAST_CONSUMER); consumers > 0; consumers--) {
            owned += readConsumer(group, input);
        }
        if (owned != pending) {
            throw input.error("a stream's group with pending entries that no consumer has");
        }
    }

    private static void readPending(StreamGroup group, RdbInput input) throws IOException {
        StreamId id = readRawId(input);
        long delivered = input.readLong();
        long deliveries = input.readUnsigned();
        if (group.findPending(id) != 0) {
            throw input.error("a stream's group with the same pending entry twice");
        }
        group.addPending(id, 0, delivered, deliveries);
    }

    /** Reads a consumer; how many pending entries it has. */
    private int readConsumer(StreamGroup group, RdbInput input) throws IOException {
        input.readString(bytes);
        if (group.findConsumer(bytes.address(), bytes.length()) != 0) {
            throw input.error("a stream's group with the same consumer twice");
        }
        int consumer = group.createConsumer(bytes.address(), bytes.length(), input.readLong());
        int entries = input.readCount(ID_BYTES);
        for (int i = 0; i < entries; i++) {
            StreamId id = readRawId(input);
            int entry = group.findPending(id);
            if (entry == 0 || group.owner(entry) != 0) {
                throw input.error("a stream's consumer with an entry that is not pending, or that another one has");
            }
            group.give(entry, id, consumer);
        }
        return entries;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
