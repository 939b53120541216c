package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind a {@link ReplyWriter}: one buffer that grows up to {@link #CHUNK} and then makes room for the next, so that a long reply is
 * never copied as a whole. Owned by the connection's loop.
 *
 * <p>A header whose number comes later takes its longest form at first. When the number is known, it is written against the end of
 * that room, and the gap before it is closed within the one buffer it is in.
 */
final class ReplyBuffers {
    /** A buffer with this many bytes is full; only a single longer string makes a larger one. */
    private static final int CHUNK = 64 * 1024;

    private static final int FIRST = 512;

    /** The longest header: a type, ten digits of an int (or eleven of twice an int), a line end. */
    private static final int LONGEST_HEADER = 14;

    private final ByteBufAllocator allocator;
    private final @Nullable SpareBuffer spare;
    private final List<ByteBuf> full = new ArrayList<>(0);
    private long fullBytes;
    private @Nullable ByteBuf current;

    /** Whether the current buffer is the spare one. */
    private boolean borrowed;

    /** Where the next byte goes, and where the current buffer ends. */
    private long at;

    private long end;

    /** Open headers: the number of the buffer in the high half, the place in it in the low half. */
    private long[] open = new long[4];

    private int opened;

    ReplyBuffers(ByteBufAllocator allocator, @Nullable SpareBuffer spare) {
        this.allocator = allocator;
        this.spare = spare;
    }

    /** The address of room for {@code bytes} bytes. */
    long reserve(long bytes) {
        if (end - at < bytes) {
            makeRoom(bytes);
        }
        return at;
    }

    /** Says how many of the reserved bytes were written. */
    void wrote(int bytes) {
        at += bytes;
    }

    private void makeRoom(long bytes) {
        if (bytes > Integer.MAX_VALUE - CHUNK) {
            throw new IllegalArgumentException("a reply of " + bytes + " bytes is too long for one buffer");
        }
        ByteBuf buffer = current;
        if (buffer == null) {
            use(first(bytes));
            return;
        }
        int used = used(buffer);
        buffer.writerIndex(used);
        if (used + bytes <= CHUNK) {
            buffer.capacity((int) Math.min(CHUNK, Math.max(used + bytes, 2L * buffer.capacity())));
            use(buffer);
            return;
        }
        retire(buffer);
        use(allocator.directBuffer((int) Math.max(CHUNK, bytes), Integer.MAX_VALUE));
    }

    private ByteBuf first(long bytes) {
        ByteBuf lent = spare == null || bytes > CHUNK ? null : spare.take(CHUNK);
        borrowed = lent != null;
        return lent == null ? allocator.directBuffer((int) Math.max(FIRST, bytes), Integer.MAX_VALUE) : lent;
    }

    private void use(ByteBuf buffer) {
        current = buffer;
        at = buffer.memoryAddress() + buffer.writerIndex();
        end = buffer.memoryAddress() + buffer.capacity();
    }

    private int used(ByteBuf buffer) {
        return (int) (at - buffer.memoryAddress());
    }

    private void retire(ByteBuf buffer) {
        buffer.writerIndex(used(buffer));
        full.add(buffer);
        fullBytes += buffer.readableBytes();
        if (borrowed && spare != null) {
            spare.forgo();
        }
        noCurrent();
    }

    private void noCurrent() {
        current = null;
        borrowed = false;
        at = 0;
        end = 0;
    }

    private void letGo(ByteBuf buffer) {
        if (borrowed && spare != null) {
            spare.giveBack(buffer);
        } else {
            buffer.release();
        }
        noCurrent();
    }

    /** Leaves room for a header whose number comes later. */
    void beginHeader() {
        reserve(LONGEST_HEADER);
        if (opened == open.length) {
            open = Arrays.copyOf(open, 2 * opened);
        }
        open[opened++] = (long) full.size() << 32 | used(Objects.requireNonNull(current));
        at += LONGEST_HEADER;
    }

    /** The address to which the innermost open header is to be written now; it takes {@code length} bytes. */
    long endHeader(int length) {
        assert opened > 0 : "no header is open";
        long mark = open[--opened];
        int chunk = (int) (mark >>> 32);
        int offset = (int) mark;
        int gap = LONGEST_HEADER - length;
        boolean retired = chunk < full.size();
        ByteBuf buffer = retired ? full.get(chunk) : Objects.requireNonNull(current);
        long address = buffer.memoryAddress() + offset;
        if (offset == buffer.readerIndex()) {
            if (!retired) {
                buffer.writerIndex(used(buffer));
            }
            buffer.readerIndex(offset + gap);
            fullBytes -= retired ? gap : 0;
            return address + gap;
        }
        long content = address + LONGEST_HEADER;
        if (!retired) {
            NativeMemory.copy(content, content - gap, at - content);
            at -= gap;
        } else {
            NativeMemory.copy(content, content - gap, buffer.memoryAddress() + buffer.writerIndex() - content);
            buffer.writerIndex(buffer.writerIndex() - gap);
            fullBytes -= gap;
        }
        return address;
    }

    /** Buffers that hold something now. */
    int pieces() {
        return full.size() + (current == null ? 0 : 1);
    }

    long pieceAddress(int i) {
        ByteBuf buffer = piece(i);
        return buffer.memoryAddress() + buffer.readerIndex();
    }

    long pieceEnd(int i) {
        ByteBuf buffer = piece(i);
        return i == full.size() ? at : buffer.memoryAddress() + buffer.writerIndex();
    }

    private ByteBuf piece(int i) {
        return i < full.size() ? full.get(i) : Objects.requireNonNull(current);
    }

    long size() {
        ByteBuf buffer = current;
        return fullBytes + (buffer == null ? 0 : used(buffer) - buffer.readerIndex());
    }

    /** Bytes of memory held; of the spare buffer, what is used of it. */
    long memory() {
        long bytes = borrowed ? size() - fullBytes : current == null ? 0 : current.capacity();
        for (ByteBuf buffer : full) {
            bytes += buffer.capacity();
        }
        return bytes;
    }

    /** Keeps the first {@code size} bytes, which are written, and the memory of one buffer. */
    void truncate(long size) {
        opened = 0;
        ByteBuf buffer = current;
        if (buffer != null && size == 0 && full.isEmpty() && buffer.capacity() <= CHUNK) {
            use(buffer.setIndex(0, 0));
            return;
        }
        if (buffer != null) {
            if (size > fullBytes) {
                at = buffer.memoryAddress() + buffer.readerIndex() + (size - fullBytes);
                return;
            }
            letGo(buffer);
        }
        while (!full.isEmpty() && fullBytes > size) {
            ByteBuf last = full.removeLast();
            fullBytes -= last.readableBytes();
            if (fullBytes >= size) {
                last.release();
            } else {
                last.writerIndex(last.readerIndex() + (int) (size - fullBytes));
                use(last);
                return;
            }
        }
    }

    /** Gives back all memory. */
    void release() {
        truncate(0);
        if (current != null) {
            letGo(current);
        }
    }

    /** Lets a sender have what was written, if that is in one piece, and forgets what it has sent. */
    void offer(ReplySender sender) {
        assert opened == 0 : "a header waits for its number";
        ByteBuf buffer = current;
        if (buffer == null || !full.isEmpty()) {
            return;
        }
        int start = buffer.readerIndex();
        int length = used(buffer) - start;
        int sent = length == 0 ? 0 : sender.send(buffer.memoryAddress() + start, length);
        if (sent == length) {
            letGo(buffer);
        } else {
            buffer.writerIndex(start + length).readerIndex(start + sent);
        }
    }

    void drain(Consumer<? super ByteBuf> to) {
        assert opened == 0 : "a header waits for its number";
        for (ByteBuf buffer : full) {
            to.accept(buffer);
        }
        full.clear();
        fullBytes = 0;
        ByteBuf buffer = current;
        if (buffer == null) {
            return;
        }
        buffer.writerIndex(used(buffer));
        if (borrowed || !buffer.isReadable()) {
            ByteBuf copy = buffer.isReadable()
                    ? allocator.directBuffer(buffer.readableBytes()).writeBytes(buffer)
                    : null;
            letGo(buffer);
            if (copy != null) {
                to.accept(copy);
            }
            return;
        }
        noCurrent();
        to.accept(buffer);
    }
}
