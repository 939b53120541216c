package org.backstay.persistence.rdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.backstay.base.memory.NativeMemory;

/** Encoded bytes whose turn to go into the file has still to come, in chunks that grow with their number. Owned by the loop. */
final class KeptBytes implements AutoCloseable {
    private static final int SMALLEST_CHUNK = 128;
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final Deque<ByteBuf> chunks = new ArrayDeque<>();
    private final EarlyOutput total;
    private int nextChunk = SMALLEST_CHUNK;

    /** Nothing as yet; what is kept counts in a total. */
    KeptBytes(EarlyOutput total) {
        this.total = total;
    }

    void append(long address, int length) {
        long from = address;
        int rest = length;
        while (rest > 0) {
            ByteBuf chunk = chunks.peekLast();
            if (chunk == null || !chunk.isWritable()) {
                int size = Math.min(Math.max(nextChunk, rest), LARGEST_CHUNK);
                chunk = ByteBufAllocator.DEFAULT.directBuffer(size, size);
                chunks.addLast(chunk);
                nextChunk = Math.min(2 * size, LARGEST_CHUNK);
                total.count(size);
            }
            int part = Math.min(rest, chunk.writableBytes());
            NativeMemory.copy(from, chunk.memoryAddress() + chunk.writerIndex(), part);
            chunk.writerIndex(chunk.writerIndex() + part);
            from += part;
            rest -= part;
        }
    }

    /** Moves a chunk, the first, into an output; its length, 0 if there is none. */
    int moveChunk(RdbOutput out) {
        ByteBuf first = chunks.peekFirst();
        if (first == null) {
            return 0;
        }
        int length = first.readableBytes();
        out.writeRaw(first.memoryAddress(), length);
        drop();
        return length;
    }

    /** Moves all; how many bytes. */
    int moveAll(RdbOutput out) {
        int moved = 0;
        while (!chunks.isEmpty()) {
            moved += moveChunk(out);
        }
        return moved;
    }

    private void drop() {
        ByteBuf first = chunks.remove();
        total.count(-first.capacity());
        first.release();
    }

    @Override
    public void close() {
        while (!chunks.isEmpty()) {
            drop();
        }
    }
}
