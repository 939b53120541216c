package org.backstay.persistence.rdb;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.getUnsignedByte;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.backstay.node.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the RDB format's lengths, numbers and strings from a file, or from a piece of memory. Used by one thread at a time.
 *
 * <p>Every length is held against what the file still has before memory is taken for it, so a hostile file costs at most its own size
 * (times LZF's best ratio).
 */
public final class RdbInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 512 * 1024;

    /** Redis's own limit of a string ({@code proto-max-bulk-len}'s default). */
    static final long MAX_STRING = 512L << 20;

    private final String name;
    private final @Nullable DiskFile file;
    private final long end;
    private final @Nullable ByteBuf buffer;
    private final long base;

    /** Where the next byte is read from, and where the buffered bytes end, as indexes into the buffer. */
    private int position;

    private int limit;

    /** The file offset of the buffer's first byte. */
    private long bufferStart;

    /**
     * Reads a file from {@code start} on.
     *
     * @param name for messages
     */
    public RdbInput(String name, DiskFile file, long start) throws IOException {
        this.name = name;
        this.file = file;
        end = file.size();
        bufferStart = start;
        buffer = Unpooled.directBuffer(BUFFER_BYTES, BUFFER_BYTES);
        base = buffer.memoryAddress();
    }

    /**
     * Reads so many bytes at an address.
     *
     * @param name for messages
     */
    RdbInput(String name, long address, int length) {
        this.name = name;
        file = null;
        buffer = null;
        end = length;
        base = address;
        limit = length;
    }

    /** The file's name, for messages. */
    String name() {
        return name;
    }

    /** The offset of the next byte in the file. */
    public long offset() {
        return bufferStart + position;
    }

    /** The bytes that the file still has. */
    public long remaining() {
        return end - offset();
    }

    /** The file's length. */
    public long size() {
        return end;
    }

    /** An error at the place where reading stands. */
    public RdbFormatException error(String what) {
        return new RdbFormatException(name, offset(), what);
    }

    private void require(int bytes) throws IOException {
        if (limit - position < bytes) {
            refill(bytes);
        }
    }

    private void refill(int bytes) throws IOException {
        if (file == null || buffer == null) {
            throw new RdbFormatException(name, end, "the bytes end in the middle");
        }
        int kept = limit - position;
        copy(base + position, base, kept);
        bufferStart += position;
        position = 0;
        limit = kept;
        while (limit < bytes) {
            ByteBuffer room = buffer.internalNioBuffer(limit, BUFFER_BYTES - limit);
            int read = file.read(room, bufferStart + limit);
            if (read <= 0) {
                throw new RdbFormatException(name, bufferStart + limit, "the file ends in the middle");
            }
            limit += read;
        }
    }

    /** Reads one byte, 0 to 255. */
    public int readByte() throws IOException {
        require(1);
        return getUnsignedByte(base + position++);
    }

    /** Reads eight bytes, little endian. */
    public long readLong() throws IOException {
        require(Long.BYTES);
        long value = getLong(base + position);
        position += Long.BYTES;
        return value;
    }

    /** Reads four bytes, little endian, with their sign. */
    public int readInt() throws IOException {
        return (int) readLittleEndian(4);
    }

    private long readLittleEndian(int bytes) throws IOException {
        require(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) getUnsignedByte(base + position + i) << (8 * i);
        }
        position += bytes;
        int unused = 64 - 8 * bytes;
        return value << unused >> unused;
    }

    /** Reads eight bytes, big endian. */
    public long readBigEndianLong() throws IOException {
        return readBigEndian(Long.BYTES);
    }

    private long readBigEndian(int bytes) throws IOException {
        require(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | getUnsignedByte(base + position + i);
        }
        position += bytes;
        return value;
    }

    /** Reads a length; an encoded string in its place is an error. */
    public long readLength() throws IOException {
        int head = readByte();
        if (head >= RdbOutput.ENCODED) {
            throw error("a length was expected, found an encoded string (0x" + Integer.toHexString(head) + ")");
        }
        return lengthFrom(head);
    }

    /** Reads a length that is any 64-bit number, of 2^63 and more as a negative one. */
    public long readUnsigned() throws IOException {
        int head = readByte();
        if (head == RdbOutput.LENGTH_64) {
            return readBigEndian(Long.BYTES);
        }
        if (head >= RdbOutput.ENCODED) {
            throw error("a number was expected, found an encoded string (0x" + Integer.toHexString(head) + ")");
        }
        return lengthFrom(head);
    }

    private long lengthFrom(int head) throws IOException {
        if (head < RdbOutput.LENGTH_14) {
            return head;
        }
        if (head < RdbOutput.LENGTH_32) {
            return ((head & 0x3FL) << 8) | readByte();
        }
        if (head == RdbOutput.LENGTH_32) {
            return readBigEndian(4);
        }
        if (head == RdbOutput.LENGTH_64) {
            long length = readBigEndian(8);
            if (length < 0) {
                throw error("a length beyond 63 bits");
            }
            return length;
        }
        throw error("an unknown form of length (0x" + Integer.toHexString(head) + ")");
    }

    /**
     * Reads how many elements follow, each of which takes at least {@code leastBytes} bytes of the file.
     *
     * @return at most {@link Integer#MAX_VALUE}
     */
    public int readCount(int leastBytes) throws IOException {
        long count = readLength();
        if (count > Integer.MAX_VALUE || count * leastBytes > remaining()) {
            throw error(count + " elements can't fit into the " + remaining() + " bytes that are left");
        }
        return (int) count;
    }

    /** Reads a string of any form into {@code into}, replacing what was there. */
    public void readString(Blob into) throws IOException {
        int head = readByte();
        if (head < RdbOutput.ENCODED) {
            readPlain(lengthFrom(head), into);
            return;
        }
        switch (head & 0x3F) {
            case RdbOutput.INT_8 -> into.setInteger(readLittleEndian(1));
            case RdbOutput.INT_16 -> into.setInteger(readLittleEndian(2));
            case RdbOutput.INT_32 -> into.setInteger(readLittleEndian(4));
            case RdbOutput.LZF -> readCompressed(into);
            default -> throw error("an unknown form of string (0x" + Integer.toHexString(head) + ")");
        }
    }

    private void readPlain(long length, Blob into) throws IOException {
        if (length > remaining() || length > MAX_STRING) {
            throw error("a string of " + length + " bytes, but only " + remaining() + " are left");
        }
        into.setLength((int) length);
        readRaw(into.address(), (int) length);
    }

    private void readCompressed(Blob into) throws IOException {
        long packed = readLength();
        long length = readLength();
        if (packed > remaining() || length > MAX_STRING || packed < Lzf.leastCompressed(length)) {
            throw error("a compressed string of " + packed + " bytes that claims to hold " + length + ", with "
                    + remaining() + " bytes left");
        }
        into.setLength((int) length);
        if (packed <= BUFFER_BYTES) {
            require((int) packed);
            expand(base + position, (int) packed, into);
            position += (int) packed;
            return;
        }
        try (Blob whole = new Blob()) {
            whole.setLength((int) packed);
            readRaw(whole.address(), (int) packed);
            expand(whole.address(), (int) packed, into);
        }
    }

    private void expand(long from, int packed, Blob into) throws IOException {
        if (!Lzf.expand(from, packed, into.address(), into.length())) {
            throw error("a compressed string that does not expand to its " + into.length() + " bytes");
        }
    }

    /** Reads exactly {@code length} bytes to an address. */
    public void readRaw(long to, int length) throws IOException {
        int done = 0;
        while (done < length) {
            require(1);
            int part = Math.min(length - done, limit - position);
            copy(base + position, to + done, part);
            position += part;
            done += part;
        }
    }

    /** Reads a score as it was written before version 8 of the format: a length byte and text, or one of three marks. */
    public double readAsciiDouble() throws IOException {
        int length = readByte();
        return switch (length) {
            case 255 -> Double.NEGATIVE_INFINITY;
            case 254 -> Double.POSITIVE_INFINITY;
            case 253 -> Double.NaN;
            default -> parseDouble(readAscii(length));
        };
    }

    private String readAscii(int length) throws IOException {
        require(length);
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) getByte(base + position + i);
        }
        position += length;
        return new String(text);
    }

    private double parseDouble(String text) throws IOException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw error("a score that is no number: \"" + text + "\"");
        }
    }

    /** Frees the buffer; the file is its opener's to close. */
    @Override
    public void close() {
        if (buffer != null) {
            buffer.release();
        }
    }
}
