package org.backstay.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strings that are added some at a time are what they are when they are set one by one. */
class NewStringsTest {
    private static final int KEYS = 20_000;
    private static final long LIMIT = 16L << 20;
    private static final long LATER = 4_000_000_000_000L;

    private final Arena arena = Arena.ofConfined();
    private final long key = arena.allocate(64).address();
    private final long value = arena.allocate(1 << 20).address();
    private final Keyspace keyspace = keyspace();
    private final Database database = keyspace.database(0);
    private final NewStrings strings = new NewStrings(database);

    private static Keyspace keyspace() {
        return new Keyspace(1, LIMIT, () -> 1, new Random(1), KeyspaceListener.NONE);
    }

    @AfterEach
    void close() {
        keyspace.close();
        arena.close();
    }

    private static int place(String text, long at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        NativeMemory.copy(bytes, 0, at, bytes.length);
        return bytes.length;
    }

    private void prepare(String name, String text, long expireAt) {
        strings.prepare(key, place(name, key), value, place(text, value), expireAt);
    }

    /** Integers, short strings and long ones; every third expires. */
    private static String text(int number) {
        return switch (number % 4) {
            case 0 -> Integer.toString(number);
            case 1 -> "";
            case 2 -> "short " + number;
            default -> "long ".repeat(20) + number;
        };
    }

    private static long expiry(int number) {
        return number % 3 == 0 ? LATER + number : Entry.NO_EXPIRE;
    }

    @Test
    void areWhatSettingThemOneByOneMakes() {
        for (int i = 0; i < KEYS; i++) {
            prepare("key:" + i, text(i), expiry(i));
            if (strings.count() > i % NewStrings.MOST) {
                assertThat(strings.add()).isNull();
            }
        }
        assertThat(strings.add()).isNull();
        assertThat(strings.count()).isZero();
        try (Keyspace others = keyspace()) {
            Database oneByOne = others.database(0);
            for (int i = 0; i < KEYS; i++) {
                oneByOne.setString(key, place("key:" + i, key), value, place(text(i), value), expiry(i));
            }
            assertThat(database.size()).isEqualTo(oneByOne.size());
            assertThat(database.expires()).isEqualTo(oneByOne.expires()).isPositive();
            assertThat(keyspace.changes()).isEqualTo(others.changes());
            for (int i = 0; i < KEYS; i++) {
                int length = place("key:" + i, key);
                assertThat(shown(database, length)).as("key:" + i).isEqualTo(shown(oneByOne, length));
            }
        }
    }

    private String shown(Database of, int length) {
        Entry entry = Objects.requireNonNull(of.peek(key, length));
        String content = new String(entry.string(), StandardCharsets.US_ASCII);
        return entry.encoding() + " " + content + " " + entry.expireAt();
    }

    @Test
    void aKeyThatIsThereStopsTheAddingAndLeavesNothingBehind() {
        prepare("before", "1", Entry.NO_EXPIRE);
        assertThat(strings.add()).isNull();
        long blocks = keyspace.slabs().blocks();
        prepare("new", "2", Entry.NO_EXPIRE);
        prepare("before", "3", Entry.NO_EXPIRE);
        prepare("behind", "4", Entry.NO_EXPIRE);
        NewStrings.Taken taken = Objects.requireNonNull(strings.add());
        assertThat(taken.index()).isEqualTo(1);
        assertThat(taken.key()).asString(StandardCharsets.US_ASCII).isEqualTo("before");
        assertThat(database.size()).isEqualTo(2);
        assertThat(keyspace.slabs().blocks()).isEqualTo(blocks + 1);
        assertThat(shown(database, place("before", key))).contains(" 1 ");
    }

    @Test
    void theSameKeyTwiceIsTakenTheSecondTime() {
        prepare("twice", "1", Entry.NO_EXPIRE);
        prepare("twice", "2", Entry.NO_EXPIRE);
        assertThat(Objects.requireNonNull(strings.add()).index()).isEqualTo(1);
        assertThat(shown(database, place("twice", key))).contains(" 1 ");
    }

    @Test
    void withoutMemoryNothingIsLost() {
        long empty = keyspace.slabs().blocks();
        assertThatThrownBy(() -> {
                    for (int i = 0; true; i++) {
                        prepare("key:" + i, "x".repeat(1000), Entry.NO_EXPIRE);
                        if (strings.count() == NewStrings.MOST) {
                            strings.add();
                        }
                    }
                })
                .isInstanceOf(MemoryLimitException.class);
        strings.discard();
        int[] entries = {0};
        database.forEach(entry -> entries[0]++);
        assertThat(entries[0]).isEqualTo(database.size()).isGreaterThan(NewStrings.MOST);
        keyspace.flushAll(false);
        assertThat(keyspace.slabs().blocks()).isEqualTo(empty);
        prepare("after", "1", Entry.NO_EXPIRE);
        assertThat(strings.add()).isNull();
    }
}
