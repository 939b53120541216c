package org.backstay.proxy.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes outside the heap, for as long as a test needs them. */
public final class NativeBytes implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;
    private final int length;

    /** A copy of these bytes. */
    public NativeBytes(byte[] bytes) {
        length = bytes.length;
        memory = arena.allocate(Math.max(1, length));
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, length);
    }

    /** Where they are. */
    public long address() {
        return memory.address();
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    @Override
    public void close() {
        arena.close();
    }
}
