package org.backstay.persistence.rdb;

import java.nio.charset.StandardCharsets;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;

/** Writes an RDB file of version 10, as Redis 7.0 does, piece by piece. Owned by the loop that owns the keyspace. */
public final class RdbWriter {
    private static final byte[] MAGIC = "REDIS0010".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_DATABASE = -1;

    private final RdbOutput out;
    private final ValueEncoder values;
    private int database = NO_DATABASE;

    /**
     * What the file says about itself.
     *
     * @param version {@code redis-ver}
     * @param createdSeconds {@code ctime}: Unix time
     * @param usedMemory {@code used-mem}, in bytes
     * @param replicationId {@code repl-id}: the history that the data belongs to
     * @param replicationOffset {@code repl-offset}: where in it
     * @param streamDatabase {@code repl-stream-db}: the database in which the stream goes on after that offset
     * @param base {@code aof-base}: whether it is the base of an append-only log
     */
    public record Header(
            String version,
            long createdSeconds,
            long usedMemory,
            String replicationId,
            long replicationOffset,
            int streamDatabase,
            boolean base) {}

    /** Writes to an output; {@link #header} comes first. */
    public RdbWriter(RdbOutput out, CollectionContext context) {
        this.out = out;
        values = new ValueEncoder(context);
    }

    /** Writes the magic and the header's fields. */
    public void header(Header header) {
        out.writeRaw(MAGIC);
        aux("redis-ver", header.version());
        aux("redis-bits", 64);
        aux("ctime", header.createdSeconds());
        aux("used-mem", header.usedMemory());
        aux("repl-stream-db", header.streamDatabase());
        aux("repl-id", header.replicationId());
        aux("repl-offset", header.replicationOffset());
        aux("aof-base", header.base() ? 1 : 0);
    }

    private void aux(String name, String value) {
        out.writeByte(RdbOpcode.AUX);
        out.writeText(name);
        out.writeText(value);
    }

    private void aux(String name, long value) {
        out.writeByte(RdbOpcode.AUX);
        out.writeText(name);
        out.writeInteger(value);
    }

    /** Writes the source of a library of functions; libraries come before all entries. */
    public void library(byte[] source) {
        out.writeByte(RdbOpcode.FUNCTION_2);
        out.writeLength(source.length);
        out.writeRaw(source);
    }

    /** Says how many keys a database has, and how many of them expire. */
    public void sizes(int index, long keys, long expiries) {
        select(index);
        out.writeByte(RdbOpcode.RESIZE_DB);
        out.writeLength(keys);
        out.writeLength(expiries);
    }

    /**
     * Writes an entry of a database, or goes on with the one that was written in part; entries of different databases may alternate.
     *
     * @return false when the effort is spent before the entry's end: then the same one, unchanged, must come next
     */
    public boolean entry(int index, Entry entry, Effort effort) {
        select(index);
        return values.writeEntry(entry, out, effort);
    }

    /** Writes what stands before the elements of a large value. */
    public void begin(int index, LargeValue value) {
        select(index);
        value.begin(out);
    }

    /** Writes on with the large value that was begun last; false when the effort is spent before its end. */
    public boolean goOn(LargeValue value, Effort effort) {
        return value.goOn(out, effort);
    }

    /** What follows stands behind bytes of another writer, which may have selected any database. */
    public void forgetDatabase() {
        database = NO_DATABASE;
    }

    private void select(int index) {
        if (index != database) {
            database = index;
            out.writeByte(RdbOpcode.SELECT_DB);
            out.writeLength(index);
        }
    }

    /** Writes the end mark; the checksum is the target's to add. */
    public void end() {
        out.writeByte(RdbOpcode.EOF);
        out.flush();
    }
}
