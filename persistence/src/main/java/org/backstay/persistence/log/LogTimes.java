package org.backstay.persistence.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Which second each stretch of the log was appended in, as far as that is not in the file yet. Owned by the node's loop. */
final class LogTimes {
    private record Stamp(long offset, long seconds) {}

    private final Deque<Stamp> stamps = new ArrayDeque<>();
    private long notedUpTo;
    private long notedSeconds;

    /** Times before this offset are in the file, or nobody's concern. */
    void startAt(long offset, long seconds) {
        stamps.clear();
        notedUpTo = offset;
        notedSeconds = seconds;
    }

    /** Whatever was appended since the last call was appended in this second. */
    void note(long end, long seconds) {
        if (end == notedUpTo) {
            return;
        }
        if (seconds != notedSeconds) {
            stamps.add(new Stamp(notedUpTo, seconds));
            notedSeconds = seconds;
        }
        notedUpTo = end;
    }

    /**
     * Takes what goes out together, with the times between.
     *
     * @param most at most so many bytes of the log
     * @return the offset behind the last byte taken
     */
    long take(LogCursor from, long most, List<ByteBuf> into) {
        long end = from.offset() + most;
        while (from.offset() < end) {
            ByteBuf time = at(from.offset());
            ByteBuf slice = from.take(Math.min(end - from.offset(), bytesBeforeNext(from.offset())));
            if (slice == null) {
                break;
            }
            if (time.isReadable()) {
                into.add(time);
            }
            into.add(slice);
        }
        return from.offset();
    }

    private long bytesBeforeNext(long offset) {
        for (Stamp stamp : stamps) {
            if (stamp.offset > offset) {
                return stamp.offset - offset;
            }
        }
        return Long.MAX_VALUE;
    }

    private ByteBuf at(long offset) {
        for (Stamp stamp : stamps) {
            if (stamp.offset == offset) {
                return Unpooled.wrappedBuffer(SegmentPrologue.timestamp(stamp.seconds));
            }
        }
        return Unpooled.EMPTY_BUFFER;
    }

    /** What stands before this offset is in the file. */
    void written(long upTo) {
        while (!stamps.isEmpty() && stamps.peek().offset < upTo) {
            stamps.remove();
        }
    }
}
