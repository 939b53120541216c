package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.backstay.keyspace.types.packed.ElementView;

/**
 * Encodes the RDB format's lengths, numbers and strings into chunks, and hands each filled chunk on. Used by the loop that owns the
 * keyspace; it never waits: who takes the chunks decides when to go on walking.
 */
public final class RdbOutput implements AutoCloseable {
    /** Large enough that handing a chunk to another thread costs little, small enough to stay in a processor's cache. */
    public static final int CHUNK_BYTES = 256 * 1024;

    static final int ENCODED = 0xC0;
    static final int INT_8 = 0;
    static final int INT_16 = 1;
    static final int INT_32 = 2;
    static final int LZF = 3;

    static final int LENGTH_14 = 0x40;
    static final int LENGTH_32 = 0x80;
    static final int LENGTH_64 = 0x81;

    /** Shorter strings gain nothing by compression, as in Redis. */
    private static final int COMPRESS_FROM = 21;

    /** Compression of a longer string would hold the loop for a millisecond; such a string is written as it is. */
    static final int COMPRESS_UP_TO = 128 * 1024;

    /** Integers that are stored in binary have at most this many digits and a sign. */
    private static final int LONGEST_INT_32 = 11;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> chunks;
    private final boolean compress;
    private final Lzf lzf = new Lzf();
    private final CompressionChance chance = new CompressionChance();
    private final ByteBuf compressed;

    private ByteBuf chunk;
    private long base;
    private long at;
    private long limit;
    private long handedOn;

    /**
     * Starts an output.
     *
     * @param allocator of direct buffers
     * @param compress whether strings are compressed ({@code rdbcompression})
     * @param chunks takes each chunk, and with it the duty to release it
     */
    public RdbOutput(ByteBufAllocator allocator, boolean compress, Consumer<ByteBuf> chunks) {
        this.allocator = allocator;
        this.compress = compress;
        this.chunks = chunks;
        compressed = allocator.directBuffer(compress ? COMPRESS_UP_TO : 16);
        chunk = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        begin();
    }

    private void begin() {
        base = chunk.memoryAddress();
        at = base;
        limit = base + CHUNK_BYTES;
    }

    /** Bytes written so far. */
    public long written() {
        return handedOn + (at - base);
    }

    /** Hands on what has been written, though the chunk is not full. */
    public void flush() {
        if (at > base) {
            handOn();
        }
    }

    private void handOn() {
        ByteBuf full = chunk;
        full.writerIndex((int) (at - base));
        handedOn += at - base;
        chunk = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        begin();
        chunks.accept(full);
    }

    /** Hands on a chunk that was filled elsewhere, behind what has been written. */
    public void append(ByteBuf filled) {
        flush();
        handedOn += filled.readableBytes();
        chunks.accept(filled);
    }

    /** Moves what was written and not handed on behind what is kept. */
    void moveRest(KeptBytes kept) {
        kept.append(base, (int) (at - base));
        at = base;
    }

    private void room(int bytes) {
        if (limit - at < bytes) {
            handOn();
        }
    }

    /** Writes one byte. */
    public void writeByte(int value) {
        room(1);
        putByte(at++, value);
    }

    /** Writes eight bytes, little endian. */
    public void writeLong(long value) {
        room(Long.BYTES);
        putLong(at, value);
        at += Long.BYTES;
    }

    /** Writes eight bytes, big endian. */
    public void writeBigEndianLong(long value) {
        room(Long.BYTES);
        bigEndian(at, value, Long.BYTES);
        at += Long.BYTES;
    }

    /** Writes a score as Redis does since version 8 of the format: eight bytes, little endian. */
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** Writes a length in the format's variable form; a negative one stands for a number of 2^63 and more. */
    public void writeLength(long length) {
        room(9);
        if (length >= 0 && length < 1 << 6) {
            putByte(at++, (int) length);
        } else if (length >= 0 && length < 1 << 14) {
            putByte(at, LENGTH_14 | (int) (length >>> 8));
            putByte(at + 1, (int) length);
            at += 2;
        } else if (length >>> 32 == 0) {
            putByte(at, LENGTH_32);
            bigEndian(at + 1, length << 32, 4);
            at += 5;
        } else {
            putByte(at, LENGTH_64);
            bigEndian(at + 1, length, 8);
            at += 9;
        }
    }

    /** The {@code bytes} most significant bytes of {@code value}. */
    private static void bigEndian(long to, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            putByte(to + i, (int) (value >>> (56 - 8 * i)));
        }
    }

    /** Writes bytes as they are, without a length. */
    public void writeRaw(long address, long length) {
        long from = address;
        long rest = length;
        while (rest > 0) {
            room(1);
            int part = (int) Math.min(rest, limit - at);
            copy(from, at, part);
            at += part;
            from += part;
            rest -= part;
        }
    }

    /** Writes the bytes of an array as they are, without a length. */
    public void writeRaw(byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            room(1);
            int part = (int) Math.min(bytes.length - done, limit - at);
            copy(bytes, done, at, part);
            at += part;
            done += part;
        }
    }

    /** Writes a string in its shortest form: a binary integer, compressed, or as it is. */
    public void writeString(long address, int length) {
        if (length <= LONGEST_INT_32 && writeIfInteger(address, length)) {
            return;
        }
        if (compress && length >= COMPRESS_FROM && length <= COMPRESS_UP_TO && chance.isWorthATry()) {
            boolean shrunk = writeCompressed(address, length);
            chance.tried(shrunk);
            if (shrunk) {
                return;
            }
        }
        writeLength(length);
        writeRaw(address, length);
    }

    /** Writes an element of a collection as a string. */
    void writeElement(ElementView element) {
        if (element.isInteger()) {
            writeInteger(element.value());
        } else {
            writeString(element.address(), element.length());
        }
    }

    /** Writes a string that is the text of a number. */
    public void writeInteger(long value) {
        room(24);
        if (value == (byte) value) {
            putByte(at, ENCODED | INT_8);
            putByte(at + 1, (int) value);
            at += 2;
        } else if (value == (short) value) {
            putByte(at, ENCODED | INT_16);
            putByte(at + 1, (int) value);
            putByte(at + 2, (int) (value >> 8));
            at += 3;
        } else if (value == (int) value) {
            putByte(at, ENCODED | INT_32);
            for (int i = 0; i < 4; i++) {
                putByte(at + 1 + i, (int) (value >> (8 * i)));
            }
            at += 5;
        } else {
            writeText(Long.toString(value));
        }
    }

    /** Writes a name as a string, as it is. */
    void writeString(byte[] bytes) {
        writeLength(bytes.length);
        writeRaw(bytes);
    }

    /** Writes a short ASCII text as a string: names and values of the header. */
    public void writeText(String text) {
        writeString(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean writeIfInteger(long address, int length) {
        long value = DecimalText.parseCanonicalInt(address, length);
        if (value == DecimalText.NOT_AN_INT) {
            return false;
        }
        writeInteger(value);
        return true;
    }

    private boolean writeCompressed(long address, int length) {
        long to = compressed.memoryAddress();
        int packed = lzf.compress(address, length, to, length - 4);
        if (packed == 0) {
            return false;
        }
        writeByte(ENCODED | LZF);
        writeLength(packed);
        writeLength(length);
        writeRaw(to, packed);
        return true;
    }

    /** Drops what was not handed on. */
    @Override
    public void close() {
        chunk.release();
        compressed.release();
    }
}
