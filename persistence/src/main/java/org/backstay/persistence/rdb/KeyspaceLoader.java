package org.backstay.persistence.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.NewStrings;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.jspecify.annotations.Nullable;

/** Fills a keyspace from an RDB file. Owned by the loop that owns the keyspace; who loads has emptied it, and empties it again on a flaw. */
public final class KeyspaceLoader implements RdbReader.Target, AutoCloseable {
    /** Keys are kept although their time is over. */
    public static final long KEEP_EXPIRED = Long.MIN_VALUE;

    private static final int SHOWN_NAME = 64;

    private final IntFunction<Database> databases;
    private final int databaseCount;
    private final long dropExpiredBefore;
    private final ValueDecoder decoder;
    private final Map<String, String> aux = new HashMap<>();
    private final long[] offsets = new long[NewStrings.MOST];
    private Database database;
    private NewStrings strings;
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
        strings = new NewStrings(database);
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
    public boolean selectDb(long index, RdbInput input) throws IOException {
        if (index >= databaseCount) {
            return false;
        }
        addStrings(input);
        database = databases.apply((int) index);
        strings = new NewStrings(database);
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
        long expireAt = expireAtMillis == RdbReader.NO_EXPIRY ? Entry.NO_EXPIRE : expireAtMillis;
        if (replaceDuplicates) {
            database.delete(key.address(), key.length());
            decoder.addTo(database, key.address(), key.length(), expireAt);
        } else if (decoder.type() == ValueType.STRING) {
            addString(key, expireAt, input);
        } else {
            addCollection(key, expireAt, input);
        }
    }

    private void addString(Blob key, long expireAt, RdbInput input) throws IOException {
        offsets[strings.count()] = input.offset();
        Blob string = decoder.string();
        strings.prepare(key.address(), key.length(), string.address(), string.length(), expireAt);
        if (strings.count() == NewStrings.MOST) {
            addStrings(input);
        }
    }

    private void addStrings(RdbInput input) throws IOException {
        NewStrings.Taken taken = strings.add();
        if (taken != null) {
            throw duplicate(new String(taken.key(), StandardCharsets.UTF_8), offsets[taken.index()], input);
        }
    }

    private void addCollection(Blob key, long expireAt, RdbInput input) throws IOException {
        addStrings(input);
        if (database.peek(key.address(), key.length()) != null) {
            decoder.discard();
            throw duplicate(key.toString(), input.offset(), input);
        }
        decoder.addTo(database, key.address(), key.length(), expireAt);
    }

    private static RdbFormatException duplicate(String key, long offset, RdbInput input) {
        String name = key.length() > SHOWN_NAME ? key.substring(0, SHOWN_NAME) + "..." : key;
        return new RdbFormatException(input.name(), offset, "the key \"" + name + "\" a second time");
    }

    @Override
    public void end(RdbInput input) throws IOException {
        addStrings(input);
    }

    @Override
    public void close() {
        strings.discard();
        decoder.close();
    }
}
