package org.backstay.keyspace.types.stream;

/** Hears what changes in one stream, on the keyspace's loop. Nodes, groups, consumers and pending entries are named by handles. */
public interface StreamWatch {
    /** What is in a node is about to change. */
    void nodeChanges(StreamId id, int node);

    /** A node is about to leave the stream. */
    void nodeLeaves(StreamId id, int node);

    /** A node has come into the stream. */
    void nodeJoins(StreamId id, int node);

    /** A node has another block now. */
    void nodeMoved(int from, int to);

    /** A group's pending entry is about to change, or to change hands. */
    void pendingChanges(int group, StreamId id, int entry);

    /** A pending entry is about to go. */
    void pendingLeaves(int group, StreamId id, int entry);

    /** A pending entry has come to a group. */
    void pendingJoins(int group, int entry);

    /** A consumer, which has no pending entries any more, is about to go. */
    void consumerLeaves(int consumer);

    /** A group is about to go with all that it has. */
    void groupLeaves(int group);
}
