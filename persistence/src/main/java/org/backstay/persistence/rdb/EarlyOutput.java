package org.backstay.persistence.rdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/** Encodes parts of large values that are about to change, to be kept until it is their turn. Owned by the loop. */
final class EarlyOutput implements AutoCloseable {
    private final Deque<ByteBuf> full = new ArrayDeque<>();
    private final RdbOutput out;
    private long bytes;

    EarlyOutput(boolean compress) {
        out = new RdbOutput(ByteBufAllocator.DEFAULT, compress, full::add);
    }

    /** Where to write; {@link #moveTo} takes it from there. */
    RdbOutput out() {
        return out;
    }

    /** Moves what was written behind what is kept. */
    void moveTo(KeptBytes kept) {
        while (!full.isEmpty()) {
            ByteBuf chunk = full.remove();
            kept.append(chunk.memoryAddress(), chunk.readableBytes());
            chunk.release();
        }
        out.moveRest(kept);
    }

    /** What was written, kept on its own. */
    KeptBytes keep() {
        KeptBytes kept = new KeptBytes(this);
        moveTo(kept);
        return kept;
    }

    void count(long more) {
        bytes += more;
    }

    /** Bytes of memory that all that is kept takes. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        out.close();
        full.forEach(ByteBuf::release);
        full.clear();
    }
}
