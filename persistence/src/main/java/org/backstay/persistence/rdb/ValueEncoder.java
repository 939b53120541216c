package org.backstay.persistence.rdb;

import java.util.EnumMap;
import java.util.Map;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.jspecify.annotations.Nullable;

/** Writes a key and its value as Redis 7.0 does: packed collections as they lie in memory. Owned by the loop that owns the keyspace. */
public final class ValueEncoder {
    private final Map<RdbType, ValueParts> layouts = new EnumMap<>(RdbType.class);

    /** What writes the value that is written in part, or null. */
    private @Nullable ValueParts open;

    /** Makes an encoder for the values of one keyspace. */
    public ValueEncoder(CollectionContext context) {
        layouts.put(RdbType.STRING, new StringParts());
        layouts.put(RdbType.LIST_QUICKLIST_2, new ListParts(context));
        layouts.put(RdbType.HASH_LISTPACK, new PackedParts(new HashValue(context)));
        layouts.put(RdbType.HASH, new HashParts(context));
        layouts.put(RdbType.SET_INTSET, new PackedParts(new SetValue(context)));
        layouts.put(RdbType.SET, new SetParts(context));
        layouts.put(RdbType.ZSET_LISTPACK, new PackedParts(new ZSetValue(context)));
        layouts.put(RdbType.ZSET_2, new SortedSetParts(context));
        layouts.put(RdbType.STREAM_LISTPACKS_2, new StreamParts(context));
    }

    /**
     * Writes expiry, type, key and value, or goes on with the entry that was written in part.
     *
     * @return false when the effort is spent before the end: then the same entry, unchanged, must be given next
     */
    public boolean writeEntry(Entry entry, RdbOutput out, Effort effort) {
        ValueParts parts = open;
        if (parts == null) {
            writeHeader(entry, out);
            parts = layout(typeOf(entry));
            parts.begin(entry, out);
        }
        boolean complete = parts.goOn(entry, out, effort);
        open = complete ? null : parts;
        return complete;
    }

    /** Writes expiry, type and key. */
    static void writeHeader(Entry entry, RdbOutput out) {
        if (entry.hasExpire()) {
            out.writeByte(RdbOpcode.EXPIRE_MS);
            out.writeLong(entry.expireAt());
        }
        out.writeByte(typeOf(entry).code());
        out.writeString(entry.keyAddress(), entry.keyLength());
    }

    /** How a value is laid out in the file. */
    public static RdbType typeOf(Entry entry) {
        return switch (entry.type()) {
            case STRING -> RdbType.STRING;
            case LIST -> RdbType.LIST_QUICKLIST_2;
            case HASH -> entry.encoding() == Encoding.LISTPACK ? RdbType.HASH_LISTPACK : RdbType.HASH;
            case SET -> entry.encoding() == Encoding.INTSET ? RdbType.SET_INTSET : RdbType.SET;
            case ZSET -> entry.encoding() == Encoding.LISTPACK ? RdbType.ZSET_LISTPACK : RdbType.ZSET_2;
            case STREAM -> RdbType.STREAM_LISTPACKS_2;
        };
    }

    /** Writes a value alone, as DUMP does after its type. */
    public void writeValue(RdbType type, Entry entry, RdbOutput out) {
        ValueParts parts = layout(type);
        parts.begin(entry, out);
        parts.goOn(entry, out, Effort.unlimited());
    }

    private ValueParts layout(RdbType type) {
        ValueParts parts = layouts.get(type);
        if (parts == null) {
            throw new IllegalStateException("values are not written as " + type);
        }
        return parts;
    }
}
