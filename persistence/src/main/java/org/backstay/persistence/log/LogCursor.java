package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log up to which one taker (a replica, the append-only file) has been served. Owned by the node's loop; the bytes it hands
 * out may be read anywhere.
 */
public final class LogCursor implements AutoCloseable {
    private final ReplicationLog log;
    private ReplicationLog.@Nullable Block block;
    private long offset;

    LogCursor(ReplicationLog log, long offset) {
        this.log = log;
        this.offset = offset;
    }

    /** The offset of the next byte to take. */
    public long offset() {
        return offset;
    }

    /** How many bytes are there to take. */
    public long available() {
        return log.end() - offset;
    }

    /**
     * Takes the next bytes, not copied.
     *
     * @param most at most this many
     * @return at least one byte, to be released by the caller; or null when everything is taken
     */
    public @Nullable ByteBuf take(long most) {
        long wanted = Math.min(available(), most);
        if (wanted == 0) {
            return null;
        }
        ReplicationLog.Block from = block();
        int index = (int) (offset - from.start);
        int length = (int) Math.min(wanted, ReplicationLog.BLOCK_BYTES - index);
        offset += length;
        return from.bytes.retainedSlice(index, length);
    }

    private ReplicationLog.Block block() {
        ReplicationLog.Block at = block;
        if (at == null) {
            at = log.blockAt(offset);
        } else if (offset == at.start + ReplicationLog.BLOCK_BYTES) {
            at = at.next;
        }
        if (at == null) {
            throw new IllegalStateException("the log has lost the block at " + offset);
        }
        block = at;
        return at;
    }

    /** Goes on (or back) to an offset that the log covers. */
    public void seek(long to) {
        if (!log.covers(to)) {
            throw new IllegalArgumentException("offset " + to + " is outside " + log.start() + ".." + log.end());
        }
        offset = to;
        block = null;
    }

    /** The log no longer keeps anything for this taker. */
    @Override
    public void close() {
        log.close(this);
    }
}
