package org.backstay.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.Pages;
import org.backstay.keyspace.memory.Slabs;

/**
 * A keyspace beside a model of it in maps: each random operation is done to both, and the answers are compared. Collections
 * are chains of blocks that hold one number each.
 */
final class KeyspaceModel implements KeyspaceListener, AutoCloseable {
    static final int DATABASES = 3;
    private static final int ROOM = 1 << 16;

    /** What a key holds: a string, or the numbers of a chain. */
    record Value(String string, List<Long> chain, long expireAt, boolean raw) {
        Value expiring(long at) {
            return new Value(string, chain, at, raw);
        }
    }

    final Random random;
    final Keyspace keyspace;
    final List<Map<String, Value>> model = new ArrayList<>();
    private final long scratch = Pages.reserve(3 * ROOM);
    private final int keys;
    private final long emptyBlocks;
    long now = 1_000_000;
    private int reports;
    private int expected;

    KeyspaceModel(long seed, int keys) {
        this.random = new Random(seed);
        this.keys = keys;
        keyspace = new Keyspace(DATABASES, 256 << 20, () -> now, random, this);
        keyspace.reclaimer(ValueType.LIST, this::reclaim);
        for (int i = 0; i < DATABASES; i++) {
            model.add(new HashMap<>());
        }
        emptyBlocks = keyspace.slabs().blocks();
    }

    // Listening.

    @Override
    public void changed(int database, long key, int keyLength) {
        reports++;
    }

    @Override
    public void expired(int database, long key, int keyLength) {
        String name = text(key, keyLength);
        Value value = model.get(database).remove(name);
        check(value != null && value.expireAt != Entry.NO_EXPIRE && value.expireAt < now, "expired too early: " + name);
    }

    @Override
    public void flushed(int database) {
        model.get(database).clear();
    }

    @Override
    public void swapped(int first, int second) {
        Map<String, Value> map = model.get(first);
        model.set(first, model.get(second));
        model.set(second, map);
    }

    // Operations.

    void randomOperation() {
        int database = random.nextInt(DATABASES);
        String key = randomName();
        expected = 0;
        reports = 0;
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> set(database, key);
            case 4 -> setInteger(database, key);
            case 5 -> append(database, key);
            case 6 -> resize(database, key);
            case 7, 8 -> delete(database, key);
            case 9 -> move(database, key);
            case 10 -> expire(database, key);
            case 11 -> persist(database, key);
            case 12, 13 -> chain(database, key);
            case 14 -> randomKey(database);
            default -> now += random.nextInt(20);
        }
        check(reports == expected, reports + " reports for " + expected + " changes");
        look(random.nextInt(DATABASES), "k" + random.nextInt(keys));
    }

    String randomName() {
        return "k" + random.nextInt(keys);
    }

    private long scratch(int part, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        NativeMemory.copy(bytes, 0, scratch + (long) part * ROOM, bytes.length);
        return scratch + (long) part * ROOM;
    }

    /** What a client may see of the key. */
    private Value visible(int database, String key) {
        Value value = model.get(database).get(key);
        return value == null || (value.expireAt != Entry.NO_EXPIRE && value.expireAt < now) ? null : value;
    }

    private String randomString() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Integer.toString(random.nextInt(1000) - 500);
            case 2 -> "x".repeat(random.nextInt(400));
            case 3 -> "007";
            default -> "v" + "ab".repeat(random.nextInt(30));
        };
    }

    private void set(int database, String key) {
        String string = randomString();
        Value before = visible(database, key);
        long expireAt = switch (random.nextInt(4)) {
            case 0 -> now + random.nextInt(100);
            case 1 -> Database.KEEP_EXPIRE;
            default -> Entry.NO_EXPIRE;
        };
        keyspace.database(database)
                .setString(scratch(0, key), key.length(), scratch(1, string), string.length(), expireAt);
        long kept = before == null ? Entry.NO_EXPIRE : before.expireAt;
        model.get(database)
                .put(key, new Value(string, null, expireAt == Database.KEEP_EXPIRE ? kept : expireAt, false));
        expected++;
    }

    private void setInteger(int database, String key) {
        long number = random.nextLong() >> random.nextInt(64);
        Value before = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        check((entry == null) == (before == null), key);
        if (before == null) {
            keyspace.database(database).setInteger(scratch(0, key), key.length(), number, Entry.NO_EXPIRE);
            model.get(database).put(key, new Value(Long.toString(number), null, Entry.NO_EXPIRE, false));
        } else if (before.string != null) {
            keyspace.database(database).setInteger(entry, number);
            model.get(database).put(key, new Value(Long.toString(number), null, before.expireAt, false));
        } else {
            return;
        }
        expected++;
    }

    private void append(int database, String key) {
        String more = randomString();
        Value before = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        if (before != null && before.string != null && before.string.length() < 3000) {
            int length =
                    keyspace.database(database).append(Objects.requireNonNull(entry), scratch(1, more), more.length());
            check(length == before.string.length() + more.length(), key);
            model.get(database).put(key, new Value(before.string + more, null, before.expireAt, true));
            expected++;
        }
    }

    private void resize(int database, String key) {
        Value before = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        if (before != null && before.string != null) {
            int length = random.nextInt(200);
            long at = keyspace.database(database).resizeString(Objects.requireNonNull(entry), length);
            StringBuilder after = new StringBuilder(before.string);
            after.setLength(length);
            if (length > 0) {
                NativeMemory.putByte(at + length - 1, 'z');
                after.setCharAt(length - 1, 'z');
            }
            keyspace.database(database).changed(entry);
            model.get(database).put(key, new Value(after.toString(), null, before.expireAt, true));
            expected++;
        }
    }

    void delete(int database, String key) {
        boolean there = visible(database, key) != null;
        check(keyspace.database(database).delete(scratch(0, key), key.length()) == there, key);
        model.get(database).remove(key);
        expected += there ? 1 : 0;
    }

    private void move(int database, String key) {
        int target = random.nextInt(DATABASES);
        String other = random.nextInt(3) == 0 ? key : "k" + random.nextInt(keys);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        Value value = visible(database, key);
        check((entry == null) == (value == null), key);
        if (value == null) {
            return;
        }
        keyspace.database(database).move(entry, keyspace.database(target), scratch(1, other), other.length());
        if (target != database || !other.equals(key)) {
            model.get(database).remove(key);
            model.get(target).put(other, value);
            expected += 2;
        }
        check(text(entry.keyAddress(), entry.keyLength()).equals(other), "the cursor is on the moved entry");
        compare(other, entry, value);
    }

    private void expire(int database, String key) {
        Value value = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        if (value != null) {
            long at = now + random.nextInt(200);
            keyspace.database(database).expireAt(Objects.requireNonNull(entry), at);
            model.get(database).put(key, value.expiring(at));
            expected++;
        }
    }

    private void persist(int database, String key) {
        Value value = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        if (value != null) {
            boolean did = keyspace.database(database).persist(Objects.requireNonNull(entry));
            check(did == (value.expireAt != Entry.NO_EXPIRE), key);
            model.get(database).put(key, value.expiring(Entry.NO_EXPIRE));
            expected += did ? 1 : 0;
        }
    }

    /** Pushes a number on a chain, makes one, or deletes it when it has grown long. */
    private void chain(int database, String key) {
        Slabs slabs = keyspace.slabs();
        Value value = visible(database, key);
        Entry entry = keyspace.database(database).forWrite(scratch(0, key), key.length());
        long number = random.nextLong();
        if (value == null) {
            int block = link(number, 0);
            entry = keyspace.database(database)
                    .add(scratch(0, key), key.length(), ValueType.LIST, Encoding.QUICKLIST, block);
            model.get(database).put(key, new Value(null, List.of(number), Entry.NO_EXPIRE, false));
        } else if (value.chain != null && value.chain.size() > 200) {
            keyspace.database(database).delete(entry);
            model.get(database).remove(key);
            expected++;
            return;
        } else if (value.chain != null) {
            List<Long> longer = new ArrayList<>(value.chain);
            int more = random.nextInt(10) == 0 ? 100 : 1;
            for (int i = 0; i < more; i++) {
                entry.setRoot(link(number + i, entry.root()));
                longer.addFirst(number + i);
            }
            model.get(database).put(key, new Value(null, longer, value.expireAt, false));
        } else {
            return;
        }
        check(slabs.usableSize(entry.root()) >= 12, key);
        keyspace.database(database).changed(entry);
        expected++;
    }

    private int link(long number, int next) {
        int block = keyspace.slabs().alloc(12);
        NativeMemory.putLong(keyspace.slabs().address(block), number);
        NativeMemory.putInt(keyspace.slabs().address(block) + 8, next);
        return block;
    }

    private boolean reclaim(Encoding encoding, int root, int budget) {
        Slabs slabs = keyspace.slabs();
        int left = budget;
        // The root must stay, so what follows it goes first.
        while (left-- > 0) {
            int second = NativeMemory.getInt(slabs.liveAddress(root) + 8);
            if (second == 0) {
                slabs.free(root);
                return true;
            }
            int third = NativeMemory.getInt(slabs.liveAddress(second) + 8);
            slabs.free(second);
            NativeMemory.putInt(slabs.address(root) + 8, third);
        }
        return false;
    }

    private void randomKey(int database) {
        Entry entry = keyspace.database(database).randomKey();
        if (entry == null) {
            check(keyspace.database(database).size() == 0, "a random key");
        } else {
            String key = text(entry.keyAddress(), entry.keyLength());
            compare(key, entry, visible(database, key));
        }
    }

    // Comparing.

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static String text(long address, int length) {
        return new String(NativeMemory.toArray(address, length), StandardCharsets.ISO_8859_1);
    }

    void look(int database, String key) {
        Value value = visible(database, key);
        Entry entry = keyspace.database(database).forRead(scratch(0, key), key.length());
        check((entry == null) == (value == null), key + " " + value);
        if (entry != null) {
            compare(key, entry, value);
        }
    }

    private void compare(String key, Entry entry, Value value) {
        check(value != null && value.equals(read(entry)), key + ": " + value + " but " + read(entry));
        if (value.string != null) {
            byte[] bytes = value.string.getBytes(StandardCharsets.ISO_8859_1);
            check(Arrays.equals(entry.string(), bytes) && entry.stringLength() == bytes.length, key);
            entry.copyString(scratch + 2 * ROOM);
            check(NativeMemory.equals(scratch + 2 * ROOM, bytes.length, bytes), key);
            boolean integer = value.string.equals("0") || value.string.matches("-?[1-9][0-9]{0,18}");
            boolean isLong = integer && new java.math.BigInteger(value.string).bitLength() < 64;
            String encoding = value.raw ? "raw" : isLong ? "int" : bytes.length <= 44 ? "embstr" : "raw";
            check(entry.encoding().text().equals(encoding), key + " is " + entry.encoding());
        }
    }

    /** The entry as the model would have it. */
    Value read(Entry entry) {
        if (entry.type() == ValueType.STRING) {
            String string = new String(entry.string(), StandardCharsets.ISO_8859_1);
            boolean raw = entry.encoding() == Encoding.RAW && (wasChangedInPlace(entry) || string.length() <= 44);
            return new Value(string, null, entry.expireAt(), raw);
        }
        List<Long> chain = new ArrayList<>();
        for (int block = entry.root(); block != 0; ) {
            long address = keyspace.slabs().liveAddress(block);
            chain.add(NativeMemory.getLong(address));
            block = NativeMemory.getInt(address + 8);
        }
        return new Value(null, chain, entry.expireAt(), false);
    }

    /** The keyspace does not know whether a long string was changed in place, so the model is asked. */
    private boolean wasChangedInPlace(Entry entry) {
        String key = text(entry.keyAddress(), entry.keyLength());
        String string = new String(entry.string(), StandardCharsets.ISO_8859_1);
        return model.stream()
                .map(map -> map.get(key))
                .anyMatch(value -> value != null && value.raw && string.equals(value.string));
    }

    void compareAll() {
        for (int i = 0; i < DATABASES; i++) {
            Database database = keyspace.database(i);
            Map<String, Value> expectedKeys = model.get(i);
            assertThat(database.size()).isEqualTo(expectedKeys.size());
            assertThat(database.expires()).isEqualTo((int) expectedKeys.values().stream()
                    .filter(value -> value.expireAt != Entry.NO_EXPIRE)
                    .count());
            int number = i;
            Set<String> seen = new HashSet<>();
            database.forEach(entry -> {
                String key = text(entry.keyAddress(), entry.keyLength());
                check(seen.add(key), "seen twice: " + key);
                compare(key, entry, visible(number, key));
            });
            expectedKeys.keySet().forEach(key -> check(seen.contains(key) == (visible(number, key) != null), key));
        }
    }

    /** After everything was deleted and freed, no block may be left over. */
    void expectNoLeak() {
        keyspace.flushAll(random.nextBoolean());
        while (keyspace.reclaim(100)) {
            check(keyspace.pendingReclaims() > 0, "there is more to free");
        }
        assertThat(keyspace.pendingReclaims()).isZero();
        assertThat(keyspace.slabs().blocks()).isEqualTo(emptyBlocks);
    }

    @Override
    public void close() {
        keyspace.close();
        Pages.release(scratch, 3 * ROOM);
    }
}
