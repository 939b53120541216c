package org.backstay.proxy.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply that waits for its turn. Short ones are copied to an array that stays with the exchange; a long one keeps the buffer it
 * came in, unless that is much larger than the reply. Owned by a loop.
 */
public final class HeldReply {
    /** Up to this length a copy costs less than a reference. */
    private static final int COPIED = 512;

    /** A buffer is kept for a reply that fills at least one in so many of its bytes. */
    private static final int WORTH_KEEPING = 8;

    private static final byte[] NONE = {};

    private byte[] copy = NONE;
    private @Nullable ByteBuf kept;
    private int offset;
    private int length;

    /** Keeps these bytes of a buffer that goes on to be used by others. */
    void hold(ByteBuf in, int from, int bytes) {
        length = bytes;
        if (bytes <= COPIED) {
            makeRoom(bytes);
            in.getBytes(from, copy, 0, bytes);
        } else if ((long) bytes * WORTH_KEEPING >= in.capacity()) {
            kept = in.retain();
            offset = from;
        } else {
            kept = in.alloc().directBuffer(bytes, bytes).writeBytes(in, from, bytes);
            offset = 0;
        }
    }

    /** Takes over a buffer whose readable bytes are the reply. */
    public void hold(ByteBuf whole) {
        kept = whole;
        offset = whole.readerIndex();
        length = whole.readableBytes();
    }

    /** Keeps a line of our own, its end included. */
    public void hold(String line) {
        hold(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps a reply of our own. */
    public void hold(byte[] bytes) {
        copy = bytes.length > COPIED ? bytes : copy;
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, copy, 0, bytes.length);
        length = bytes.length;
    }

    private void makeRoom(int bytes) {
        if (copy.length < bytes) {
            copy = new byte[Math.max(64, Integer.highestOneBit(bytes - 1) << 1)];
        }
    }

    /** The number of bytes held. */
    public int length() {
        return length;
    }

    /** The byte at an index. */
    public byte at(int index) {
        return kept == null ? copy[index] : kept.getByte(offset + index);
    }

    /** Writes some of the bytes. */
    public void writeTo(ByteBuf out, int from, int bytes) {
        if (kept == null) {
            out.writeBytes(copy, from, bytes);
        } else {
            out.writeBytes(kept, offset + from, bytes);
        }
    }

    /** Gives the buffer away, with an owner of its own, when the reply is long enough to be sent without a copy; else null. */
    public @Nullable ByteBuf take(int least) {
        ByteBuf buffer = kept;
        if (buffer == null || length < least) {
            return null;
        }
        kept = null;
        return buffer.slice(offset, length);
    }

    /** Lets go of what is held. */
    void release() {
        ByteBuf buffer = kept;
        kept = null;
        length = 0;
        if (buffer != null) {
            buffer.release();
        }
        if (copy.length > COPIED) {
            copy = NONE;
        }
    }
}
