package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies as values, however they are cut into pieces. Owned by the connection's loop.
 *
 * <p>Depth, sizes and the number of elements are bounded ({@link ReplyScanner}); attributes are read and dropped.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class RespParser implements AutoCloseable {
    /** Makes a parser that accepts replies of up to {@code longestReply} bytes. */
    public RespParser(int longestReply) {
        throw new UnsupportedOperationException();
    }

    /** Takes over a received buffer. */
    public void add(ByteBuf received) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next whole reply, or null when more must be received first.
     *
     * @throws RespException when what was received is no reply; nothing more can be read then
     */
    public @Nullable RespValue next() {
        throw new UnsupportedOperationException();
    }

    /** Takes what is left unread, for another protocol on the same connection (a replica's snapshot); the caller releases it. */
    public ByteBuf takeRest() {
        throw new UnsupportedOperationException();
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
