package org.backstay.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.backstay.node.DiskFile;

/**
 * What stands at a segment's end and is no whole command: the beginning of one, and zeros where a file system had made room for pages that
 * never reached the disk (decision 0055). Confined to one thread.
 */
final class SegmentTail {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int MOST_DIGITS = 19;

    private final DiskFile file;
    private final long end;
    private final ByteBuffer chunk;

    /** Where the chunk's first byte stands in the file. */
    private long chunkStart;

    private long at;

    private SegmentTail(DiskFile file, long start, long end) {
        this.file = file;
        this.end = end;
        at = start;
        chunk = ByteBuffer.allocate(Math.clamp(end - start, 1, CHUNK_BYTES)).limit(0);
    }

    /** Where the zeros begin that a file ends with, not before {@code start}: a command never ends with one. */
    static long beforeZeros(DiskFile file, long start) throws IOException {
        long end = file.size();
        ByteBuffer chunk = ByteBuffer.allocate(Math.clamp(end - start, 1, CHUNK_BYTES));
        while (end > start) {
            long from = Math.max(start, end - chunk.capacity());
            fill(file, chunk.clear().limit((int) (end - from)), from);
            for (int i = chunk.limit() - 1; i >= 0; i--) {
                if (chunk.get(i) != 0) {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return end;
    }

    private static void fill(DiskFile file, ByteBuffer chunk, long from) throws IOException {
        while (chunk.hasRemaining()) {
            if (file.read(chunk, from + chunk.position()) <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    /**
     * Whether there is nothing from {@code start} to {@code end} but the beginning of a command or of an annotation.
     *
     * @return the place of the first byte that is none; -1 if there is no such byte
     */
    static long flaw(DiskFile file, long start, long end) throws IOException {
        SegmentTail tail = new SegmentTail(file, start, end);
        return tail.isBeginning() ? -1 : tail.at;
    }

    private boolean isBeginning() throws IOException {
        if (at == end) {
            return true;
        }
        if (next() == '#') {
            return isLine();
        }
        long arguments = number('*');
        for (long i = 0; i < arguments && at < end; i++) {
            long length = number('$');
            if (length < 0) {
                return at == end;
            }
            at = Math.min(end, at + length);
            if (!isLineEnd()) {
                return false;
            }
        }
        return at == end;
    }

    private boolean isLine() throws IOException {
        while (at < end && next() != 0) {
            at++;
        }
        return at == end;
    }

    /** Passes over a sign, a number and a line end; -1 when that is not what stands here, or not all of it. */
    private long number(char sign) throws IOException {
        if (next() != sign) {
            return -1;
        }
        at++;
        long number = 0;
        for (int digits = 0; at < end && next() >= '0' && next() <= '9' && digits < MOST_DIGITS - 1; digits++) {
            number = number * 10 + next() - '0';
            at++;
        }
        return isLineEnd() && at < end ? number : -1;
    }

    /** Passes over as much of a line end as there is. */
    private boolean isLineEnd() throws IOException {
        for (char wanted : new char[] {'\r', '\n'}) {
            if (at == end) {
                return true;
            }
            if (next() != wanted) {
                return false;
            }
            at++;
        }
        return true;
    }

    private byte next() throws IOException {
        if (at < chunkStart || at >= chunkStart + chunk.limit()) {
            chunkStart = at;
            fill(file, chunk.clear().limit((int) Math.min(chunk.capacity(), end - at)), at);
        }
        return chunk.get((int) (at - chunkStart));
    }
}
