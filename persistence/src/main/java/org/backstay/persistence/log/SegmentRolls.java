package org.backstay.persistence.log;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.backstay.node.Log;
import org.backstay.node.Worker;
import org.backstay.persistence.log.Manifest.LogFile;
import org.jspecify.annotations.Nullable;

/**
 * Where one segment of the log ends and the next one begins: because it was asked for, because the history is another one, or because the
 * segment is full. Owned by the node's loop; the files are the worker's.
 */
final class SegmentRolls {
    private final ReplicationLog log;
    private final Log notes;
    private final LogListener listener;
    private final LogFiles files;
    private final SegmentWriter writer;
    private final Deque<Roll> asked = new ArrayDeque<>();

    /** The current segment's length. */
    private long segmentBytes;

    /** A segment that was full could not be ended: it grows on, until {@link #retry}. */
    private boolean postponed;

    /** Whether the next segment begins a stretch of the stream that nothing before it leads up to. */
    private boolean beginsAnew;

    /** Hears what becomes of a roll. */
    interface Outcome {
        /** The worker is done with it; one of the others follows. */
        void ended();

        /** The segment has begun, with so many bytes that are none of the stream's; what was written before is on stable storage. */
        void begun(long bytes);

        /** It must be tried again before anything more is written. */
        void failed(Throwable why);

        /** It has begun, or was given up: writing goes on. */
        void settled();
    }

    SegmentRolls(ReplicationLog log, Log notes, LogListener listener, LogFiles files, SegmentWriter writer) {
        this.log = log;
        this.notes = notes;
        this.listener = listener;
        this.files = files;
        this.writer = writer;
    }

    /** A segment that names this position shall begin at the log's end. */
    void ask(LogMark mark, boolean required, Consumer<@Nullable Throwable> done) {
        asked.add(new Roll(log.end(), mark, log.selectedDb(), required, done));
    }

    /** The next segment begins what nothing before it leads up to. */
    void beginAnew() {
        beginsAnew = true;
    }

    /** Bytes were appended to the segment. */
    void grew(long bytes) {
        segmentBytes += bytes;
    }

    /** What could not be done may be tried again. */
    void retry() {
        postponed = false;
    }

    /** Forgets what was asked for. */
    void clear() {
        asked.clear();
    }

    /** Whether nothing was asked for. */
    boolean isEmpty() {
        return asked.isEmpty();
    }

    /** The offset that what is written to this segment may reach. */
    long limit() {
        Roll next = asked.peek();
        return next == null ? Long.MAX_VALUE : next.at();
    }

    /**
     * The next segment begins at the log's end as it is now, which is the end of a command, and of a transaction.
     *
     * @param waiting bytes that will still be written to this one
     */
    void askIfFull(long waiting) {
        long limit = files.limits().segmentBytes();
        if (limit > 0 && segmentBytes + waiting >= limit && asked.isEmpty() && !postponed) {
            ask(listener.position(), false, failure -> {
                if (failure != null) {
                    postponed = true;
                    notes.warning("A new segment of the AOF could not be begun: " + failure.getMessage());
                }
            });
        }
    }

    /** Has the worker begin the next segment, everything before it being written. */
    void start(Worker worker, long nowSeconds, Outcome outcome) {
        Roll roll = asked.remove();
        LogFile next = files.nextIncrement();
        Manifest rolled = files.manifest().withIncrement(next);
        String boot = listener.boot();
        byte[] prologue = SegmentPrologue.format(roll.mark(), roll.selectedDb(), nowSeconds, boot, beginsAnew);
        byte[] content = files.counts() ? rolled.format() : null;
        Path manifest = files.folder().manifest();
        worker.run(() -> writer.roll(next.name(), prologue, content, manifest), (nothing, failure) -> {
            outcome.ended();
            if (failure != null && (roll.required() || failure instanceof UnsettledManifestException)) {
                asked.addFirst(roll.asRequired());
                outcome.failed(failure);
                return;
            }
            if (failure == null) {
                files.rolled(
                        rolled,
                        new Segment(next.name(), roll.mark(), prologue.length, nowSeconds, boot, prologue.length),
                        segmentBytes);
                beginsAnew = false;
                segmentBytes = prologue.length;
                outcome.begun(prologue.length);
            }
            roll.done().accept(failure);
            outcome.settled();
        });
    }
}
