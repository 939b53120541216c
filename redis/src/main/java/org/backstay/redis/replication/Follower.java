package org.backstay.redis.replication;

import org.jspecify.annotations.Nullable;

/** What a link to a master is for: the node whose data follows the master's. Owned by the server's loop. */
interface Follower {
    /** The history to ask for: an id, or {@code ?}. */
    String knownId();

    /** The first byte that we lack, counted from 1; -1 if no history is known. */
    long nextByte();

    /** Whether this node's data is, or was, of the history with this id. */
    boolean knowsHistory(String id);

    /** Whether there is any data that could be lost. */
    boolean hasData();

    /** The database that the stream is in where it goes on. */
    int streamDatabase();

    /** Whether the master is to be asked to lead, because we hand our role over to it; once. */
    boolean handsOver();

    /** The master does not let us follow. */
    void refused();

    /** The master goes on where we are; its history has this id now. */
    void continued(@Nullable String id);

    /** Everything we have will be replaced: no replica of ours can follow us through that. */
    void beginsFullSync();

    /** All data was replaced by the master's as of an offset; {@code database} is the one that the stream is in there. */
    void loaded(String id, long offset);
}
