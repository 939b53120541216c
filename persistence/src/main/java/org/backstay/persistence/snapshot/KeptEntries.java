package org.backstay.persistence.snapshot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.persistence.rdb.Effort;
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbWriter;

/**
 * Entries that are about to change while another one stands in the file in part: they are encoded at once, as they are, and follow behind
 * that one. Owned by the loop.
 */
final class KeptEntries implements AutoCloseable {
    private final Deque<ByteBuf> chunks = new ArrayDeque<>();
    private final RdbOutput out;
    private final RdbWriter writer;
    private final Effort unlimited = Effort.unlimited();
    private long movedOn;

    KeptEntries(CollectionContext context, boolean compress) {
        out = new RdbOutput(ByteBufAllocator.DEFAULT, compress, chunks::add);
        writer = new RdbWriter(out, context);
    }

    /** Writes what precedes the first entry of a database. */
    RdbWriter writer() {
        return writer;
    }

    void add(int database, Entry entry) {
        unlimited.refill(Long.MAX_VALUE);
        writer.entry(database, entry, unlimited);
    }

    /** Bytes that are kept. */
    long bytes() {
        return out.written() - movedOn;
    }

    /** Puts all behind what was written to an output, and keeps nothing. */
    void moveTo(RdbOutput file) {
        out.flush();
        movedOn = out.written();
        while (!chunks.isEmpty()) {
            file.append(chunks.remove());
        }
        writer.forgetDatabase();
    }

    @Override
    public void close() {
        out.close();
        chunks.forEach(ByteBuf::release);
        chunks.clear();
    }
}
