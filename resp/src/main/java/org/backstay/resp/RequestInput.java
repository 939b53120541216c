package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has received, cut into requests. Owned by the connection's loop.
 *
 * <p>Whole requests are read straight out of the received buffer; only an unfinished rest is copied, once. Use:
 *
 * <pre>{@code
 * input.add(received);
 * while (wanted && input.next() == Status.REQUEST) {
 *     execute(input.request());
 * }
 * if (input.status() == Status.BROKEN) { reply(input.error()); closeAfterReply(); }
 * input.settle();
 * }</pre>
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class RequestInput implements AutoCloseable {
    /** What {@link #next()} found. */
    public enum Status {
        /** A whole request: {@link #request()}. */
        REQUEST,
        /** No whole request yet. */
        MORE,
        /** Not the protocol: {@link #error()} says why, and nothing more is read. */
        BROKEN
    }

    /** Makes the input of one connection. */
    public RequestInput(ByteBufAllocator allocator, RequestLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** Whether the client may send commands of any size up to the limits; false keeps it at those for the unauthenticated. At first true. */
    public void authenticated(boolean yes) {
        throw new UnsupportedOperationException();
    }

    /** Whether the other side is our master, whose arguments have no limit of {@code proto-max-bulk-len} and whose empty lines are counted. */
    public void fromMaster(boolean yes) {
        throw new UnsupportedOperationException();
    }

    /** Takes over a received direct buffer. */
    public void add(ByteBuf received) {
        throw new UnsupportedOperationException();
    }

    /** Looks for the next request; the one before is no longer valid. Empty lines and empty commands are skipped. */
    public Status next() {
        throw new UnsupportedOperationException();
    }

    /** What the last {@link #next()} returned. */
    public Status status() {
        throw new UnsupportedOperationException();
    }

    /** The request that {@link #next()} found; valid until its next call or {@link #settle()}. */
    public Request request() {
        throw new UnsupportedOperationException();
    }

    /** Why the input is broken, in the original's words ({@code Protocol error: ...}), without {@code ERR}. */
    public @Nullable String error() {
        throw new UnsupportedOperationException();
    }

    /** Gives back what was read and keeps only the unfinished or unwanted rest; to be called when the loop over requests ends. */
    public void settle() {
        throw new UnsupportedOperationException();
    }

    /** Bytes received and not yet returned as requests; the caller compares it with {@code client-query-buffer-limit}. */
    public long unread() {
        throw new UnsupportedOperationException();
    }

    /** All bytes that requests (and skipped lines) have used since the beginning: what a replica adds to its offset. */
    public long consumed() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of memory held. */
    public long memory() {
        throw new UnsupportedOperationException();
    }

    /** Takes what is left unread, for another protocol on the same connection; the caller releases it. */
    public ByteBuf takeRest() {
        throw new UnsupportedOperationException();
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
