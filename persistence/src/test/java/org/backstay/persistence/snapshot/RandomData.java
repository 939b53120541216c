package org.backstay.persistence.snapshot;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.CollectionValue;
import org.backstay.keyspace.types.HashValue;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.StreamValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.stream.EntryFields;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;

/** A keyspace that is changed at random, as commands change it: values of all types, small and large. */
final class RandomData implements EntryFields, AutoCloseable {
    static final int DATABASES = 3;
    private static final List<ValueType> TYPES = List.of(ValueType.values());
    private static final int KEYS_OF_A_TYPE = 4;
    private static final int TEXT_BYTES = 1 << 20;
    private static final int LONG_STRING = 300_000;

    final Random random;
    final Keyspace keyspace;
    final CollectionContext context;
    private final Arena arena = Arena.ofConfined();
    private final long keyText = arena.allocate(64).address();
    private final long first = arena.allocate(TEXT_BYTES).address();
    private final long second = arena.allocate(TEXT_BYTES).address();
    private final HashValue hash;
    private final SetValue set;
    private final ZSetValue zset;
    private final ListValue list;
    private final StreamValue stream;
    private final ElementView element = new ElementView();
    private long now = 1_000_000;
    private int firstLength;
    private int secondLength;

    RandomData(long seed) {
        random = new Random(seed);
        keyspace = new Keyspace(DATABASES, 1L << 30, () -> now, random, KeyspaceListener.NONE);
        context = CollectionContext.of(keyspace);
        hash = new HashValue(context);
        set = new SetValue(context);
        zset = new ZSetValue(context);
        list = new ListValue(context);
        stream = new StreamValue(context);
    }

    private static int place(String text, long at) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        NativeMemory.copy(bytes, 0, at, bytes.length);
        return bytes.length;
    }

    private void element(int number) {
        firstLength = place("element:" + number, first);
        secondLength = place(Integer.toString(number * 7) + "v".repeat(random.nextInt(30)), second);
    }

    /** Does something to a random key, database, or all. */
    void change() {
        Database database = keyspace.database(random.nextInt(DATABASES));
        ValueType type = TYPES.get(random.nextInt(TYPES.size()));
        int key = place(type + ":" + random.nextInt(KEYS_OF_A_TYPE), keyText);
        switch (random.nextInt(40)) {
            case 0 -> database.delete(keyText, key);
            case 1 -> rename(database, type, key);
            case 2 -> expire(database, key);
            case 3 -> now += random.nextInt(40);
            case 4 -> keyspace.expireSome(20);
            case 5 -> keyspace.reclaim(random.nextInt(200));
            default -> write(database, type, key);
        }
    }

    /** Does something to all keys of a database. */
    void changeAll() {
        int database = random.nextInt(DATABASES);
        if (random.nextBoolean()) {
            keyspace.flush(database, random.nextBoolean());
        } else {
            keyspace.swap(database, random.nextInt(DATABASES));
        }
    }

    private void rename(Database database, ValueType type, int key) {
        Entry entry = database.forWrite(keyText, key);
        if (entry != null) {
            int target = place(type + ":" + random.nextInt(KEYS_OF_A_TYPE), first);
            database.move(entry, keyspace.database(random.nextInt(DATABASES)), first, target);
        }
    }

    private void expire(Database database, int key) {
        Entry entry = database.forWrite(keyText, key);
        if (entry != null) {
            database.expireAt(entry, now + random.nextInt(400));
        }
    }

    /** Makes one collection of so many elements in the first database. */
    void fill(ValueType type, int elements) {
        Database database = keyspace.database(0);
        int key = place("large", keyText);
        CollectionValue value = flyweight(type);
        value.create();
        Entry entry = database.add(keyText, key, type, value.encoding(), value.root());
        value.attach(entry);
        for (int i = 0; i < elements; i++) {
            element(i);
            writeElement(type, false);
        }
        database.changed(entry);
    }

    private CollectionValue flyweight(ValueType type) {
        return switch (type) {
            case LIST -> list;
            case HASH -> hash;
            case SET -> set;
            case ZSET -> zset;
            default -> stream;
        };
    }

    private void write(Database database, ValueType type, int key) {
        if (type == ValueType.STRING) {
            int length = random.nextInt(10) == 0 ? LONG_STRING + random.nextInt(100) : random.nextInt(100);
            NativeMemory.fill(first, length, (byte) random.nextInt());
            database.setString(keyText, key, first, length);
            return;
        }
        CollectionValue value = flyweight(type);
        Entry entry = database.forWrite(keyText, key);
        if (entry == null) {
            value.create();
            entry = database.add(keyText, key, type, value.encoding(), value.root());
        }
        value.attach(entry);
        int times = random.nextInt(8) == 0 ? 1000 : 1 + random.nextInt(20);
        boolean removes = random.nextInt(3) == 0;
        for (int i = 0; i < times; i++) {
            element(random.nextInt(3000));
            writeElement(type, removes);
        }
        database.changed(entry);
        if (value.isEmpty() && type != ValueType.STREAM) {
            database.delete(entry);
        }
    }

    private void writeElement(ValueType type, boolean removes) {
        switch (type) {
            case LIST -> {
                if (!removes) {
                    list.pushLast(first, firstLength);
                } else if (list.size() > 0) {
                    list.removeFirst();
                }
            }
            case HASH -> {
                if (removes) {
                    hash.remove(first, firstLength);
                } else {
                    hash.put(first, firstLength, second, secondLength);
                }
            }
            case SET -> {
                if (removes) {
                    set.remove(first, firstLength);
                } else {
                    set.add(first, firstLength);
                }
            }
            case ZSET -> {
                if (removes && zset.size() > 0 && zset.seekRank(0)) {
                    zset.member(element);
                    firstLength = place(new String(element.toByteArray(), StandardCharsets.ISO_8859_1), first);
                    zset.remove(first, firstLength);
                } else {
                    zset.add(random.nextInt(50), first, firstLength);
                }
            }
            default -> writeToStream(removes);
        }
    }

    private void writeToStream(boolean removes) {
        StreamId last = stream.lastId();
        if (removes) {
            stream.delete(new StreamId(1 + random.nextInt((int) last.ms() + 1), 0));
        } else {
            stream.append(new StreamId(last.ms() + 1, 0), this);
        }
        if (stream.groups() < 2) {
            int name = place("group:" + stream.groups(), second);
            stream.createGroup(second, name, StreamId.MIN, 0);
        }
        StreamGroup group = stream.group(random.nextInt(stream.groups()));
        int name = place("consumer:" + random.nextInt(3), second);
        int consumer = group.findConsumer(second, name);
        if (consumer == 0) {
            consumer = group.createConsumer(second, name, now);
        }
        StreamId read = new StreamId(1 + random.nextInt((int) last.ms() + 1), 0);
        if (!group.removePending(read)) {
            group.addPending(read, consumer, now, 1);
        }
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public long address(int i) {
        return i == 0 ? first : second;
    }

    @Override
    public int length(int i) {
        return i == 0 ? firstLength : secondLength;
    }

    @Override
    public void close() {
        keyspace.close();
        arena.close();
    }
}
