package org.backstay.keyspace;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.jspecify.annotations.Nullable;

/**
 * The keys under one number, owned by the keyspace's loop.
 *
 * <p>Keys and values are given by address and length; they must not lie inside the entry that is changed. Lookups apply
 * expiry: what they answer is what a client may see. Every method that changes the keyspace tells the snapshot before and the
 * listener after, so callers report only what they change themselves inside a value: {@link #changed}.
 *
 * <p>Any method that needs memory may throw {@link MemoryLimitException}; nothing has changed
 * then, unless it says otherwise.
 *
 * <p>Nothing is allocated on the Java heap by lookups and by changes of existing or new keys.
 */
public final class Database {
    /** For {@link #setString}: the key keeps the expiry that it has. */
    public static final long KEEP_EXPIRE = -2;

    private final Keyspace keyspace;
    private final int index;
    private final Strings strings;
    private final Entry cursor;
    private final Entry visited;
    private final AllKeys allKeys;
    private Table table;

    Database(Keyspace keyspace, int index, Strings strings, Table table) {
        this.keyspace = keyspace;
        this.index = index;
        this.strings = strings;
        this.table = table;
        this.cursor = keyspace.newEntry();
        this.visited = keyspace.newEntry();
        this.allKeys = new AllKeys(keyspace, this);
    }

    /** The number by which clients select it. */
    public int index() {
        return index;
    }

    /** Keys, those included whose time is over but that nobody has looked at. */
    public int size() {
        return table.dict().size();
    }

    /** Keys with an expiry. */
    public int expires() {
        return table.dict().marked();
    }

    /** An estimate of how long keys with an expiry have to live, milliseconds; 0 if unknown. */
    public long averageTtlMillis() {
        return table.averageTtl;
    }

    /** Buckets of the table of keys, of about eight keys each. */
    public int buckets() {
        return table.dict().bucketCount();
    }

    /** Bytes that the table of keys takes, without the keys. */
    public long tableBytes() {
        return table.dict().tableBytes();
    }

    /** Prepares for so many keys: see {@link Dict#expect}. */
    public void expect(long keys) {
        table.dict().expect(keys);
    }

    Table table() {
        return table;
    }

    void table(Table other) {
        table = other;
    }

    // Looking up.

    /** The key for a command that reads it, or null: counts as a hit or a miss, and as an access. */
    public @Nullable Entry forRead(long key, int length) {
        return forRead(key, length, cursor);
    }

    /** As {@link #forRead(long, int)} with a cursor of the caller's, for commands on several keys. */
    public @Nullable Entry forRead(long key, int length, Entry into) {
        boolean found = find(key, length, into);
        keyspace.countLookup(found);
        if (!found) {
            keyspace.missed(index, key, length);
            return null;
        }
        keyspace.touch(into);
        return into;
    }

    /** The key without any trace of the lookup (EXISTS, TTL, OBJECT), or null. */
    public @Nullable Entry peek(long key, int length) {
        return peek(key, length, cursor);
    }

    public @Nullable Entry peek(long key, int length, Entry into) {
        return find(key, length, into) ? into : null;
    }

    /** The key for a command that may change it, or null. Its state has been saved for a snapshot that needs it. */
    public @Nullable Entry forWrite(long key, int length) {
        return forWrite(key, length, cursor);
    }

    public @Nullable Entry forWrite(long key, int length, Entry into) {
        if (!find(key, length, into)) {
            return null;
        }
        keyspace.touch(into);
        keyspace.beforeChange(into);
        return into;
    }

    /** Whether the key stands here, whether or not its time is over. */
    public boolean holds(long key, int length) {
        return table.dict().find(key, length) != 0;
    }

    /** Whether the key stands here although its time is over: what a replica hides until its master deletes it. */
    public boolean isExpiredInPlace(long key, int length) {
        return table.show(key, length, visited) && keyspace.isOver(visited);
    }

    private boolean find(long key, int length, Entry into) {
        Dict dict = table.dict();
        long hash = dict.hash(key, length);
        long slot = dict.find(key, length, hash);
        if (slot == 0) {
            return false;
        }
        into.attach(table, slot, hash);
        return !into.hasExpire() || !hideExpired(into);
    }

    /** Whether the entry is as good as absent; deletes it if that is this keyspace's task. */
    boolean hideExpired(Entry entry) {
        if (keyspace.expiredKeys() == ExpiredKeys.SHOW || !keyspace.isOver(entry)) {
            return false;
        }
        if (keyspace.expiredKeys() == ExpiredKeys.DELETE) {
            expire(entry);
        }
        return true;
    }

    /** Deletes a key whose time is over. */
    void expire(Entry entry) {
        keyspace.countExpired(index, entry);
        unlink(entry, false);
    }

    // Strings.

    /** SET: creates the key or replaces whatever it holds; it does not expire. */
    public void setString(long key, int keyLength, long string, int length) {
        setString(key, keyLength, string, length, Entry.NO_EXPIRE);
    }

    /**
     * Creates the key or replaces whatever it holds.
     *
     * @param expireAt Unix time in milliseconds, {@link Entry#NO_EXPIRE} or {@link #KEEP_EXPIRE}
     */
    public void setString(long key, int keyLength, long string, int length, long expireAt) {
        strings.prepare(string, length);
        set(key, keyLength, expireAt);
        keyspace.changed(index, key, keyLength);
    }

    /** As {@link #setString(long, int, long, int, long)} with a string that stays text though it may be that of an integer. */
    public void setText(long key, int keyLength, long string, int length, long expireAt) {
        strings.prepareText(string, length);
        set(key, keyLength, expireAt);
        keyspace.changed(index, key, keyLength);
    }

    /**
     * Creates the key or replaces whatever it holds by a string of zeros, of {@link Encoding#RAW}. The caller writes into it and
     * calls {@link #changed}.
     */
    public Entry setZeros(long key, int keyLength, int length) {
        strings.prepareZeros(length);
        set(key, keyLength, Entry.NO_EXPIRE);
        return cursor;
    }

    /** As {@link #setString(long, int, long, int, long)} with an integer. */
    public void setInteger(long key, int keyLength, long integer, long expireAt) {
        strings.prepare(integer);
        set(key, keyLength, expireAt);
        keyspace.changed(index, key, keyLength);
    }

    private void set(long key, int keyLength, long expireAt) {
        if (find(key, keyLength, cursor)) {
            keyspace.touch(cursor);
            keyspace.beforeChange(cursor);
            overwrite(cursor, expireAt == KEEP_EXPIRE ? cursor.expireAt() : expireAt);
        } else {
            removeExpiredInPlace(key, keyLength);
            long expire = Math.max(expireAt, Entry.NO_EXPIRE);
            int block = strings.create(key, keyLength, keyspace.newClock(), expire);
            link(block, expire, cursor);
        }
    }

    private void overwrite(Entry entry, long expireAt) {
        ValueType type = entry.type();
        Encoding encoding = entry.encoding();
        int root = type == ValueType.STRING ? 0 : entry.root();
        strings.replace(entry, expireAt);
        table.dict().mark(entry.slot(), entry.hash(), expireAt != Entry.NO_EXPIRE);
        if (root != 0) {
            keyspace.graveyard().bury(type, encoding, root);
        }
    }

    /** Lets a string that was looked up for writing be an integer, and reports the change. */
    public void setInteger(Entry entry, long integer) {
        strings.setInteger(entry, integer);
        changed(entry);
    }

    /**
     * Makes a string that was looked up for writing exactly {@code length} bytes long, of {@link Encoding#RAW}; what is new is
     * zero. The caller writes into it and calls {@link #changed}.
     *
     * @return where the string's bytes lie now, until the next change
     */
    public long resizeString(Entry entry, int length) {
        return strings.resize(entry, length);
    }

    /** APPEND to a string that was looked up for writing; reports the change. Returns the new length. */
    public int append(Entry entry, long bytes, int length) {
        int before = entry.stringLength();
        long at = strings.resize(entry, Math.addExact(before, length));
        NativeMemory.copy(bytes, at + before, length);
        changed(entry);
        return before + length;
    }

    // Collections.

    /**
     * Creates a key, which must not be there, with a collection whose root block the caller has made. The keyspace takes it over
     * in any case: if there is no memory for the key, the collection is freed. The caller reports the change when
     * it has filled the collection.
     */
    public Entry add(long key, int keyLength, ValueType type, Encoding encoding, int root) {
        removeExpiredInPlace(key, keyLength);
        try {
            int block = strings.createCollection(type, encoding, key, keyLength, keyspace.newClock(), root);
            link(block, Entry.NO_EXPIRE, cursor);
        } catch (MemoryLimitException full) {
            keyspace.graveyard().bury(type, encoding, root);
            throw full;
        }
        return cursor;
    }

    /** A replica that is written to by its own clients may find a key in its way that it hides. */
    private void removeExpiredInPlace(long key, int keyLength) {
        if (keyspace.expiredKeys() == ExpiredKeys.HIDE && isExpiredInPlace(key, keyLength)) {
            Dict dict = table.dict();
            long hash = dict.hash(key, keyLength);
            visited.attach(table, dict.find(key, keyLength, hash), hash);
            unlink(visited, false);
        }
    }

    /** Reports that the caller has changed the value of an entry that it had looked up for writing. */
    public void changed(Entry entry) {
        keyspace.changed(index, entry.keyAddress(), entry.keyLength());
    }

    /**
     * Counts a change of an entry that had been looked up for writing, of a kind that no watcher minds and nobody waits for: what a
     * stream's consumer group has read.
     */
    public void changedUnseen() {
        keyspace.countChange();
    }

    // Keys.

    /** DEL; whether the key was there. */
    public boolean delete(long key, int length) {
        if (!find(key, length, cursor)) {
            return false;
        }
        delete(cursor);
        return true;
    }

    /** Deletes an entry that was looked up, for one when its collection has become empty. The cursor is on no entry then. */
    public void delete(Entry entry) {
        unlink(entry, true);
    }

    /**
     * RENAME: gives an entry another key, value and expiry kept; whatever had that key is deleted. The cursor is on the entry
     * with the new key then.
     */
    public void rename(Entry entry, long newKey, int newLength) {
        move(entry, this, newKey, newLength);
    }

    /** MOVE and RENAME: as {@link #rename}, to another database. */
    public void move(Entry entry, Database to, long newKey, int newLength) {
        boolean taken = to.find(newKey, newLength, to.visited);
        if (taken && to.visited.handle() == entry.handle()) {
            return;
        }
        int block = strings.copyWithKey(entry, newKey, newLength);
        to.put(block, taken, newKey, newLength, entry.expireAt());
        keyspace.beforeChange(entry);
        table.remove(entry.slot(), entry.hash());
        keyspace.changed(index, entry.keyAddress(), entry.keyLength());
        keyspace.slabs().free(entry.handle());
        entry.show(to.table, block);
        keyspace.changed(to.index, newKey, newLength);
    }

    /**
     * COPY: gives another key a copy of a string, or the copy of a collection that the caller has made; the expiry is kept, and
     * whatever had that key is deleted. The keyspace takes the collection over in any case. Reports the change.
     *
     * @param root the root of the copied collection, of the entry's encoding; 0 for a string
     */
    public void copy(Entry entry, Database to, long newKey, int newLength, int root) {
        try {
            boolean taken = to.find(newKey, newLength, to.visited);
            int block = strings.copyWithKey(entry, newKey, newLength);
            Entry.refresh(keyspace.slabs().address(block), keyspace.newClock(), root);
            to.put(block, taken, newKey, newLength, entry.expireAt());
        } catch (MemoryLimitException full) {
            if (root != 0) {
                keyspace.graveyard().bury(entry.type(), entry.encoding(), root);
            }
            throw full;
        }
        keyspace.changed(to.index, newKey, newLength);
    }

    /** Puts a block into the table, in the place of the entry that {@code visited} stands on if its key is taken. */
    private void put(int block, boolean taken, long key, int length, long expireAt) {
        if (taken) {
            replace(visited, block);
        } else {
            removeExpiredInPlace(key, length);
            link(block, expireAt, visited);
        }
    }

    /** Puts a block with the same key in the place of an entry, whose value is freed. */
    private void replace(Entry entry, int block) {
        keyspace.beforeChange(entry);
        ValueType type = entry.type();
        Encoding encoding = entry.encoding();
        int root = type == ValueType.STRING ? 0 : entry.root();
        int old = entry.handle();
        keyspace.born(table, block, entry.hash());
        entry.replaceBy(block);
        table.dict().mark(entry.slot(), entry.hash(), entry.hasExpire());
        keyspace.slabs().free(old);
        if (root != 0) {
            keyspace.graveyard().bury(type, encoding, root);
        }
    }

    /** EXPIREAT: lets the key's time be over at this Unix time, milliseconds; reports the change. */
    public void expireAt(Entry entry, long millis) {
        keyspace.beforeChange(entry);
        if (entry.hasExpire()) {
            entry.overwriteExpire(millis);
        } else {
            entry.insertExpire(millis);
            table.dict().mark(entry.slot(), entry.hash(), true);
        }
        changed(entry);
    }

    /** PERSIST; whether the key had an expiry. Reports the change. */
    public boolean persist(Entry entry) {
        if (!entry.hasExpire()) {
            return false;
        }
        keyspace.beforeChange(entry);
        entry.removeExpire();
        table.dict().mark(entry.slot(), entry.hash(), false);
        changed(entry);
        return true;
    }

    /** Where {@link NewStrings} puts its blocks: adds one and reports it as created and changed; false, and nothing done, if its key is there. */
    boolean addNew(int block, long hash) {
        visited.show(table, block);
        if (table.dict().find(visited.keyAddress(), visited.keyLength(), hash) != 0) {
            return false;
        }
        link(block, hash, visited.expireAt(), cursor);
        changed(cursor);
        return true;
    }

    Strings strings() {
        return strings;
    }

    Keyspace keyspace() {
        return keyspace;
    }

    /** Adds a new block to the table and puts the cursor on it. */
    private void link(int block, long expireAt, Entry into) {
        link(block, table.dict().hashOf(block), expireAt, into);
    }

    private void link(int block, long hash, long expireAt, Entry into) {
        Dict dict = table.dict();
        keyspace.born(table, block, hash);
        long slot;
        try {
            slot = table.insert(block, hash);
        } catch (MemoryLimitException full) {
            keyspace.slabs().free(block);
            throw full;
        }
        if (expireAt != Entry.NO_EXPIRE) {
            dict.mark(slot, hash, true);
        }
        into.attach(table, slot, hash);
        keyspace.created(index, into);
    }

    /** Takes an entry out of the table, reports that if asked to, and frees it with its value. */
    private void unlink(Entry entry, boolean report) {
        keyspace.beforeChange(entry);
        table.remove(entry.slot(), entry.hash());
        if (report) {
            changed(entry);
        }
        keyspace.graveyard().buryEntry(entry.handle());
    }

    // All keys.

    /** RANDOMKEY, or null if there is none. */
    public @Nullable Entry randomKey() {
        return allKeys.random();
    }

    /**
     * SCAN: shows at least {@code count} keys from {@code position} on, if there are so many, and returns where to go on; 0
     * begins, and 0 says that the scan is complete. A key that is there during the whole scan is shown at least once.
     */
    public long scan(long position, int count, EntryConsumer consumer) {
        return allKeys.scan(position, count, consumer);
    }

    /** Shows every key once, in no order. */
    public void forEach(EntryConsumer consumer) {
        allKeys.forEach(consumer);
    }
}
