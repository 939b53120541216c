package org.backstay.keyspace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.backstay.keyspace.memory.HandleList;
import org.backstay.keyspace.memory.Slabs;

/**
 * The keyspace as it was at one moment, handed to a sink while the keyspace goes on changing; owned by the keyspace's loop.
 *
 * <p>No copy is made and no process is forked. The walk goes through the tables in the order of scans, which splits and merges
 * keep, so a key's hash says whether the walk has passed it. A key that is about to change and that the walk has not
 * passed is handed to the sink first, and stamped, so that the walk leaves it out; a key that is created ahead of the
 * walk is born stamped. The walk wipes the stamps as it goes. Tables that are flushed or swapped meanwhile are
 * walked all the same.
 *
 * <p>Large collections are taken gradually, those that change first: the sink follows the changes of their members itself. When such a
 * one is deleted or replaced, the snapshot takes it over until then.
 */
public final class Snapshot {
    private final Keyspace keyspace;
    private final Slabs slabs;
    private final SnapshotSink sink;
    private final int stamp;
    private final Deque<Table> tables = new ArrayDeque<>();
    private final Entry walked;
    private final Entry early;
    private final HandleList handles = new HandleList();
    private final long keys;
    private long taken;

    /** Keeps the reads of {@link #fetch} from being left out. */
    @SuppressWarnings("unused")
    private int fetched;

    /** What the walk has come by: buckets, and entries whether or not they were still to be taken. */
    private long visited;

    /** Large collections; they are taken before the walk goes on. */
    private final OwedCollections owed;

    /** The entry that the sink has taken in part, or 0. */
    private int open;

    private boolean ended;

    Snapshot(Keyspace keyspace, SnapshotSink sink, int stamp) {
        this.keyspace = keyspace;
        this.slabs = keyspace.slabs();
        this.sink = sink;
        this.stamp = stamp;
        this.walked = keyspace.newEntry();
        this.early = keyspace.newEntry();
        this.owed = new OwedCollections(keyspace.graveyard());
        long all = 0;
        for (int i = 0; i < keyspace.databases(); i++) {
            Table table = keyspace.database(i).table();
            if (!table.dict().isEmpty()) {
                table.walk = Table.TO_BE_WALKED;
                table.snapshotNumber = i;
                table.cursor = 0;
                tables.add(table);
                all += table.dict().size();
            }
        }
        this.keys = all;
    }

    /** Keys that it will have handed over in the end. */
    public long keys() {
        return keys;
    }

    /** Keys that it has handed over. */
    public long taken() {
        return taken;
    }

    public boolean isEnded() {
        return ended;
    }

    /**
     * Walks on for about {@code entries} entries, those that were handed over early included, or until the sink takes one in part.
     *
     * @return whether the snapshot is complete
     */
    public boolean step(int entries) {
        long enough = visited + entries;
        while (visited < enough) {
            Table table = tables.peek();
            boolean goesOn;
            if (open != 0) {
                goesOn = takeOpen(Objects.requireNonNull(table));
            } else if (!owed.isEmpty()) {
                goesOn = takeOwed();
            } else if (table == null) {
                end(true);
                return true;
            } else {
                table.walk = Table.BEING_WALKED;
                goesOn = walkBucket(table);
            }
            if (!goesOn) {
                return false;
            }
        }
        return false;
    }

    /** Gives up; the sink is not called again. */
    public void abort() {
        if (!ended) {
            end(false);
        }
    }

    private void end(boolean complete) {
        ended = true;
        for (Table table : tables) {
            table.walk = Table.NOT_WALKED;
        }
        tables.clear();
        owed.abort();
        keyspace.snapshotEnded(complete);
    }

    private boolean takeOpen(Table table) {
        walked.show(table, open);
        if (!sink.take(table.snapshotNumber, walked, false)) {
            return false;
        }
        Entry.stamp(slabs.address(open), stamp);
        open = 0;
        taken++;
        visited++;
        return true;
    }

    private boolean takeOwed() {
        if (!owed.goOn()) {
            return false;
        }
        taken++;
        visited++;
        return true;
    }

    /** Lets the sink look at an entry that is to be taken or about to change; whether it is one that is taken gradually. */
    private boolean isBegun(Table table, Entry entry) {
        if (entry.type() == ValueType.STRING) {
            return false;
        }
        GradualTaking taking = sink.begin(table.snapshotNumber, entry);
        if (taking == null) {
            return false;
        }
        owed.add(taking, entry);
        return true;
    }

    /** Hands over one bucket; false if the sink has taken an entry in part, then the cursor stays before the bucket. */
    private boolean walkBucket(Table table) {
        handles.clear();
        boolean fresh = table.dict().isBucketStart(table.cursor);
        long next = table.dict().scan(table.cursor, handles);
        fetch();
        for (int i = 0; i < handles.size(); i++) {
            int handle = handles.get(i);
            walked.show(table, handle);
            if (walked.stamp() == stamp || (!fresh && table.isBehindWalk(walked.hash()))) {
                continue;
            }
            if (isBegun(table, walked)) {
                continue;
            }
            if (!sink.take(table.snapshotNumber, walked, false)) {
                open = handle;
                stampFirst(table, i, fresh);
                return false;
            }
            taken++;
        }
        visited += 1 + handles.size();
        wipe();
        table.cursor = next;
        if (next == 0) {
            table.walk = Table.NOT_WALKED;
            tables.remove();
        }
        return true;
    }

    /**
     * Reads the first byte of each entry of the bucket, none of which depends on another, and then the last: so the processor waits for all of
     * them at once, where the walk, which finishes with one before it looks at the next, would wait for each.
     */
    private void fetch() {
        int sum = 0;
        for (int i = 0; i < handles.size(); i++) {
            sum += Entry.stamp(slabs.address(handles.get(i)));
        }
        for (int i = 0; i < handles.size(); i++) {
            sum += Entry.lastByte(slabs.address(handles.get(i)));
        }
        fetched = sum;
    }

    /** The first entries of the bucket have been taken; remember it, as the bucket will be visited again. */
    private void stampFirst(Table table, int count, boolean fresh) {
        for (int i = 0; i < count; i++) {
            walked.show(table, handles.get(i));
            if (fresh || !table.isBehindWalk(walked.hash())) {
                Entry.stamp(slabs.address(handles.get(i)), stamp);
            }
        }
    }

    private void wipe() {
        for (int i = 0; i < handles.size(); i++) {
            long address = slabs.address(handles.get(i));
            if (Entry.stamp(address) != 0) {
                Entry.stamp(address, 0);
            }
        }
    }

    private boolean isAhead(Entry entry) {
        Table table = entry.table();
        return table.walk != Table.NOT_WALKED && entry.stamp() != stamp && !table.isBehindWalk(entry.hash());
    }

    /** Takes over a collection that no key refers to any more, if it is still to be taken; false if it is not. */
    boolean inherit(int root) {
        return owed.inherit(root);
    }

    /** Hands an entry over before it changes, if the walk has still to come to it. */
    void beforeChange(Entry entry) {
        if (!isAhead(entry)) {
            return;
        }
        Table table = entry.table();
        int handle = entry.handle();
        early.show(table, handle);
        if (handle == open || !isBegun(table, early)) {
            sink.take(table.snapshotNumber, early, true);
            taken++;
        }
        Entry.stamp(slabs.address(handle), stamp);
        if (handle == open) {
            open = 0;
        }
    }

    /** A new block joins a table: the walk must leave it out if it has still to come to its place. */
    void born(Table table, int block, long hash) {
        if (table.walk != Table.NOT_WALKED && !table.isBehindWalk(hash)) {
            Entry.stamp(slabs.address(block), stamp);
        }
    }
}
