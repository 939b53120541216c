package org.backstay.keyspace;

import org.backstay.keyspace.memory.MemoryLimitException;
import org.jspecify.annotations.Nullable;

/**
 * Strings under new keys of one database, added some at a time, as loading does: their places in the table are fetched from memory at once,
 * where one key after the other would wait for each. Owned by the keyspace's loop.
 */
public final class NewStrings {
    /** How many places are fetched at once: about as many as a processor can wait for. */
    public static final int MOST = 16;

    private final Database database;
    private final Keyspace keyspace;
    private final int[] blocks = new int[MOST];
    private final long[] hashes = new long[MOST];
    private int count;

    /** Keeps the reads of {@link org.backstay.keyspace.memory.Dict#fetch} from being left out. */
    @SuppressWarnings("unused")
    private long fetched;

    /**
     * A key that was there already.
     *
     * @param index which it was, counted from 0, of those that were prepared
     */
    public record Taken(int index, byte[] key) {}

    /** For one database. */
    public NewStrings(Database database) {
        this.database = database;
        keyspace = database.keyspace();
    }

    /** How many are prepared: at most {@link #MOST}. */
    public int count() {
        return count;
    }

    /**
     * Prepares one; {@link #add} puts it into the database.
     *
     * @param expireAt Unix time in milliseconds, or {@link Entry#NO_EXPIRE}
     */
    public void prepare(long key, int keyLength, long string, int length, long expireAt) {
        Strings strings = database.strings();
        strings.prepare(string, length);
        blocks[count] = strings.create(key, keyLength, keyspace.newClock(), expireAt);
        hashes[count] = keyspace.hashing().hash(key, keyLength);
        count++;
    }

    /**
     * Adds those that are prepared.
     *
     * @return null, or the first whose key was there already: it is not added, nor are those behind it
     * @throws MemoryLimitException as many were added as there was memory for
     */
    public @Nullable Taken add() {
        fetched = database.table().dict().fetch(hashes, count);
        int added = 0;
        try {
            while (added < count && database.addNew(blocks[added], hashes[added])) {
                added++;
            }
        } catch (MemoryLimitException full) {
            added++; // the block that found no place has been freed
            discardFrom(added);
            throw full;
        }
        Taken taken = added == count ? null : new Taken(added, keyOf(blocks[added]));
        discardFrom(added);
        return taken;
    }

    private byte[] keyOf(int block) {
        Entry entry = keyspace.newEntry();
        entry.show(block);
        return entry.key();
    }

    /** Drops those that are prepared. */
    public void discard() {
        discardFrom(0);
    }

    private void discardFrom(int first) {
        for (int i = first; i < count; i++) {
            keyspace.slabs().free(blocks[i]);
        }
        count = 0;
    }
}
