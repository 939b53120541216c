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
 *
 * <p>How: {@code current} is the buffer with the command being read. When that is the rest of an earlier one, just as many bytes are
 * copied to it from {@code incoming} as the command needs; what was copied in excess is given back by turning back {@code
 * incoming}'s reader index, and reading goes on there.
 */
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

    /** The first amount copied to complete a command; doubled until it is complete. */
    private static final int FIRST_COPY = 128;

    private static final int SMALLEST_REST = 256;

    /** How much room is made for bytes that were announced and have not come. */
    private static final int MOST_ROOM_AHEAD = 4_096;

    /** A received buffer is kept as it is when its unread part is at least one in this many bytes. */
    private static final int WORTH_KEEPING = 4;

    private final ByteBufAllocator allocator;
    private final RequestDecoder decoder;
    private @Nullable ByteBuf current;
    private @Nullable ByteBuf incoming;

    /** Bytes at the end of {@code current} that were copied from {@code incoming}, and may be read there instead. */
    private int borrowed;

    private Status status = Status.MORE;
    private long consumed;

    /** Makes the input of one connection. */
    public RequestInput(ByteBufAllocator allocator, RequestLimits limits) {
        this.allocator = allocator;
        this.decoder = new RequestDecoder(limits);
    }

    /** Whether the client may send commands of any size up to the limits; false keeps it at those for strangers. At first true. */
    public void authenticated(boolean yes) {
        decoder.authenticated(yes);
    }

    /** Whether the other side is our master, whose arguments have no limit and who never sends inline commands. */
    public void fromMaster(boolean yes) {
        decoder.fromMaster(yes);
    }

    /** Takes over a received buffer. One that is not direct is copied. */
    public void add(ByteBuf received) {
        ByteBuf direct = received.hasMemoryAddress() ? received : toDirect(received);
        if (current == null) {
            current = direct;
        } else if (incoming == null) {
            incoming = direct;
        } else {
            append(incoming);
            incoming = direct;
        }
    }

    private ByteBuf toDirect(ByteBuf heap) {
        ByteBuf copy = allocator.directBuffer(Math.max(1, heap.readableBytes())).writeBytes(heap);
        heap.release();
        return copy;
    }

    /** Looks for the next request; the one before is no longer valid. Empty lines and empty commands are skipped. */
    public Status next() {
        if (status == Status.BROKEN) {
            return status;
        }
        if (status == Status.REQUEST) {
            decoder.begin();
        }
        status = search();
        return status;
    }

    private Status search() {
        while (true) {
            ByteBuf buffer = prepared();
            if (buffer == null) {
                return Status.MORE;
            }
            RequestDecoder.Found found =
                    decoder.decode(buffer.memoryAddress() + buffer.readerIndex(), buffer.readableBytes());
            switch (found) {
                case COMMAND -> {
                    consume(buffer);
                    return Status.REQUEST;
                }
                case NOTHING -> {
                    consume(buffer);
                    decoder.begin();
                }
                case MORE -> {
                    if (!borrow(buffer)) {
                        return Status.MORE;
                    }
                }
                case BROKEN -> {
                    return Status.BROKEN;
                }
            }
        }
    }

    /** The buffer to read from, or null when nothing is left. Goes over to what came later when that has all that is unread. */
    private @Nullable ByteBuf prepared() {
        ByteBuf buffer = current;
        if (buffer == null || incoming == null) {
            return buffer;
        }
        int left = buffer.readableBytes();
        if (left > borrowed) {
            return buffer;
        }
        incoming.readerIndex(incoming.readerIndex() - left);
        borrowed = 0;
        buffer.release();
        buffer = incoming;
        current = buffer;
        incoming = null;
        return buffer;
    }

    private void consume(ByteBuf buffer) {
        int used = decoder.used();
        buffer.skipBytes(used);
        consumed += used;
    }

    /** Copies to {@code current} some of what its unfinished command needs. */
    private boolean borrow(ByteBuf buffer) {
        if (incoming == null || !incoming.isReadable()) {
            return false;
        }
        int wanted = Math.max(decoder.missing(buffer.readableBytes()), Math.max(FIRST_COPY, borrowed));
        int count = Math.min(wanted, incoming.readableBytes());
        ByteBuf roomy = withRoom(buffer, count);
        roomy.writeBytes(incoming, count);
        borrowed += count;
        return true;
    }

    private ByteBuf withRoom(ByteBuf buffer, int count) {
        if (buffer.writableBytes() >= count && buffer.refCnt() == 1) {
            return buffer;
        }
        int unread = buffer.readableBytes();
        long doubled = Math.max(SMALLEST_REST, 2L * (unread + count));
        long needed = (long) unread + Math.max(count, decoder.missing(unread));
        int capacity = (int) Math.min(
                Integer.MAX_VALUE - 64,
                Math.max((long) unread + count, Math.min(doubled, Math.max(needed, SMALLEST_REST))));
        ByteBuf larger = allocator.directBuffer(capacity, Integer.MAX_VALUE).writeBytes(buffer);
        buffer.release();
        current = larger;
        return larger;
    }

    private void append(ByteBuf more) {
        ByteBuf buffer = current;
        if (buffer == null) {
            current = more;
            return;
        }
        ByteBuf roomy = withRoom(buffer, more.readableBytes());
        roomy.writeBytes(more);
        more.release();
        borrowed = 0;
    }

    /** What the last {@link #next()} returned. */
    public Status status() {
        return status;
    }

    /** The request that {@link #next()} found; valid until its next call or {@link #settle()}. */
    public Request request() {
        assert status == Status.REQUEST;
        return decoder.request();
    }

    /** Why the input is broken, in the original's words ({@code Protocol error: ...}), without {@code ERR}. */
    public @Nullable String error() {
        return decoder.error();
    }

    /** Gives back what was read and keeps only the unfinished or unwanted rest; to be called when the loop over requests ends. */
    public void settle() {
        if (status == Status.REQUEST) {
            decoder.begin();
            status = Status.MORE;
        }
        ByteBuf later = incoming;
        if (later != null) {
            incoming = null;
            settle(later);
        }
        borrowed = 0;
        ByteBuf buffer = current;
        if (buffer == null) {
            return;
        }
        int unread = buffer.readableBytes();
        if (unread == 0 || status == Status.BROKEN) {
            buffer.release();
            current = null;
        } else if ((long) unread * WORTH_KEEPING < buffer.capacity() && buffer.capacity() > 2 * SMALLEST_REST) {
            int room = unread + Math.min(MOST_ROOM_AHEAD, decoder.missing(unread));
            current = allocator
                    .directBuffer(Math.max(SMALLEST_REST, room), Integer.MAX_VALUE)
                    .writeBytes(buffer);
            buffer.release();
        }
    }

    private void settle(ByteBuf later) {
        ByteBuf buffer = current;
        if (buffer != null && buffer.readableBytes() <= borrowed) {
            later.readerIndex(later.readerIndex() - buffer.readableBytes());
            buffer.release();
            current = later;
        } else if (later.isReadable()) {
            append(later);
        } else {
            later.release();
        }
    }

    /** Bytes received and not yet returned as requests; the caller compares it with {@code client-query-buffer-limit}. */
    public long unread() {
        return (current == null ? 0L : current.readableBytes()) + (incoming == null ? 0L : incoming.readableBytes());
    }

    /** All bytes that requests and skipped lines have used since the beginning: what a replica adds to its offset. */
    public long consumed() {
        return consumed;
    }

    /** Bytes of memory held for what is unread. A buffer while it is read in place counts as what will be kept of it. */
    public long memory() {
        return held(current) + held(incoming);
    }

    private static long held(@Nullable ByteBuf buffer) {
        if (buffer == null || !buffer.isReadable()) {
            return 0;
        }
        long most = Math.max(2L * SMALLEST_REST, (long) buffer.readableBytes() * WORTH_KEEPING);
        return Math.min(buffer.capacity(), most);
    }

    /** Takes what is left unread, for another protocol on the same connection; the caller releases it. */
    public ByteBuf takeRest() {
        settle();
        decoder.begin();
        ByteBuf rest = current;
        current = null;
        return rest == null ? allocator.directBuffer(1) : rest;
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        if (current != null) {
            current.release();
            current = null;
        }
        if (incoming != null) {
            incoming.release();
            incoming = null;
        }
        decoder.request().release();
    }
}
