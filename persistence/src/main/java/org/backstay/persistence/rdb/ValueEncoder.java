package org.backstay.persistence.rdb;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;

/** Writes a key and its value as Redis 7.0 does: packed collections as they lie in memory. Owned by the loop that owns the keyspace. */
public final class ValueEncoder {
    private static final int NODE_PLAIN = 1;
    private static final int NODE_PACKED = 2;

    private final ListValue list;
    private final HashValue hash;
    private final SetValue set;
    private final ZSetValue zset;
    private final StreamEncoder stream;
    private final ElementView first = new ElementView();
    private final ElementView second = new ElementView();

    /** Makes an encoder for the values of one keyspace. */
    public ValueEncoder(CollectionContext context) {
        list = new ListValue(context);
        hash = new HashValue(context);
        set = new SetValue(context);
        zset = new ZSetValue(context);
        stream = new StreamEncoder(context);
    }

    /** Writes expiry, type, key and value. */
    public void writeEntry(Entry entry, RdbOutput out) {
        if (entry.hasExpire()) {
            out.writeByte(RdbOpcode.EXPIRE_MS);
            out.writeLong(entry.expireAt());
        }
        RdbType type = typeOf(entry);
        out.writeByte(type.code());
        out.writeString(entry.keyAddress(), entry.keyLength());
        writeValue(type, entry, out);
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
        switch (type) {
            case STRING -> writeString(entry, out);
            case LIST_QUICKLIST_2 -> writeList(entry, out);
            case HASH_LISTPACK -> {
                hash.attach(entry.encoding(), entry.root());
                out.writeString(hash.packedAddress(), hash.packedLength());
            }
            case HASH -> writeHash(entry, out);
            case SET_INTSET -> {
                set.attach(entry.encoding(), entry.root());
                out.writeString(set.packedAddress(), set.packedLength());
            }
            case SET -> writeSet(entry, out);
            case ZSET_LISTPACK -> {
                zset.attach(entry.encoding(), entry.root());
                out.writeString(zset.packedAddress(), zset.packedLength());
            }
            case ZSET_2 -> writeSortedSet(entry, out);
            case STREAM_LISTPACKS_2 -> stream.write(entry, out);
            default -> throw new IllegalStateException("values are not written as " + type);
        }
    }

    private static void writeString(Entry entry, RdbOutput out) {
        if (entry.isInteger()) {
            out.writeInteger(entry.longValue());
        } else {
            out.writeString(entry.stringAddress(), entry.stringLength());
        }
    }

    private void writeElement(ElementView element, RdbOutput out) {
        if (element.isInteger()) {
            out.writeInteger(element.value());
        } else {
            out.writeString(element.address(), element.length());
        }
    }

    private void writeList(Entry entry, RdbOutput out) {
        list.attach(entry.encoding(), entry.root());
        out.writeLength(list.nodeCount());
        list.rewindNodes();
        while (list.nextNode()) {
            out.writeLength(list.nodeIsPlain() ? NODE_PLAIN : NODE_PACKED);
            out.writeString(list.nodeAddress(), list.nodeLength());
        }
    }

    private void writeHash(Entry entry, RdbOutput out) {
        hash.attach(entry.encoding(), entry.root());
        out.writeLength(hash.size());
        hash.rewind();
        while (hash.next(first, second)) {
            writeElement(first, out);
            writeElement(second, out);
        }
    }

    private void writeSet(Entry entry, RdbOutput out) {
        set.attach(entry.encoding(), entry.root());
        out.writeLength(set.size());
        set.rewind();
        while (set.next(first)) {
            writeElement(first, out);
        }
    }

    private void writeSortedSet(Entry entry, RdbOutput out) {
        zset.attach(entry.encoding(), entry.root());
        out.writeLength(zset.size());
        for (boolean more = zset.seekRank(0); more; more = zset.next()) {
            zset.member(first);
            writeElement(first, out);
            out.writeDouble(zset.score());
        }
    }
}
