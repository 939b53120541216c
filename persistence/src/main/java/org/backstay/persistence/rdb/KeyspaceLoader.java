package org.backstay.persistence.rdb;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.jspecify.annotations.Nullable;

/** Fills a keyspace from an RDB file. Owned by the loop that owns the keyspace; who loads has emptied it, and empties it again on a flaw. */
public final class KeyspaceLoader implements RdbReader.Target, AutoCloseable {
    /** Keys are kept although their time is over. */
    public static final long KEEP_EXPIRED = Long.MIN_VALUE;

    private final IntFunction<Database> databases;
    private final int databaseCount;
    private final long dropExpiredBefore;
    private final ValueDecoder decoder;
    private final Map<String, String> aux = new HashMap<>();
    private Database database;
    private boolean replaceDuplicates;
    private LibraryTarget libraries = (source, replace) -> {};
    private long expired;
    private long empty;

    /**
     * Prepares to load.
     *
     * @param dropExpiredBefore keys whose time was over before this (milliseconds since the epoch) are left out, as a master does;
     *     {@link #KEEP_EXPIRED} for a replica, whose master decides
     */
    public KeyspaceLoader(
            IntFunction<Database> databases, int databaseCount, CollectionContext context, long dropExpiredBefore) {
        this.databases = databases;
        this.databaseCount = databaseCount;
        this.dropExpiredBefore = dropExpiredBefore;
        decoder = new ValueDecoder(context);
        database = databases.apply(0);
    }

    /** Keys and libraries of the file take the place of those that are there; otherwise such a one is a flaw. */
    public void replaceDuplicates() {
        replaceDuplicates = true;
    }

    /** Takes libraries of functions. */
    @FunctionalInterface
    public interface LibraryTarget {
        /** Takes one by its source, in place of one of the same name or not; throws what it likes when it cannot. */
        void take(byte[] source, boolean replace);
    }

    /** Says who takes libraries of functions. */
    public KeyspaceLoader libraries(LibraryTarget to) {
        libraries = to;
        return this;
    }

    @Override
    public void library(byte[] source) throws IOException {
        try {
            libraries.take(source, replaceDuplicates);
        } catch (RuntimeException refused) {
            throw new IOException("a library of functions cannot be loaded: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void aux(String name, String value) {
        aux.put(name, value);
    }

    /** A field of the header, or null. */
    public @Nullable String aux(String name) {
        return aux.get(name);
    }

    /** Keys that were left out because their time was over. */
    public long expiredKeys() {
        return expired;
    }

    /** Keys that were left out because their collection had no elements. */
    public long emptyKeys() {
        return empty;
    }

    @Override
    public boolean selectDb(long index) {
        if (index >= databaseCount) {
            return false;
        }
        database = databases.apply((int) index);
        return true;
    }

    @Override
    public void sizes(long keys, long expiries) {
        database.expect(keys);
    }

    @Override
    public void entry(Blob key, long expireAtMillis, RdbType type, RdbInput input) throws IOException {
        decoder.read(type, input);
        if (decoder.isEmptyCollection()) {
            empty++;
            decoder.discard();
            return;
        }
        if (expireAtMillis != RdbReader.NO_EXPIRY && expireAtMillis < dropExpiredBefore) {
            expired++;
            decoder.discard();
            return;
        }
        boolean collection = decoder.type() != ValueType.STRING;
        if (replaceDuplicates) {
            database.delete(key.address(), key.length());
        } else if (collection && database.peek(key.address(), key.length()) != null) {
            decoder.discard();
            throw duplicate(key, input);
        }
        int before = database.size();
        long expireAt = expireAtMillis == RdbReader.NO_EXPIRY ? Entry.NO_EXPIRE : expireAtMillis;
        decoder.addTo(database, key.address(), key.length(), expireAt);
        if (database.size() == before) {
            throw duplicate(key, input);
        }
    }

    private static RdbFormatException duplicate(Blob key, RdbInput input) {
        String name = key.toString();
        return input.error(
                "the key \"" + (name.length() > 64 ? name.substring(0, 64) + "..." : name) + "\" a second time");
    }

    @Override
    public void close() {
        decoder.close();
    }
}
