package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.Snapshot;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.node.Node;
import org.backstay.node.SlicePace;
import org.backstay.persistence.rdb.LargeValues;
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbWriter;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot from its first byte to its last: walks the keyspace in slices, between which the loop does its other work, and waits when the
 * target can't take more. Owned by the loop that owns the keyspace.
 */
public final class SnapshotJob {
    private static final int ENTRIES_A_STEP = 16;

    private final Node node;
    private final Keyspace keyspace;
    private final SnapshotTarget target;
    private final RdbOutput out;
    private final RdbWriter writer;
    private final EntrySequence entries;
    private final Consumer<@Nullable Throwable> done;
    private final SlicePace pace = new SlicePace();
    private @Nullable Snapshot snapshot;
    private IntSupplier keyDelayMicros = () -> 0;
    private boolean waiting;
    private boolean ended;
    private final long startedNanos;

    /**
     * Prepares a snapshot; {@link #start} fixes the moment.
     *
     * @param compress {@code rdbcompression}
     * @param done called once, on the loop, with the failure or with null
     */
    public SnapshotJob(
            Node node,
            Keyspace keyspace,
            CollectionContext context,
            SnapshotTarget target,
            boolean compress,
            Consumer<@Nullable Throwable> done) {
        this.node = node;
        this.keyspace = keyspace;
        this.target = target;
        this.done = done;
        out = new RdbOutput(ByteBufAllocator.DEFAULT, compress, target::write);
        writer = new RdbWriter(out, context);
        entries = new EntrySequence(
                keyspace, context, out, writer, compress, EntrySequence.STEP_EFFORT, LargeValues.LARGE_FROM);
        startedNanos = node.clock().nanoTime();
    }

    /** Makes it slow, for tests that need a snapshot under way: so many microseconds pass after each key, asked anew each time. */
    public void delayEachKey(IntSupplier micros) {
        keyDelayMicros = micros;
    }

    /**
     * Takes the state as it is now: what changes from here on is written as it was.
     *
     * @param libraries the sources of libraries of functions
     */
    public void start(RdbWriter.Header header, List<byte[]> libraries) {
        begin(header, libraries);
        snapshot = keyspace.snapshot(entries);
        target.onReady(this::targetReady);
        node.loop().execute(this::slice);
    }

    /** Takes nothing but libraries: there is no key in the snapshot. */
    public void startWithoutKeys(RdbWriter.Header header, List<byte[]> libraries) {
        begin(header, libraries);
        node.loop().execute(() -> {
            if (!ended) {
                finish();
            }
        });
    }

    private void begin(RdbWriter.Header header, List<byte[]> libraries) {
        writer.header(header);
        libraries.forEach(writer::library);
    }

    private boolean step(Snapshot walk, int most) {
        entries.beginStep();
        return walk.step(most);
    }

    private void targetReady() {
        if (waiting) {
            waiting = false;
            slice();
        }
    }

    private void slice() {
        Snapshot walk = snapshot;
        if (ended || walk == null) {
            return;
        }
        Throwable failure = target.failure();
        if (failure != null) {
            end(failure);
            return;
        }
        if (!target.isReady()) {
            waiting = true;
            return;
        }
        int delay = keyDelayMicros.getAsInt();
        if (delay > 0) {
            sliceOfOne(walk, delay);
            return;
        }
        long now = node.clock().nanoTime();
        long until = now + (entries.isHurried() ? SlicePace.LONGEST_SLICE_NANOS : pace.slice(now));
        do {
            if (step(walk, ENTRIES_A_STEP)) {
                finish();
                return;
            }
            now = node.clock().nanoTime();
        } while (target.isReady() && now < until);
        pace.pause(now);
        node.loop().schedule(this::slice, SlicePace.PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }

    private void sliceOfOne(Snapshot walk, int delayMicros) {
        if (step(walk, 1)) {
            finish();
        } else {
            node.loop().schedule(this::slice, delayMicros, TimeUnit.MICROSECONDS);
        }
    }

    private void finish() {
        snapshot = null;
        writer.end();
        target.finish(failure -> {
            if (failure != null) {
                end(failure);
            } else if (!ended) {
                ended = true;
                close();
                done.accept(null);
            }
        });
    }

    private void end(Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        Snapshot walk = snapshot;
        snapshot = null;
        if (walk != null) {
            walk.abort();
        }
        target.abort();
        close();
        done.accept(failure);
    }

    private void close() {
        entries.close();
        out.close();
    }

    /** Gives up; {@code done} hears of it. */
    public void cancel(String why) {
        end(new CancellationException(why));
    }

    /** Keys in the snapshot. */
    public long keys() {
        Snapshot walk = snapshot;
        return walk == null ? 0 : walk.keys();
    }

    /** Keys written so far. */
    public long keysWritten() {
        Snapshot walk = snapshot;
        return walk == null ? 0 : walk.taken();
    }

    /** Bytes written so far. */
    public long bytes() {
        return out.written();
    }

    /** Bytes of memory that take what changed before its turn came, and waits for it. */
    public long keptBytes() {
        return entries.keptBytes();
    }

    /** How long it has been going on. */
    public long elapsedMillis() {
        return (node.clock().nanoTime() - startedNanos) / 1_000_000;
    }
}
