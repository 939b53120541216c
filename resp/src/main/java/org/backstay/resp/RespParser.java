package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies as values, however they are cut into pieces. Owned by the connection's loop.
 *
 * <p>A reply is built once its end has come, so that hostile counts cost nothing. Depth, sizes and the number of elements are bounded
 * ({@link ReplyScanner}); attributes are read and dropped.
 */
public final class RespParser implements AutoCloseable {
    private static final int SMALLEST_ROOM = 512;

    private final ReplyScanner scanner;
    private @Nullable ByteBuf unread;

    /** Makes a parser that accepts replies of up to {@code longestReply} bytes. */
    public RespParser(int longestReply) {
        this.scanner = new ReplyScanner(longestReply);
    }

    /** Takes over a received buffer. One that is not direct is copied. */
    public void add(ByteBuf received) {
        ByteBuf rest = unread;
        if (rest == null && received.hasMemoryAddress()) {
            unread = received;
            return;
        }
        ByteBuf roomy = withRoom(rest, received.readableBytes());
        roomy.writeBytes(received);
        received.release();
        unread = roomy;
    }

    private static ByteBuf withRoom(@Nullable ByteBuf rest, int more) {
        if (rest == null) {
            return ByteBufAllocator.DEFAULT.directBuffer(Math.max(SMALLEST_ROOM, more), Integer.MAX_VALUE);
        }
        if (rest.writableBytes() >= more && rest.refCnt() == 1) {
            return rest;
        }
        long doubled = Math.max(SMALLEST_ROOM, 2L * (rest.readableBytes() + more));
        ByteBuf larger = ByteBufAllocator.DEFAULT
                .directBuffer((int) Math.min(Integer.MAX_VALUE - 64, doubled), Integer.MAX_VALUE)
                .writeBytes(rest);
        rest.release();
        return larger;
    }

    /**
     * The next whole reply, or null when more must be received first.
     *
     * @throws RespException when what was received is no reply; nothing more can be read then
     */
    public @Nullable RespValue next() {
        ByteBuf in = unread;
        if (in == null) {
            return null;
        }
        int length = scanner.scan(in);
        if (length == ReplyScanner.BROKEN) {
            throw new RespException(String.valueOf(scanner.error()));
        }
        if (length == ReplyScanner.MORE) {
            return null;
        }
        RespValue value = new RespReader(in.memoryAddress() + in.readerIndex()).read();
        in.skipBytes(length);
        if (!in.isReadable()) {
            in.release();
            unread = null;
        }
        return value;
    }

    /** Takes what is left unread, for another protocol on the same connection (a replica's snapshot); the caller releases it. */
    public ByteBuf takeRest() {
        ByteBuf rest = unread;
        unread = null;
        scanner.reset();
        return rest == null ? ByteBufAllocator.DEFAULT.directBuffer(1) : rest;
    }

    /** Gives back all memory. */
    @Override
    public void close() {
        ByteBuf rest = unread;
        unread = null;
        if (rest != null) {
            rest.release();
        }
    }
}
