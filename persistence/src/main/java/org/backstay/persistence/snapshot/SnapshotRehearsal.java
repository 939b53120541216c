package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.node.Node;
import org.backstay.node.SlicePace;
import org.backstay.persistence.rdb.RdbWriter;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that nobody wants, of keys that nobody has, some of which change while it is taken: with it the JVM compiles what a snapshot runs
 * before the first real one is asked for, while clients wait (decision 0056). It takes the loop some milliseconds, in slices. Owned by the loop.
 */
public final class SnapshotRehearsal {
    /** Enough for the JVM to find everything worth compiling that it knows from the start-up cache. */
    private static final int KEYS = 16 * 1024;

    private static final int KEYS_A_SLICE = 64;
    private static final int VALUE_BYTES = 64;
    private static final long MEMORY_BYTES = 16L << 20;

    private final Node node;
    private final Keyspace keyspace;
    private final CollectionContext context;
    private final ByteBuf words = Unpooled.directBuffer(Long.BYTES + VALUE_BYTES);
    private final SnapshotJob job;
    private int filled;
    private boolean ended;

    private SnapshotRehearsal(Node node) {
        this.node = node;
        keyspace = new Keyspace(1, MEMORY_BYTES, node.clock()::millis, node.random(), KeyspaceListener.NONE);
        context = CollectionContext.of(keyspace);
        job = new SnapshotJob(node, keyspace, context, new NoTarget(), true, this::ended);
    }

    /** Begins one; nobody hears of its end. */
    public static void begin(Node node) {
        new SnapshotRehearsal(node).fill();
    }

    private void later(Runnable slice) {
        node.loop().schedule(slice, SlicePace.PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }

    private void fill() {
        for (int i = 0; i < KEYS_A_SLICE; i++) {
            write(filled++);
        }
        if (filled < KEYS) {
            later(this::fill);
            return;
        }
        job.start(new RdbWriter.Header("", 0, 0, "", 0, 0, false), List.of());
        overwrite();
    }

    private void overwrite() {
        if (ended) {
            return;
        }
        for (int i = 0; i < KEYS_A_SLICE; i++) {
            write(node.random().nextInt(KEYS));
        }
        later(this::overwrite);
    }

    /** Every other value shrinks when it is compressed. */
    private void write(int number) {
        words.clear().writeLong(number);
        for (int i = 0; i < VALUE_BYTES; i += Long.BYTES) {
            words.writeLong(number % 2 == 0 ? 0 : node.random().nextLong());
        }
        Database database = keyspace.database(0);
        long key = words.memoryAddress();
        database.setString(key, Long.BYTES, key + Long.BYTES, VALUE_BYTES);
    }

    private void ended(@Nullable Throwable failure) {
        ended = true;
        words.release();
        node.loop().execute(keyspace::close); // not inside the walk that has just come to its end
    }
}
