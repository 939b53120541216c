package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.copy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.backstay.base.memory.NativeMemory;

/** A block of bytes outside the heap that is filled again and again while a file is read. Used by one thread at a time. */
public final class Blob implements AutoCloseable {
    private static final int FIRST_BYTES = 256;

    /** A block that once held something larger goes back to this, so that one huge value does not stay resident. */
    private static final int KEPT_BYTES = 1 << 20;

    private ByteBuf block = Unpooled.directBuffer(FIRST_BYTES);
    private int capacity = FIRST_BYTES;
    private long address = block.memoryAddress();
    private int length;

    /** Where the bytes are; valid until the length is next set. */
    public long address() {
        return address;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Makes room for this many bytes; what was there is gone. */
    public void setLength(int bytes) {
        if (bytes > capacity || (capacity > KEPT_BYTES && bytes <= KEPT_BYTES)) {
            int wanted = bytes > KEPT_BYTES ? bytes : Math.max(FIRST_BYTES, Integer.highestOneBit(bytes) << 1);
            block.release();
            block = Unpooled.directBuffer(wanted, wanted);
            capacity = wanted;
            address = block.memoryAddress();
        }
        length = bytes;
    }

    /** Makes the bytes the text of a number. */
    void setInteger(long value) {
        byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
        setLength(text.length);
        copy(text, 0, address, text.length);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return NativeMemory.toArray(address, length);
    }

    /** The bytes as text, for messages and the header's fields. */
    @Override
    public String toString() {
        return new String(toArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        block.release();
    }
}
