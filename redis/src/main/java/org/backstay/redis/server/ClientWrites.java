package org.backstay.redis.server;

import org.jspecify.annotations.Nullable;

/** What a client has written: up to where in the log, and which of the answers to it are still held back. Owned by the server's loop. */
public final class ClientWrites {
    private long upTo;
    private int held;
    private int unacknowledged;
    private @Nullable WriteReplies replies;

    ClientWrites() {}

    /** The offset of the log behind the last of its own writes; 0 when it has written nothing. */
    public long upTo() {
        return upTo;
    }

    void upTo(long offset) {
        upTo = offset;
    }

    /** Remembers where in what is written to the client an answer to a write stands, so that another can take its place. */
    void noteReply(long start, long end) {
        WriteReplies noted = replies == null ? new WriteReplies() : replies;
        noted.add(start, end);
        replies = noted;
    }

    @Nullable
    WriteReplies takeReplies() {
        WriteReplies noted = replies;
        replies = null;
        return noted;
    }

    /** Whether answers wait until writes of this client are in the log, so that later ones must wait behind them. */
    boolean isHeld() {
        return held > 0;
    }

    void held(int more) {
        held += more;
    }

    /** Whether answers wait for replicas, so that later ones must wait behind them. */
    boolean isUnacknowledged() {
        return unacknowledged > 0;
    }

    void unacknowledged(int more) {
        unacknowledged += more;
    }
}
