package org.backstay.redis.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.backstay.resp.Request;

/**
 * Collects the effects of one unit of work (a command, a transaction, a step of active expiry) and hands them to the {@link EffectLog}
 * together, between MULTI and EXEC when there is more than one. Owned by the server's loop.
 */
public final class Propagation {
    private static final byte[] MULTI = frame("MULTI");
    private static final byte[] EXEC = frame("EXEC");
    private static final int FIRST_EFFECTS = 16;
    private static final int KEPT_BYTES = 1024 * 1024;

    private final ByteBuf frames = PooledByteBufAllocator.DEFAULT.directBuffer(FIRST_EFFECTS * 64);
    private int[] ends = new int[FIRST_EFFECTS];
    private int[] databases = new int[FIRST_EFFECTS];
    private int count;
    private EffectLog log = EffectLog.NONE;
    private boolean muted;
    private boolean apart;

    /** Says where effects go. */
    public void to(EffectLog newLog) {
        log = newLog;
    }

    /** Whether effects are wanted now. */
    public boolean isOpen() {
        return !muted && log.isOpen();
    }

    /** The offset of the log's end; what was added and not ended is not in it. */
    long position() {
        return log.end();
    }

    /** Wants no effects while our master's commands are executed: its stream goes to the log as it came. */
    void mute(boolean yes) {
        muted = yes;
    }

    /** Adds a request as it stands. */
    public void add(int database, Request request) {
        if (!isOpen()) {
            return;
        }
        if (request.isRaw()) {
            appendRaw(request.rawAddress(), request.rawLength());
        } else {
            beginFrame(request.size());
            for (int i = 0; i < request.size(); i++) {
                beginBulk(request.length(i));
                appendRaw(request.address(i), request.length(i));
                endBulk();
            }
        }
        endEffect(database);
    }

    /** Adds a command made of these words. */
    public void add(int database, byte[]... words) {
        if (!isOpen()) {
            return;
        }
        beginFrame(words.length);
        for (byte[] word : words) {
            beginBulk(word.length);
            frames.writeBytes(word);
            endBulk();
        }
        endEffect(database);
    }

    /** The unit's only effect is this request: passes it on without a copy when nothing was added before. */
    void addLast(int database, Request request) {
        if (count == 0 && request.isRaw()) {
            log.append(database, request.rawAddress(), request.rawLength());
            return;
        }
        add(database, request);
    }

    /** Says that the effects of this unit have nothing to do with each other: keys that a SCAN found expired. */
    void apart(boolean yes) {
        apart = yes;
    }

    /** Ends the unit of work: what was added goes to the log. */
    void endUnit() {
        if (count == 0) {
            return;
        }
        boolean framed = count > 1 && !apart;
        if (framed) {
            appendConstant(databases[0], MULTI);
        }
        int start = 0;
        for (int i = 0; i < count; i++) {
            log.append(databases[i], frames.memoryAddress() + start, ends[i] - start);
            start = ends[i];
        }
        if (framed) {
            appendConstant(databases[count - 1], EXEC);
        }
        count = 0;
        frames.clear();
        if (frames.capacity() > KEPT_BYTES) {
            frames.capacity(KEPT_BYTES);
        }
    }

    void close() {
        frames.release();
    }

    /** Borrows the end of the frames' buffer, so that the log sees native memory. */
    private void appendConstant(int database, byte[] frame) {
        int at = frames.writerIndex();
        frames.writeBytes(frame);
        log.append(database, frames.memoryAddress() + at, frame.length);
        frames.writerIndex(at);
    }

    private void appendRaw(long address, int length) {
        frames.ensureWritable(length);
        org.backstay.base.memory.NativeMemory.copy(address, frames.memoryAddress() + frames.writerIndex(), length);
        frames.writerIndex(frames.writerIndex() + length);
    }

    private void beginFrame(int words) {
        frames.writeByte('*');
        writeNumber(words);
    }

    private void beginBulk(int length) {
        frames.writeByte('$');
        writeNumber(length);
    }

    private void endBulk() {
        frames.writeByte('\r').writeByte('\n');
    }

    private void writeNumber(int number) {
        frames.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
        endBulk();
    }

    private void endEffect(int database) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            databases = Arrays.copyOf(databases, count * 2);
        }
        ends[count] = frames.writerIndex();
        databases[count] = database;
        count++;
    }

    private static byte[] frame(String word) {
        return ("*1\r\n$" + word.length() + "\r\n" + word + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
