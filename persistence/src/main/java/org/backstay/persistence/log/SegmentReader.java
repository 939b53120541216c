package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.backstay.base.memory.NativeMemory;
import org.backstay.node.DiskFile;
import org.backstay.resp.Request;
import org.backstay.resp.RequestInput;
import org.backstay.resp.RequestLimits;
import org.jspecify.annotations.Nullable;

/** Cuts a segment into commands and annotations, and knows up to where it is whole. Owned by the loop. */
final class SegmentReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final String name;
    private final DiskFile file;
    private final long start;
    private final long size;
    private final long end;
    private final RequestInput input;

    private long readUpTo;
    private long frameEnd;
    private long frameStart;
    private long transactionStart = -1;
    private long transactionBytes;
    private @Nullable LogMark mark;
    private long seconds;

    SegmentReader(String name, DiskFile file, long start) throws IOException {
        this.name = name;
        this.file = file;
        this.start = start;
        size = file.size();
        end = SegmentTail.beforeZeros(file, start);
        readUpTo = start;
        frameEnd = start;
        frameStart = start;
        input = new RequestInput(ByteBufAllocator.DEFAULT, new RequestLimits());
    }

    /**
     * Moves to the next command or {@link #mark}.
     *
     * @return false at the end of the file, be it whole or torn
     * @throws LogFormatException when there is something else than commands, annotations, and the beginning of one
     */
    boolean next() throws IOException {
        while (true) {
            switch (input.next()) {
                case REQUEST -> {
                    frameStart = frameEnd;
                    frameEnd = start + input.consumed();
                    mark = null;
                    Request request = input.request();
                    if (request.isRaw()) {
                        ensureWhole(request);
                        followTransaction(request);
                        return true;
                    }
                    annotation(request);
                    if (mark != null) {
                        return true;
                    }
                }
                case MORE -> {
                    input.settle();
                    if (!fill()) {
                        ensureTorn();
                        return false;
                    }
                }
                case BROKEN -> throw error(String.valueOf(input.error()));
            }
        }
    }

    /** An argument's end is not looked at for a client's sake; here it tells whether all of the argument reached the disk. */
    private void ensureWhole(Request request) throws IOException {
        for (int i = 0; i < request.size(); i++) {
            long behind = request.address(i) + request.length(i);
            if (NativeMemory.getByte(behind) != '\r' || NativeMemory.getByte(behind + 1) != '\n') {
                throw flaw("argument " + (i + 1) + " of a command is not followed by a line end");
            }
        }
    }

    private void ensureTorn() throws IOException {
        long flaw = SegmentTail.flaw(file, start + input.consumed(), end);
        if (flaw >= 0) {
            throw error("a command that is damaged at byte " + flaw + ", and more behind it");
        }
    }

    private void annotation(Request request) throws IOException {
        String first = request.text(0);
        if (!first.startsWith("#")) {
            throw flaw("expected a command (*) or an annotation (#), found \"" + printable(first) + "\"");
        }
        mark = request.size() == 1 ? LogMark.parse(first) : null;
        seconds = Math.max(seconds, SegmentPrologue.seconds(first));
    }

    private static String printable(String text) {
        String start = text.length() > 32 ? text.substring(0, 32) : text;
        return start.replaceAll("[^ -~]", "?");
    }

    private void followTransaction(Request request) throws IOException {
        if (request.is(0, "multi")) {
            if (transactionStart >= 0) {
                throw flaw("a MULTI inside a transaction");
            }
            transactionStart = frameStart;
            transactionBytes = 0;
        }
        if (transactionStart >= 0) {
            transactionBytes += frameBytes();
        }
        if (request.is(0, "exec")) {
            if (transactionStart < 0) {
                throw flaw("an EXEC outside a transaction");
            }
            transactionStart = -1;
        }
    }

    private boolean fill() throws IOException {
        long rest = end - readUpTo;
        if (rest <= 0) {
            return false;
        }
        int wanted = (int) Math.min(rest, CHUNK_BYTES);
        ByteBuf chunk = ByteBufAllocator.DEFAULT.directBuffer(wanted, wanted);
        int read = file.read(chunk.internalNioBuffer(0, wanted), readUpTo);
        if (read <= 0) {
            chunk.release();
            return false;
        }
        chunk.writerIndex(read);
        readUpTo += read;
        input.add(chunk);
        return true;
    }

    /** The command that {@link #next} found; not after a {@link #mark}. */
    Request request() {
        return input.request();
    }

    /** The mark that {@link #next} found, or null when it found a command. */
    @Nullable
    LogMark mark() {
        return mark;
    }

    /** The latest second since the epoch that was noted before what {@link #next} found; 0 when none was. */
    long seconds() {
        return seconds;
    }

    /** The bytes of the command that was found. */
    long frameBytes() {
        return frameEnd - frameStart;
    }

    /** The place up to which the file holds whole commands and whole transactions. */
    long lastWhole() {
        return transactionStart >= 0 ? transactionStart : frameEnd;
    }

    /** Whether a transaction has begun and not ended. */
    boolean inTransaction() {
        return transactionStart >= 0;
    }

    /** The bytes of the commands of the transaction that has not ended. */
    long transactionBytes() {
        return transactionBytes;
    }

    long offset() {
        return frameEnd;
    }

    /** What is wrong with the command that was found, with its place. */
    LogFormatException flaw(String what) {
        return new LogFormatException(name, "byte " + frameStart, what);
    }

    long size() {
        return size;
    }

    /** The zeros that the file ends with. */
    long zeros() {
        return size - end;
    }

    private LogFormatException error(String what) {
        return new LogFormatException(name, "byte " + frameEnd, what);
    }

    @Override
    public void close() {
        input.close();
    }
}
