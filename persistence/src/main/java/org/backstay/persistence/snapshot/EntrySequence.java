package org.backstay.persistence.snapshot;

import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.GradualTaking;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.SnapshotSink;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.persistence.rdb.Effort;
import org.backstay.persistence.rdb.LargeValue;
import org.backstay.persistence.rdb.LargeValues;
import org.backstay.persistence.rdb.RdbOutput;
import org.backstay.persistence.rdb.RdbWriter;
import org.jspecify.annotations.Nullable;

/**
 * Puts the entries of a snapshot into a file one behind the other, though a large one is taken in parts and others change in between. Owned by
 * the loop that owns the keyspace.
 */
final class EntrySequence implements SnapshotSink, AutoCloseable {
    /** What a step writes before the clock is looked at, in units of {@link Effort}: some 30 microseconds' work. */
    static final long STEP_EFFORT = 8 * 1024;

    /** So much kept in memory behind an open entry is a reason to get on with that entry. Bytes. */
    private static final long HURRY_FROM = 32L << 20;

    /** With so much kept, the open entry is written to its end, however long that holds the loop. Bytes. */
    private static final long MOST_KEPT = 256L << 20;

    private final Keyspace keyspace;
    private final CollectionContext context;
    private final RdbOutput out;
    private final RdbWriter writer;
    private final boolean compress;
    private final long stepEffort;
    private final LargeValues large;
    private final boolean[] announced;
    private final Effort step = new Effort();
    private final Effort unlimited = Effort.unlimited();

    /** The entry that stands in the file in part, or 0. */
    private int open;

    /** The large entry that stands in the file in part, or null. */
    private @Nullable LargeEntry openLarge;

    /** What has to follow the open entry; made when first needed. */
    private @Nullable KeptEntries kept;

    /**
     * Nothing is in the file as yet but its header.
     *
     * @param compress whether strings are compressed ({@code rdbcompression})
     * @param stepEffort what a step writes: {@link #STEP_EFFORT}
     * @param largeFrom bytes of a collection from which on it is followed: {@link LargeValues#LARGE_FROM}
     */
    EntrySequence(
            Keyspace keyspace,
            CollectionContext context,
            RdbOutput out,
            RdbWriter writer,
            boolean compress,
            long stepEffort,
            long largeFrom) {
        this.keyspace = keyspace;
        this.context = context;
        this.out = out;
        this.writer = writer;
        this.compress = compress;
        this.stepEffort = stepEffort;
        large = new LargeValues(context, compress, largeFrom);
        announced = new boolean[keyspace.databases()];
    }

    /** From now on a step's worth may be written before entries are taken in part. */
    void beginStep() {
        step.refill(keptBytes() < MOST_KEPT ? stepEffort : Long.MAX_VALUE);
    }

    /** Whether the walk should take more than its share of the loop. */
    boolean isHurried() {
        return keptBytes() >= HURRY_FROM;
    }

    /** Bytes of memory that take what was encoded early, and whose turn has still to come. */
    long keptBytes() {
        return large.keptBytes() + keptEntriesBytes();
    }

    private long keptEntriesBytes() {
        KeptEntries those = kept;
        return those == null ? 0 : those.bytes();
    }

    @Override
    public @Nullable GradualTaking begin(int database, Entry entry) {
        LargeValue value = large.open(entry);
        return value == null ? null : new LargeEntry(this, database, value);
    }

    /** Writes on with a large entry; whether it is complete. No other entry is open. */
    boolean goOn(LargeEntry entry) {
        if (step.isSpent()) {
            return false;
        }
        if (openLarge == null) {
            announce(entry.database(), writer);
            writer.begin(entry.database(), entry.value());
            openLarge = entry;
        }
        if (!writer.goOn(entry.value(), step)) {
            return false;
        }
        entry.value().close();
        openLarge = null;
        moveKept();
        return true;
    }

    @Override
    public boolean take(int database, Entry entry, boolean whole) {
        if (!whole && step.isSpent()) {
            return false;
        }
        if (openLarge != null || (open != 0 && open != entry.handle())) {
            keep(database, entry);
            return true;
        }
        announce(database, writer);
        unlimited.refill(Long.MAX_VALUE);
        boolean complete = writer.entry(database, entry, whole ? unlimited : step);
        open = complete ? 0 : entry.handle();
        if (complete) {
            moveKept();
        }
        return complete;
    }

    private void keep(int database, Entry entry) {
        KeptEntries behind = kept;
        if (behind == null) {
            behind = new KeptEntries(context, compress);
            kept = behind;
        }
        announce(database, behind.writer());
        behind.add(database, entry);
    }

    private void moveKept() {
        KeptEntries behind = kept;
        if (behind != null && behind.bytes() > 0) {
            behind.moveTo(out);
            writer.forgetDatabase();
        }
    }

    private void announce(int database, RdbWriter to) {
        if (!announced[database]) {
            announced[database] = true;
            Database of = keyspace.database(database);
            to.sizes(database, of.size(), of.expires());
        }
    }

    @Override
    public void close() {
        KeptEntries behind = kept;
        if (behind != null) {
            behind.close();
            kept = null;
        }
        large.close();
    }
}
