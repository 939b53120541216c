package org.backstay.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.backstay.base.number.LongText;

/**
 * Makes requests from arguments that lie anywhere, one after the other in the same memory. Of the loop that executes them.
 *
 * <p>A request lives until the next one is begun.
 */
public final class RequestComposer implements AutoCloseable {
    private static final int FIRST = 256;
    private static final int KEPT_BYTES = 1024 * 1024;

    private final ByteBuf memory = ByteBufAllocator.DEFAULT.directBuffer(FIRST);
    private final Request request = new Request();

    /** Begins a request of so many arguments. */
    public void begin(int arguments) {
        request.clear();
        memory.clear();
        if (memory.capacity() > KEPT_BYTES) {
            memory.capacity(FIRST);
        }
        CommandEncoder.header(memory, arguments);
    }

    /** Adds an argument. */
    public void add(long address, int length) {
        CommandEncoder.argument(memory, address, length);
        request.add(memory.writerIndex() - length - 2, length);
    }

    /** Adds an argument. */
    public void add(byte[] bytes) {
        CommandEncoder.argument(memory, bytes);
        request.add(memory.writerIndex() - bytes.length - 2, bytes.length);
    }

    /** Adds an integer's text. */
    public void add(long value) {
        CommandEncoder.argument(memory, value);
        int length = LongText.length(value);
        request.add(memory.writerIndex() - length - 2, length);
    }

    /** The request, with all its arguments. */
    public Request finish() {
        request.place(memory.memoryAddress(), memory.writerIndex());
        return request;
    }

    @Override
    public void close() {
        memory.release();
    }
}
