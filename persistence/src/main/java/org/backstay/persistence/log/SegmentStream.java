package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import org.backstay.node.Disk;
import org.backstay.node.DiskFile;

/**
 * The stream's bytes in one segment, without the annotations between its commands. Used by one worker at a time.
 *
 * <p>Only the frames' lengths are read. Nothing behind the limit that a call names is kept: those bytes may still be cut off and
 * written again.
 */
final class SegmentStream implements AutoCloseable {
    /** What one call reads from the file at most, and so hands out at most. */
    static final int PIECE_BYTES = 256 * 1024;

    private static final int LONGEST_NUMBER = 12;

    /** What the next byte belongs to. */
    private enum Place {
        /** The first byte of a command, of an annotation, or of an empty line. */
        BORDER,
        /** A line that is no part of the stream. */
        ANNOTATION,
        /** The line that counts a command's arguments. */
        COUNT,
        /** The first byte of the line with an argument's length. */
        LENGTH_SIGN,
        /** The rest of that line. */
        LENGTH,
        /** An argument and its line end. */
        ARGUMENT
    }

    private final Segment segment;
    private final DiskFile file;

    private Place place = Place.BORDER;
    private long position;
    private long offset;
    private long number;
    private int digits;
    private long argumentsLeft;
    private long argumentBytesLeft;

    SegmentStream(Disk disk, Path directory, Segment segment) throws IOException {
        this.segment = segment;
        file = disk.openForRead(directory.resolve(segment.name()));
        position = segment.dataStart();
        offset = segment.start().offset();
    }

    Segment segment() {
        return segment;
    }

    /** The offset of the next byte. */
    long offset() {
        return offset;
    }

    /**
     * Reads the next piece.
     *
     * @param from bytes before this offset are passed over
     * @param limit where the caller wants to stop, at most the end of what is known to be in the file
     * @return the bytes from {@code from} (or from where the last piece ended) on, to be released by the caller; none when the piece lay
     *     wholly before {@code from}
     * @throws LogFormatException when the file does not hold the stream up to the limit
     */
    ByteBuf read(long from, long limit) throws IOException {
        ByteBuf piece = ByteBufAllocator.DEFAULT.directBuffer(PIECE_BYTES, PIECE_BYTES);
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(PIECE_BYTES, PIECE_BYTES);
        try {
            int read = file.read(piece.internalNioBuffer(0, PIECE_BYTES), position);
            if (read <= 0) {
                throw flaw("the file ends at offset " + offset + " of the stream, before " + limit);
            }
            int used = 0;
            while (used < read && offset < limit) {
                int begin = used;
                long beginOffset = offset;
                used = advance(piece, used, read, (int) Math.min(read, used + limit - offset));
                int skipped = (int) Math.clamp(from - beginOffset, 0, offset - beginOffset);
                out.writeBytes(piece, begin + skipped, (int) (offset - beginOffset) - skipped);
                position += used - begin;
            }
            return out;
        } catch (IOException | RuntimeException failure) {
            out.release();
            throw failure;
        } finally {
            piece.release();
        }
    }

    /**
     * Passes over bytes that all belong to the stream, or all don't.
     *
     * @param read where the piece ends
     * @param end where the stream's bytes end that may be taken
     */
    private int advance(ByteBuf piece, int begin, int read, int end) throws IOException {
        if (place == Place.BORDER && piece.getByte(begin) == '#') {
            place = Place.ANNOTATION;
        }
        if (place == Place.ANNOTATION) {
            int lineEnd = piece.setIndex(0, read).indexOf(begin, read, (byte) '\n');
            place = lineEnd < 0 ? Place.ANNOTATION : Place.BORDER;
            return lineEnd < 0 ? read : lineEnd + 1;
        }
        int at = begin;
        while (at < end) {
            if (place == Place.ARGUMENT) {
                int part = (int) Math.min(argumentBytesLeft, end - at);
                at += part;
                argumentBytesLeft -= part;
                if (argumentBytesLeft == 0) {
                    place = --argumentsLeft == 0 ? Place.BORDER : Place.LENGTH_SIGN;
                }
                continue;
            }
            byte next = piece.getByte(at);
            if (place == Place.BORDER && next == '#') {
                break;
            }
            follow(next, position + at - begin);
            at++;
        }
        offset += at - begin;
        return at;
    }

    private void follow(byte next, long at) throws IOException {
        switch (place) {
            case BORDER -> {
                if (next == '*') {
                    beginNumber(Place.COUNT);
                } else if (next != '\r' && next != '\n') {
                    throw flaw("byte " + at + " begins no command");
                }
            }
            case LENGTH_SIGN -> {
                if (next != '$') {
                    throw flaw("byte " + at + " begins no argument");
                }
                beginNumber(Place.LENGTH);
            }
            case COUNT, LENGTH -> {
                if (next == '\n') {
                    endNumber();
                } else if (next != '\r') {
                    digit(next, at);
                }
            }
            default -> throw new IllegalStateException("byte " + at + " in " + place);
        }
    }

    private void beginNumber(Place of) {
        place = of;
        number = 0;
        digits = 0;
    }

    private void digit(byte next, long at) throws IOException {
        if (next < '0' || next > '9' || ++digits > LONGEST_NUMBER) {
            throw flaw("byte " + at + " is no digit of a length");
        }
        number = number * 10 + next - '0';
    }

    private void endNumber() {
        if (place == Place.COUNT) {
            argumentsLeft = number;
            place = number == 0 ? Place.BORDER : Place.LENGTH_SIGN;
        } else {
            argumentBytesLeft = number + 2;
            place = Place.ARGUMENT;
        }
    }

    private LogFormatException flaw(String what) {
        return new LogFormatException(segment.name(), "byte " + position, what);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
