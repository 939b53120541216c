package org.backstay.persistence.rdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.io.IOException;
import org.backstay.base.hash.Crc64;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;

/**
 * A value by itself, as DUMP gives and RESTORE takes it: its type and the value as in an RDB file, then the format's version in two
 * bytes and a CRC64 of all before it in eight, both little endian. Owned by the loop that owns the keyspace.
 */
public final class DumpPayload implements AutoCloseable {
    /** What is written, and the newest that is read: that of Redis 7.0. */
    static final int VERSION = 10;

    private static final int CHECKSUM_BYTES = 8;
    private static final int TRAILER_BYTES = 2 + CHECKSUM_BYTES;

    private final ValueEncoder encoder;
    private final ValueDecoder decoder;

    /** For the values of one keyspace. */
    public DumpPayload(CollectionContext context) {
        encoder = new ValueEncoder(context);
        decoder = new ValueDecoder(context);
    }

    /**
     * Serialises a value.
     *
     * @param compress whether strings are compressed ({@code rdbcompression})
     * @return one piece of direct memory, the caller's to release
     */
    public ByteBuf write(Entry entry, boolean compress) {
        ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        CompositeByteBuf chunks = allocator.compositeDirectBuffer(Integer.MAX_VALUE);
        try (RdbOutput out = new RdbOutput(allocator, compress, chunk -> chunks.addComponent(true, chunk))) {
            RdbType type = ValueEncoder.typeOf(entry);
            out.writeByte(type.code());
            encoder.writeValue(type, entry, out);
            out.flush();
            ByteBuf payload = allocator.directBuffer(chunks.readableBytes() + TRAILER_BYTES);
            payload.writeBytes(chunks);
            payload.writeShortLE(VERSION);
            payload.writeLongLE(Crc64.update(0, payload.memoryAddress(), payload.readableBytes()));
            return payload;
        } finally {
            chunks.release();
        }
    }

    /** Whether version and checksum say that these bytes can be read. */
    public static boolean isSound(long address, int length, boolean verifyChecksum) {
        if (length < TRAILER_BYTES) {
            return false;
        }
        long trailer = address + length - TRAILER_BYTES;
        if (NativeMemory.getUnsignedShort(trailer) > VERSION) {
            return false;
        }
        long stored = NativeMemory.getLong(trailer + 2);
        return !verifyChecksum || stored == Crc64.update(0, address, length - CHECKSUM_BYTES);
    }

    /**
     * Reads a value from bytes that are {@linkplain #isSound sound}; they may still be hostile.
     *
     * @return the decoder, which has the value
     * @throws IOException when the bytes are no value, or a collection without elements; nothing is left behind
     */
    public ValueDecoder read(long address, int length) throws IOException {
        try (RdbInput input = new RdbInput("payload", address, length - TRAILER_BYTES)) {
            RdbType type = RdbType.of(input.readByte());
            if (type == null) {
                throw input.error("an unknown type of value");
            }
            decoder.read(type, input);
            if (decoder.isEmptyCollection()) {
                decoder.discard();
                throw input.error("a collection without elements");
            }
            return decoder;
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
