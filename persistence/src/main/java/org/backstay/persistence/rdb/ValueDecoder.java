package org.backstay.persistence.rdb;

import java.io.IOException;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.CollectionValue;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Intset;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackCheck;

/**
 * Builds values from an RDB file, of every type that Redis 7.0 reads but modules; old packed forms become today's. Owned by the
 * loop that owns the keyspace. A flaw leaves nothing behind.
 */
public final class ValueDecoder implements AutoCloseable {
    private static final int NODE_PLAIN = 1;
    private static final int NODE_PACKED = 2;

    private final ListValue list;
    private final HashValue hash;
    private final SetValue set;
    private final ZSetValue zset;
    private final StreamDecoder stream;
    private final Blob first = new Blob();
    private final Blob second = new Blob();
    private final Blob digits = new Blob();
    private final ElementView view = new ElementView();
    private final ElementView otherView = new ElementView();
    private final Ziplist ziplist = new Ziplist();
    private final Zipmap zipmap = new Zipmap();

    private ValueType type = ValueType.STRING;
    private CollectionValue collection;

    /** Makes a decoder of values for one keyspace. */
    public ValueDecoder(CollectionContext context) {
        list = new ListValue(context);
        hash = new HashValue(context);
        set = new SetValue(context);
        zset = new ZSetValue(context);
        stream = new StreamDecoder(context);
        collection = list;
    }

    /** The type of the value that was read last. */
    public ValueType type() {
        return type;
    }

    /** The string that was read last. */
    public Blob string() {
        return first;
    }

    /** The encoding of the collection that was read last; it belongs to no key yet. */
    public Encoding encoding() {
        return collection.encoding();
    }

    /** The root of the collection that was read last; the caller gives it to a key or {@linkplain #discard discards} it. */
    public int root() {
        return collection.root();
    }

    /** Whether the collection that was read last has no elements, so that no key may have it; streams may. */
    public boolean isEmptyCollection() {
        return type != ValueType.STRING && type != ValueType.STREAM && collection.isEmpty();
    }

    /**
     * Gives the value that was read last to a key, which must not be there, and reports the change.
     *
     * @param expireAt Unix time in milliseconds, or {@link Entry#NO_EXPIRE}
     */
    public void addTo(Database database, long key, int length, long expireAt) {
        if (type == ValueType.STRING) {
            database.setString(key, length, first.address(), first.length(), expireAt);
            return;
        }
        Entry added = database.add(key, length, type, encoding(), root());
        if (expireAt != Entry.NO_EXPIRE) {
            database.expireAt(added, expireAt);
        } else {
            database.changed(added);
        }
    }

    /** Frees the collection that was read last. */
    public void discard() {
        if (type != ValueType.STRING) {
            collection.free();
        }
    }

    /** Reads a value. */
    public void read(RdbType encoded, RdbInput input) throws IOException {
        switch (encoded) {
            case STRING -> {
                type = ValueType.STRING;
                input.readString(first);
            }
            case LIST, LIST_ZIPLIST, LIST_QUICKLIST, LIST_QUICKLIST_2 -> collect(ValueType.LIST, list, encoded, input);
            case SET, SET_INTSET, SET_LISTPACK -> collect(ValueType.SET, set, encoded, input);
            case HASH, HASH_ZIPMAP, HASH_ZIPLIST, HASH_LISTPACK -> collect(ValueType.HASH, hash, encoded, input);
            case ZSET, ZSET_2, ZSET_ZIPLIST, ZSET_LISTPACK -> collect(ValueType.ZSET, zset, encoded, input);
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2 -> collect(ValueType.STREAM, stream.value(), encoded, input);
            case STREAM_LISTPACKS_3 -> throw input.error("a stream of a later version (" + encoded + ")");
            case MODULE_PRE_GA, MODULE_2 -> throw input.error("a module's value, which this program does not load");
        }
    }

    private void collect(ValueType of, CollectionValue into, RdbType encoded, RdbInput input) throws IOException {
        type = of;
        collection = into;
        switch (encoded) {
            case HASH_LISTPACK, ZSET_LISTPACK, SET_INTSET -> {
                readPacked(encoded, input);
                return;
            }
            default -> into.create();
        }
        boolean whole = false;
        try {
            fill(encoded, input);
            whole = true;
        } finally {
            if (!whole) {
                discard();
            }
        }
    }

    /** What is packed today is taken over as it lies, once it is known to be sound. */
    private void readPacked(RdbType encoded, RdbInput input) throws IOException {
        input.readString(first);
        if (isEmptyPacked(encoded)) {
            collection.create();
            return;
        }
        boolean sound = switch (encoded) {
            case HASH_LISTPACK -> hash.createFromListpack(first.address(), first.length());
            case ZSET_LISTPACK -> zset.createFromListpack(first.address(), first.length());
            default -> set.createFromIntset(first.address(), first.length());
        };
        if (!sound) {
            throw input.error("the bytes of a " + encoded + " are none");
        }
    }

    /** Redis has written such once; the key is left out. */
    private boolean isEmptyPacked(RdbType encoded) {
        return encoded == RdbType.SET_INTSET
                ? first.length() == Intset.HEADER_BYTES
                : ListpackCheck.entries(first.address(), first.length()) == 0;
    }

    private void fill(RdbType encoded, RdbInput input) throws IOException {
        switch (encoded) {
            case LIST -> fillList(input);
            case LIST_ZIPLIST -> addZiplistToList(input);
            case LIST_QUICKLIST -> {
                for (int nodes = input.readCount(1); nodes > 0; nodes--) {
                    addZiplistToList(input);
                }
            }
            case LIST_QUICKLIST_2 -> fillNodes(input);
            case SET -> fillSet(input);
            case SET_LISTPACK -> fillSetFromListpack(input);
            case HASH -> fillHash(input);
            case HASH_ZIPMAP -> fillHashFromZipmap(input);
            case HASH_ZIPLIST -> fillHashFromZiplist(input);
            case ZSET -> fillSortedSet(input, false);
            case ZSET_2 -> fillSortedSet(input, true);
            case ZSET_ZIPLIST -> fillSortedSetFromZiplist(input);
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2 -> stream.fill(encoded, input);
            default -> throw new IllegalStateException(encoded + " is not filled");
        }
    }

    private void fillList(RdbInput input) throws IOException {
        for (int count = input.readCount(1); count > 0; count--) {
            input.readString(first);
            list.pushLast(first.address(), first.length());
        }
    }

    private void fillNodes(RdbInput input) throws IOException {
        for (int nodes = input.readCount(2); nodes > 0; nodes--) {
            long container = input.readLength();
            input.readString(first);
            if (container == NODE_PLAIN) {
                list.appendPlainNode(first.address(), first.length());
            } else if (container != NODE_PACKED) {
                throw input.error("a list's node of an unknown kind (" + container + ")");
            } else if (!list.appendListpackNode(first.address(), first.length())) {
                throw input.error("a list's node that is no listpack");
            }
        }
    }

    private void addZiplistToList(RdbInput input) throws IOException {
        beginZiplist(input);
        while (ziplist.next(view)) {
            list.pushLast(address(view, digits), view.textLength());
        }
        endZiplist(input);
    }

    private void beginZiplist(RdbInput input) throws IOException {
        input.readString(first);
        if (!ziplist.begin(first.address(), first.length())) {
            throw input.error("the bytes of a ziplist are none");
        }
    }

    private void endZiplist(RdbInput input) throws IOException {
        if (ziplist.isFlawed()) {
            throw input.error("a ziplist with a flaw inside");
        }
    }

    /** Where the text of an element lies: its own bytes, or digits written to {@code room}. */
    private static long address(ElementView element, Blob room) {
        if (!element.isInteger()) {
            return element.address();
        }
        room.setLength(element.textLength());
        element.writeTo(room.address());
        return room.address();
    }

    private void fillSet(RdbInput input) throws IOException {
        for (int count = input.readCount(1); count > 0; count--) {
            input.readString(first);
            if (!set.add(first.address(), first.length())) {
                throw input.error("a set with the same member twice");
            }
        }
    }

    private void fillSetFromListpack(RdbInput input) throws IOException {
        input.readString(first);
        if (ListpackCheck.entries(first.address(), first.length()) < 0) {
            throw input.error("the bytes of a " + RdbType.SET_LISTPACK + " are none");
        }
        long base = first.address();
        for (int at = Listpack.first(base); at != Listpack.NONE; at = Listpack.next(base, at)) {
            Listpack.read(base, at, view);
            if (!set.add(view)) {
                throw input.error("a set with the same member twice");
            }
        }
    }

    private void fillHash(RdbInput input) throws IOException {
        for (int count = input.readCount(2); count > 0; count--) {
            input.readString(first);
            input.readString(second);
            putField(first.address(), first.length(), second.address(), second.length(), input);
        }
    }

    private void putField(long field, int fieldLength, long value, int valueLength, RdbInput input) throws IOException {
        if (!hash.put(field, fieldLength, value, valueLength)) {
            throw input.error("a hash with the same field twice");
        }
    }

    private void fillHashFromZiplist(RdbInput input) throws IOException {
        beginZiplist(input);
        while (ziplist.next(view)) {
            if (!ziplist.next(otherView)) {
                throw input.error("a hash whose last field has no value");
            }
            putField(
                    address(view, digits),
                    view.textLength(),
                    address(otherView, second),
                    otherView.textLength(),
                    input);
        }
        endZiplist(input);
    }

    private void fillHashFromZipmap(RdbInput input) throws IOException {
        input.readString(first);
        if (!zipmap.begin(first.address(), first.length())) {
            throw input.error("the bytes of a zipmap are none");
        }
        while (zipmap.next(view, otherView)) {
            putField(view.address(), view.length(), otherView.address(), otherView.length(), input);
        }
        if (zipmap.isFlawed()) {
            throw input.error("a zipmap with a flaw inside");
        }
    }

    private void fillSortedSet(RdbInput input, boolean binaryScores) throws IOException {
        for (int count = input.readCount(2); count > 0; count--) {
            input.readString(first);
            double score = binaryScores ? Double.longBitsToDouble(input.readLong()) : input.readAsciiDouble();
            addMember(score, first.address(), first.length(), input);
        }
    }

    private void addMember(double score, long member, int length, RdbInput input) throws IOException {
        if (Double.isNaN(score)) {
            throw input.error("a score that is no number");
        }
        if (!zset.add(score, member, length)) {
            throw input.error("a sorted set with the same member twice");
        }
    }

    private void fillSortedSetFromZiplist(RdbInput input) throws IOException {
        beginZiplist(input);
        while (ziplist.next(view)) {
            if (!ziplist.next(otherView)) {
                throw input.error("a sorted set whose last member has no score");
            }
            addMember(score(otherView, input), address(view, digits), view.textLength(), input);
        }
        endZiplist(input);
    }

    private static double score(ElementView element, RdbInput input) throws IOException {
        if (element.isInteger()) {
            return element.value();
        }
        String text = element.toString();
        try {
            return switch (text) {
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException notANumber) {
            throw input.error("a score that is no number: \"" + text + "\"");
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
        digits.close();
        stream.close();
    }
}
