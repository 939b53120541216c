package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds where one reply ends, without building anything: for a proxy that passes replies on as they are. Survives being cut
 * anywhere; never looks at a byte of a bulk string, nor twice at any other. Owned by the connection's loop.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class ReplyScanner {
    /** The deepest nesting accepted. */
    public static final int DEEPEST = 64;

    /** The result of {@link #scan} when the reply goes on after what was received. */
    public static final int MORE = -1;

    /** The result of {@link #scan} when this is no reply; {@link #error()} says why. */
    public static final int BROKEN = -2;

    /** Makes a scanner that accepts replies of up to {@code longestReply} bytes. */
    public ReplyScanner(int longestReply) {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks on from where the last call stopped. The buffer's readable bytes begin with the first byte of the reply, at each call;
     * they may have moved in memory. Reader and writer index stay as they are.
     *
     * @return the length of the whole reply, from the reader index on ({@link #reset} is implied), or {@link #MORE} or {@link #BROKEN}
     */
    public int scan(ByteBuf in) {
        throw new UnsupportedOperationException();
    }

    /** The first byte of the reply that was scanned last ({@code '-'} for an error). */
    public byte type() {
        throw new UnsupportedOperationException();
    }

    /** How many bytes are certainly missing after {@link #MORE}, at least 1: what to make room for. */
    public long missing() {
        throw new UnsupportedOperationException();
    }

    /** Why the input is broken. */
    public @Nullable String error() {
        throw new UnsupportedOperationException();
    }

    /** Begins a new reply. */
    public void reset() {
        throw new UnsupportedOperationException();
    }
}
