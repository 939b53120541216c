package org.backstay.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.backstay.base.memory.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * What a connection sends in one turn of the loop, gathered so that it costs one system call. Owned by the connection's loop.
 *
 * <p>Bytes are copied into chunks; {@link #flush} hands them to the channel and lets it write, nothing else does.
 */
public final class OutputQueue {
    private static final int SMALLEST_CHUNK = 512;
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final Channel channel;
    private final ArrayDeque<ByteBuf> full = new ArrayDeque<>(2);
    private @Nullable ByteBuf chunk;
    private long gathered;
    private int chunkSize = SMALLEST_CHUNK;

    /** The output of a channel. */
    public OutputQueue(Channel channel) {
        this.channel = channel;
    }

    /** Adds bytes outside the heap. */
    public void write(long address, int length) {
        ByteBuf out = room(length);
        int at = out.writerIndex();
        NativeMemory.copy(address, out.memoryAddress() + at, length);
        out.writerIndex(at + length);
    }

    /** Adds bytes of a buffer, whose indices stay as they are. */
    public void write(ByteBuf from, int offset, int length) {
        if (from.hasMemoryAddress()) {
            write(from.memoryAddress() + offset, length);
        } else {
            room(length).writeBytes(from, offset, length);
        }
    }

    /** A buffer with room for so many bytes, all of which are to be written to it before anything else is done here. */
    public ByteBuf room(int length) {
        gathered += length;
        ByteBuf out = chunk;
        if (out != null) {
            if (out.maxWritableBytes() >= length) {
                return out.ensureWritable(length);
            }
            full.add(out);
            chunkSize = LARGEST_CHUNK;
        }
        out = channel.alloc().directBuffer(Math.max(chunkSize, length), Math.max(LARGEST_CHUNK, length));
        chunk = out;
        return out;
    }

    /** Adds a buffer as it is, and takes it over. */
    public void write(ByteBuf whole) {
        ByteBuf out = chunk;
        chunk = null;
        if (out != null) {
            full.add(out);
        }
        full.add(whole);
        gathered += whole.readableBytes();
    }

    /** Bytes gathered and not yet handed to the channel. */
    public long gathered() {
        return gathered;
    }

    /** Hands everything to the channel and lets it write. */
    public void flush() {
        ByteBuf out = chunk;
        chunk = null;
        gathered = 0;
        for (ByteBuf earlier = full.poll(); earlier != null; earlier = full.poll()) {
            channel.write(earlier, channel.voidPromise());
        }
        if (out != null) {
            chunkSize = Math.clamp(Integer.highestOneBit(out.readableBytes()) << 1, SMALLEST_CHUNK, LARGEST_CHUNK);
            channel.write(out, channel.voidPromise());
        }
        channel.flush();
    }

    /** Drops what was not handed over. */
    public void release() {
        ByteBuf out = chunk;
        chunk = null;
        gathered = 0;
        for (ByteBuf earlier = full.poll(); earlier != null; earlier = full.poll()) {
            earlier.release();
        }
        if (out != null) {
            out.release();
        }
    }
}
