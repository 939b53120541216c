package org.backstay.keyspace.types.stream;

import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.getLong;
import static org.backstay.base.memory.NativeMemory.putInt;
import static org.backstay.base.memory.NativeMemory.putLong;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.types.packed.ElementView;
import org.jspecify.annotations.Nullable;

/**
 * A flyweight over one consumer group: how far it has read, its consumers, and what they were given and have not acknowledged. Owned
 * by the keyspace's loop. Consumers and pending entries are named by handles, 0 for none.
 *
 * <pre>
 *   group:    last ID (16) | entries read (8) | pending, by ID (8) | consumers (4) | name
 *   consumer: seen, Unix time in milliseconds (8) | pending, by ID (8) | name
 *   pending:  delivered, Unix time in milliseconds (8) | deliveries (8) | consumer (4)
 * </pre>
 *
 * Every pending entry is in two trees: the group's and that of the consumer who has it.
 */
public final class StreamGroup {
    /** What {@link #entriesRead} says when nobody knows. */
    public static final long UNKNOWN = -1;

    /** What stands before a group's name. Bytes. */
    public static final int FIELD_BYTES = 36;

    private static final int LAST_MS = 0;
    private static final int LAST_SEQ = 8;
    private static final int READ = 16;
    private static final int PENDING = 24;
    private static final int CONSUMERS = 32;

    private static final int CONSUMER_FIELD_BYTES = 16;
    private static final int SEEN = 0;
    private static final int CONSUMER_PENDING = 8;

    private static final int PENDING_BYTES = 20;
    private static final int DELIVERED = 0;
    private static final int DELIVERIES = 8;
    private static final int OWNER = 16;

    private final Slabs slabs;
    private final IdTree tree;
    private final NamedBlocks groups;
    private final NamedBlocks consumers;
    private int group;
    private @Nullable StreamWatch watch;

    /** A flyweight over groups in these tables. */
    public StreamGroup(Slabs slabs, IdTree tree, NamedBlocks groups) {
        this.slabs = slabs;
        this.tree = tree;
        this.groups = groups;
        this.consumers = new NamedBlocks(slabs, CONSUMER_FIELD_BYTES);
    }

    /** Makes the fields of a new group's block. */
    public void initialize(int block, StreamId last, long entriesRead) {
        attach(block);
        setLastId(last);
        setEntriesRead(entriesRead);
        IdTree.clear(pending());
        putInt(at(CONSUMERS), 0);
    }

    /** Goes to a group of the stream that made this flyweight. */
    public void attach(int handle) {
        group = handle;
    }

    /** Says who hears of changes, of any group to which this goes from now on. */
    public void watch(@Nullable StreamWatch by) {
        watch = by;
    }

    /** The group's handle. */
    public int handle() {
        return group;
    }

    private long at(int field) {
        return slabs.address(group) + field;
    }

    /** Shows the name. */
    public void name(ElementView into) {
        into.setBytes(groups.nameAddress(group), groups.nameLength(group));
    }

    /** The last ID that was delivered. */
    public StreamId lastId() {
        return new StreamId(getLong(at(LAST_MS)), getLong(at(LAST_SEQ)));
    }

    /** Says which ID was delivered last. */
    public void setLastId(StreamId id) {
        putLong(at(LAST_MS), id.ms());
        putLong(at(LAST_SEQ), id.seq());
    }

    /** How many of the entries ever added the group has read, or {@link #UNKNOWN}. */
    public long entriesRead() {
        return getLong(at(READ));
    }

    /** Says how many entries the group has read. */
    public void setEntriesRead(long entries) {
        putLong(at(READ), entries);
    }

    // Consumers.

    private int table() {
        return getInt(at(CONSUMERS));
    }

    /** How many consumers there are. */
    public int consumers() {
        return consumers.count(table());
    }

    /** The consumer at a place in the order of names, from 0. */
    public int consumer(int place) {
        return consumers.get(table(), place);
    }

    /** The consumer with a name, or 0. */
    public int findConsumer(long name, int length) {
        return consumers.find(table(), name, length);
    }

    /**
     * Makes a consumer whose name no other has.
     *
     * @throws MemoryLimitException nothing has changed then
     */
    public int createConsumer(long name, int length, long now) {
        int made = consumers.create(name, length);
        IdTree.clear(consumerPending(made));
        setSeen(made, now);
        try {
            putInt(at(CONSUMERS), consumers.add(table(), made));
        } catch (MemoryLimitException full) {
            slabs.free(made);
            throw full;
        }
        return made;
    }

    /** Deletes a consumer with its pending entries; how many these were. */
    public int deleteConsumer(int consumer) {
        IdCursor cursor = new IdCursor(tree);
        int entries = IdTree.size(consumerPending(consumer));
        StreamWatch by = watch;
        for (boolean more = cursor.seekFirst(consumerPending(consumer)); more; more = cursor.next()) {
            if (by != null) {
                by.pendingLeaves(group, cursor.id(), cursor.value());
            }
            slabs.free(tree.remove(pending(), cursor.ms(), cursor.seq()));
        }
        while (tree.removeFirst(consumerPending(consumer)) != 0) {
            // the index only: the entries are gone
        }
        if (by != null) {
            by.consumerLeaves(consumer);
        }
        putInt(at(CONSUMERS), consumers.remove(table(), consumer));
        slabs.free(consumer);
        return entries;
    }

    /** Shows a consumer's name. */
    public void consumerName(int consumer, ElementView into) {
        into.setBytes(consumers.nameAddress(consumer), consumers.nameLength(consumer));
    }

    /** When a consumer was last seen, Unix time in milliseconds. */
    public long seen(int consumer) {
        return getLong(slabs.address(consumer) + SEEN);
    }

    /** Says when a consumer was last seen. */
    public void setSeen(int consumer, long now) {
        putLong(slabs.address(consumer) + SEEN, now);
    }

    // Pending entries.

    /** Where the header of the tree of pending entries is, for an {@link IdCursor}; its values are pending entries. */
    public long pending() {
        return at(PENDING);
    }

    /** Likewise, of those of one consumer. */
    public long consumerPending(int consumer) {
        return slabs.address(consumer) + CONSUMER_PENDING;
    }

    /** The pending entry with an ID, or 0. */
    public int findPending(StreamId id) {
        return tree.get(pending(), id.ms(), id.seq());
    }

    /** When an entry was last delivered, Unix time in milliseconds. */
    public long delivered(int entry) {
        return getLong(slabs.address(entry) + DELIVERED);
    }

    /** How often an entry was delivered. */
    public long deliveries(int entry) {
        return getLong(slabs.address(entry) + DELIVERIES);
    }

    /** Says when and how often an entry, which has this ID, was delivered. */
    public void setDelivered(int entry, StreamId id, long time, long deliveries) {
        StreamWatch by = watch;
        if (by != null) {
            by.pendingChanges(group, id, entry);
        }
        write(entry, time, deliveries);
    }

    private void write(int entry, long time, long deliveries) {
        putLong(slabs.address(entry) + DELIVERED, time);
        putLong(slabs.address(entry) + DELIVERIES, deliveries);
    }

    /** Who has an entry; 0 if nobody has as yet. */
    public int owner(int entry) {
        return getInt(slabs.address(entry) + OWNER);
    }

    /**
     * Adds a pending entry with an ID that has none.
     *
     * @param consumer who has it; 0 if that is still to be said by {@link #give}
     * @throws MemoryLimitException nothing has changed then
     */
    public int addPending(StreamId id, int consumer, long time, long deliveries) {
        int entry = slabs.alloc(PENDING_BYTES);
        write(entry, time, deliveries);
        putInt(slabs.address(entry) + OWNER, 0);
        boolean added = false;
        try {
            tree.add(pending(), id.ms(), id.seq(), entry);
            added = true;
            if (consumer != 0) {
                hand(entry, id, consumer);
            }
        } catch (MemoryLimitException full) {
            if (added) {
                tree.remove(pending(), id.ms(), id.seq());
            }
            slabs.free(entry);
            throw full;
        }
        StreamWatch by = watch;
        if (by != null) {
            by.pendingJoins(group, entry);
        }
        return entry;
    }

    /**
     * Gives a pending entry to a consumer; whoever had it has it no longer.
     *
     * @throws MemoryLimitException nothing has changed then
     */
    public void give(int entry, StreamId id, int consumer) {
        int before = owner(entry);
        if (before == consumer) {
            return;
        }
        StreamWatch by = watch;
        if (by != null) {
            by.pendingChanges(group, id, entry);
        }
        hand(entry, id, consumer);
    }

    private void hand(int entry, StreamId id, int consumer) {
        int before = owner(entry);
        tree.add(consumerPending(consumer), id.ms(), id.seq(), entry);
        if (before != 0) {
            tree.remove(consumerPending(before), id.ms(), id.seq());
        }
        putInt(slabs.address(entry) + OWNER, consumer);
    }

    /** Takes an entry off the list of pending ones; false if it is not there. */
    public boolean removePending(StreamId id) {
        int entry = tree.remove(pending(), id.ms(), id.seq());
        if (entry == 0) {
            return false;
        }
        StreamWatch by = watch;
        if (by != null) {
            by.pendingLeaves(group, id, entry);
        }
        if (owner(entry) != 0) {
            tree.remove(consumerPending(owner(entry)), id.ms(), id.seq());
        }
        slabs.free(entry);
        return true;
    }

    // Copying and freeing.

    /** Fills an empty group with copies of another's consumers and pending entries. */
    public void copyFrom(StreamGroup other) {
        ElementView name = new ElementView();
        IdCursor cursor = new IdCursor(tree);
        for (int i = 0; i < other.consumers(); i++) {
            int from = other.consumer(i);
            other.consumerName(from, name);
            int to = createConsumer(name.address(), name.length(), other.seen(from));
            for (boolean more = cursor.seekFirst(other.consumerPending(from)); more; more = cursor.next()) {
                int entry = cursor.value();
                addPending(cursor.id(), to, other.delivered(entry), other.deliveries(entry));
            }
        }
    }

    /** Bytes of the consumers and the pending entries. */
    public long bytes() {
        long entries = IdTree.size(pending());
        long bytes = consumers.bytes(table()) + tree.bytes(pending()) + entries * (PENDING_BYTES + Integer.BYTES);
        for (int i = 0; i < consumers(); i++) {
            bytes += slabs.usableSize(consumer(i)) + tree.bytes(consumerPending(consumer(i)));
        }
        return bytes;
    }

    /** Frees up to {@code budget} blocks of the group; true when only its own is left. Allocates nothing. */
    public boolean reclaimContents(int budget) {
        for (int freed = 0; freed < budget; freed++) {
            int entry = tree.removeFirst(pending());
            if (entry != 0) {
                slabs.free(entry);
                continue;
            }
            if (table() == 0) {
                return true;
            }
            int last = consumer(consumers() - 1);
            if (tree.removeFirst(consumerPending(last)) == 0) {
                putInt(at(CONSUMERS), consumers.remove(table(), last));
                slabs.free(last);
            }
        }
        return false;
    }
}
