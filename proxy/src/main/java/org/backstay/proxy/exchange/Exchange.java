package org.backstay.proxy.exchange;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request without its bytes: its place in the order of its client and in the order of its server, and its reply while an
 * earlier one of the same client is still missing. Owned by a loop and used again and again ({@link Exchanges}).
 */
public final class Exchange {
    /** Who waits; null when the client has gone and the reply is to be dropped. */
    public @Nullable Requester requester;

    /** The next in the order of the client. */
    public @Nullable Exchange nextOfClient;

    /** The next in the order of the server. */
    public @Nullable Exchange nextOfServer;

    /** The connection it was sent on; null for a reply of our own. */
    public @Nullable ServerLink link;

    /** When the server was given it, on the node's clock. */
    public long startedNanos;

    /** The request's length in bytes. */
    public int requestBytes;

    /** The whole of which this is a part; null for a request that went to one server. */
    public @Nullable Join join;

    /** This part's number in the whole. */
    public int part;

    private boolean done;
    private final HeldReply reply = new HeldReply();

    Exchange() {}

    /** Whether the reply is here. */
    public boolean isDone() {
        return done;
    }

    /** Says that the reply is here. */
    public void done() {
        done = true;
    }

    /** The reply that waits for its turn. */
    public HeldReply reply() {
        return reply;
    }

    /** Bytes of memory that the waiting reply holds. */
    public int heldBytes() {
        return reply.length();
    }

    /** Keeps a reply of the server until its turn. */
    public void hold(ByteBuf in, int offset, int length) {
        reply.hold(in, offset, length);
        done = true;
    }

    void clear() {
        requester = null;
        nextOfClient = null;
        nextOfServer = null;
        link = null;
        join = null;
        done = false;
        requestBytes = 0;
        reply.release();
    }
}
