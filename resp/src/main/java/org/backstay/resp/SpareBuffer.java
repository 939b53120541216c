package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One buffer for the replies of all connections of a loop, lent to the one that is answered: as few write at the same time, an answer costs
 * no allocation, and its memory is in the processor's cache. Owned by that loop.
 */
public final class SpareBuffer implements AutoCloseable {
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf idle;
    private boolean lent;
    private boolean closed;

    /** Makes its buffer when it is first asked for. */
    public SpareBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Lends the buffer, empty, with room for {@code bytes}; null while another has it. */
    @Nullable
    ByteBuf take(int bytes) {
        if (lent || closed) {
            return null;
        }
        lent = true;
        ByteBuf buffer = idle == null ? allocator.directBuffer(bytes, Integer.MAX_VALUE) : idle;
        idle = null;
        return buffer.setIndex(0, 0);
    }

    /** Takes the lent buffer back. */
    void giveBack(ByteBuf buffer) {
        lent = false;
        if (closed) {
            buffer.release();
        } else {
            idle = buffer;
        }
    }

    /** The lent buffer stays with whoever has it; the next is a new one. */
    void forgo() {
        lent = false;
    }

    /** Gives back its memory, now or when it is no longer lent, and lends nothing any more. */
    @Override
    public void close() {
        closed = true;
        if (idle != null) {
            idle.release();
            idle = null;
        }
    }
}
