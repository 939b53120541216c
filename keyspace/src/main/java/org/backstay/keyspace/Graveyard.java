package org.backstay.keyspace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.memory.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * What no key refers to any more and still takes memory, owned by the keyspace's loop: collections too large to be freed at
 * once, and the tables of flushed databases. It is freed a little at a time, and all of it, before an allocation is refused.
 */
final class Graveyard {
    /** Blocks of a collection that are freed on the spot when its key is deleted. */
    private static final int AT_ONCE = 64;

    /** And when memory is short. */
    static final int UNDER_PRESSURE = 10_000;

    private static final int EMPTY_ROOT_QUEUE = 16;

    private final Slabs slabs;
    private final Map<ValueType, ValueReclaimer> reclaimers = new EnumMap<>(ValueType.class);
    private final Deque<Table> tables = new ArrayDeque<>();
    private final EntryVisitor buryEntry = this::buryEntry;
    private final Entry entry;

    /** Roots of collections: type, encoding and handle in one number; a ring. */
    private long[] roots = new long[EMPTY_ROOT_QUEUE];

    private int firstRoot;
    private int rootCount;
    private long reclaimed;

    /** What still has to take some of the collections that come here, or null. */
    private @Nullable Snapshot heir;

    Graveyard(Slabs slabs) {
        this.slabs = slabs;
        this.entry = new Entry(slabs);
    }

    void reclaimer(ValueType type, ValueReclaimer reclaimer) {
        reclaimers.put(type, reclaimer);
    }

    /** Says which snapshot, if any, may take over what comes here. */
    void heir(@Nullable Snapshot snapshot) {
        heir = snapshot;
    }

    /** Takes over a collection; a small one is gone at once. */
    void bury(ValueType type, Encoding encoding, int root) {
        if (heir != null && heir.inherit(root)) {
            return;
        }
        if (!reclaimer(type).reclaim(encoding, root, AT_ONCE)) {
            push(type, encoding, root);
        }
    }

    void bury(Table table) {
        tables.add(table);
    }

    /** Collections and tables that wait. */
    int waiting() {
        return rootCount + tables.size();
    }

    /** Collections that had to wait and are gone. */
    long reclaimed() {
        return reclaimed;
    }

    void resetReclaimed() {
        reclaimed = 0;
    }

    /**
     * Frees about {@code budget} blocks.
     *
     * @return whether anything could be freed
     */
    boolean reclaim(int budget) {
        long before = slabs.blocks();
        while (before - slabs.blocks() < budget) {
            int left = budget - (int) (before - slabs.blocks());
            if (rootCount > 0) {
                long root = roots[firstRoot];
                ValueType type = ValueType.of((int) (root >>> 40));
                if (reclaimer(type).reclaim(Encoding.of((int) (root >>> 32) & 0xFF), (int) root, left)) {
                    firstRoot = (firstRoot + 1) & (roots.length - 1);
                    rootCount--;
                    reclaimed++;
                }
            } else if (!drainTable()) {
                break;
            }
        }
        return slabs.blocks() < before;
    }

    /** Empties some buckets of the first table that no snapshot needs; false if there is none. */
    private boolean drainTable() {
        for (Iterator<Table> waiting = tables.iterator(); waiting.hasNext(); ) {
            Table table = waiting.next();
            if (table.walk == Table.NOT_WALKED) {
                int keys = table.dict().size();
                boolean empty = table.dict().drain(1, buryEntry);
                reclaimed += empty ? keys : keys - table.dict().size();
                if (empty) {
                    waiting.remove();
                }
                return true;
            }
        }
        return false;
    }

    /** Takes over an entry that is in no table any more, with its value. */
    void buryEntry(int handle) {
        entry.show(handle);
        ValueType type = entry.type();
        Encoding encoding = entry.encoding();
        int root = type == ValueType.STRING ? 0 : entry.root();
        slabs.free(handle);
        if (root != 0) {
            bury(type, encoding, root);
        }
    }

    private ValueReclaimer reclaimer(ValueType type) {
        ValueReclaimer reclaimer = reclaimers.get(type);
        if (reclaimer == null) {
            throw new IllegalStateException("nothing frees values of type " + type);
        }
        return reclaimer;
    }

    private void push(ValueType type, Encoding encoding, int root) {
        if (rootCount == roots.length) {
            long[] larger = new long[roots.length * 2];
            System.arraycopy(roots, firstRoot, larger, 0, roots.length - firstRoot);
            System.arraycopy(roots, 0, larger, roots.length - firstRoot, firstRoot);
            roots = larger;
            firstRoot = 0;
        }
        int at = (firstRoot + rootCount++) & (roots.length - 1);
        roots[at] = ((long) type.code() << 40) | ((long) encoding.code() << 32) | (root & 0xFFFF_FFFFL);
    }
}
