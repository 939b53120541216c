package org.backstay.persistence.snapshot;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

    /** Has a list node of its own. */
    private static final int LARGE_ELEMENT = 9_000;

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
    private final ElementView other = new ElementView();
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
        switch (random.nextInt(42)) {
            case 40 -> database.setString(keyText, key, first, random.nextInt(50));
            case 41 -> copy(database, type, key);
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

    private void copy(Database database, ValueType type, int key) {
        Entry entry = database.peek(keyText, key);
        if (entry != null && entry.type() == type) {
            int target = place(type + ":" + random.nextInt(KEYS_OF_A_TYPE), first);
            int root = 0;
            if (type != ValueType.STRING) {
                flyweight(type).attach(entry);
                root = flyweight(type).duplicate();
            }
            database.copy(entry, keyspace.database(random.nextInt(DATABASES)), first, target, root);
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

    /** Where in the large collection {@link #touch} changes something. */
    enum Place {
        FIRST,
        MIDDLE,
        LAST
    }

    /** Changes, removes and adds a member of the one collection that {@link #fill} made, as three commands would. */
    void touch(ValueType type, int elements, Place place) {
        Database database = keyspace.database(0);
        int key = place("large", keyText);
        Entry entry = Objects.requireNonNull(database.forWrite(keyText, key));
        flyweight(type).attach(entry);
        int number = place == Place.FIRST ? 0 : place == Place.MIDDLE ? elements / 2 : elements - 1;
        element(number);
        switch (type) {
            case HASH -> {
                hash.put(first, firstLength, second, secondLength);
                hash.remove(first, firstLength);
                hash.put(first, firstLength, second, secondLength);
            }
            case SET -> {
                set.remove(first, firstLength);
                set.add(first, firstLength);
            }
            case ZSET -> {
                zset.add(-1, first, firstLength);
                zset.remove(first, firstLength);
                zset.add(100, first, firstLength);
            }
            case LIST -> {
                list.set(number, second, secondLength);
                list.removeRange(number, 1);
                list.pushLast(first, firstLength);
                list.pushFirst(first, firstLength);
            }
            default -> {
                stream.delete(new StreamId(number + 1L, 0));
                rewriteStream(false);
                writeToStream(false);
            }
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
        if (entry != null && entry.type() != type) {
            database.delete(entry);
            entry = null;
        }
        if (entry == null) {
            value.create();
            entry = database.add(keyText, key, type, value.encoding(), value.root());
        }
        value.attach(entry);
        int times = random.nextInt(8) == 0 ? 1500 : 1 + random.nextInt(20);
        boolean removes = random.nextInt(3) == 0;
        boolean simple = random.nextBoolean();
        for (int i = 0; i < times; i++) {
            element(random.nextInt(3000));
            if (simple) {
                writeElement(type, removes);
            } else {
                rewrite(type, removes);
            }
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

    /** Changes elements anywhere, in all the ways that commands have. */
    private void rewrite(ValueType type, boolean removes) {
        switch (type) {
            case LIST -> rewriteList(removes);
            case HASH -> {
                if (removes && hash.size() > 0) {
                    hash.random(element, other);
                    firstLength = copyText(element, first);
                    hash.remove(first, firstLength);
                } else {
                    hash.put(first, firstLength, second, secondLength);
                }
            }
            case SET -> {
                if (removes && set.size() > 0) {
                    set.random(element);
                    set.remove(element);
                } else {
                    set.add(first, firstLength);
                }
            }
            case ZSET -> rewriteSortedSet(removes);
            default -> rewriteStream(removes);
        }
    }

    private static int copyText(ElementView from, long to) {
        byte[] bytes = from.toByteArray();
        NativeMemory.copy(bytes, 0, to, bytes.length);
        return bytes.length;
    }

    private void rewriteList(boolean removes) {
        long size = list.size();
        if (removes && size > 0) {
            switch (random.nextInt(20)) {
                case 0 -> list.removeRange(random.nextLong(size), random.nextInt(400));
                case 1 -> list.trim(random.nextInt(20), size - random.nextInt(20));
                case 2, 3 -> list.remove(random.nextInt(3) - 1, first, firstLength);
                case 4, 5, 6, 7 -> list.removeRange(random.nextLong(size), 1);
                case 8, 9, 10, 11 -> list.removeLast();
                default -> list.removeFirst();
            }
            return;
        }
        long at = size == 0 ? 0 : random.nextLong(size);
        switch (random.nextInt(12)) {
            case 0 -> list.rotate(random.nextBoolean(), random.nextBoolean());
            case 1 -> list.insert(random.nextBoolean(), first, firstLength, second, secondLength);
            case 2 -> list.pushFirst(second, list.size() % 7 == 0 ? LARGE_ELEMENT : secondLength);
            case 3, 4, 5 -> list.set(at, second, random.nextInt(40) == 0 ? LARGE_ELEMENT : secondLength);
            case 6, 7, 8 -> list.pushLast(first, firstLength);
            default -> list.pushFirst(first, firstLength);
        }
    }

    private void rewriteSortedSet(boolean removes) {
        if (!removes) {
            boolean added = random.nextBoolean();
            double score = random.nextDouble() * (random.nextBoolean() ? 1e-6 : 100);
            zset.update(added ? ZSetValue.INCR : 0, score, first, firstLength);
        } else if (random.nextInt(10) == 0) {
            long from = random.nextLong(zset.size() + 1);
            zset.removeByRank(from, from + random.nextInt(30));
        } else {
            zset.remove(first, firstLength);
        }
    }

    private void rewriteStream(boolean removes) {
        int last = (int) stream.lastId().ms();
        StreamId some = new StreamId(1 + random.nextInt(last + 1), 0);
        if (stream.groups() == 0 || last == 0) {
            writeToStream(removes);
            return;
        }
        StreamGroup group = stream.group(random.nextInt(stream.groups()));
        switch (random.nextInt(removes ? 300 : 20)) {
            case 0, 1, 2, 3 -> writeToStream(false);
            case 4, 5 -> {
                int entry = group.findPending(some);
                if (entry != 0) {
                    group.setDelivered(entry, some, now, group.deliveries(entry) + 1);
                }
            }
            case 6, 7, 8, 9 -> {
                int entry = group.findPending(some);
                if (entry != 0 && group.consumers() > 0) {
                    group.give(entry, some, group.consumer(random.nextInt(group.consumers())));
                }
            }
            case 10, 11 -> {
                int name = place("consumer:" + random.nextInt(5), second);
                int consumer = group.findConsumer(second, name);
                if (consumer == 0) {
                    group.createConsumer(second, name, now);
                } else {
                    group.setSeen(consumer, now);
                }
            }
            case 12 -> group.setLastId(some);
            case 13 -> group.setEntriesRead(random.nextInt(1000));
            case 20 -> stream.destroyGroup();
            case 21, 22, 26, 27, 28, 29, 30, 31, 32 -> {
                if (group.consumers() > 0) {
                    group.deleteConsumer(group.consumer(random.nextInt(group.consumers())));
                }
            }
            case 23 -> stream.trimToLength(stream.size() - random.nextInt(50), random.nextBoolean(), 0);
            case 24 -> stream.trimBefore(some, true, 0);
            case 25 -> stream.trimToLength(0, false, 0);
            default -> {
                if (removes) {
                    stream.delete(some);
                } else {
                    group.removePending(some);
                }
            }
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
            int name = place("group:" + random.nextInt(3), second);
            if (!stream.findGroup(second, name)) {
                stream.createGroup(second, name, StreamId.MIN, 0);
            }
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
