package org.backstay.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.keyspace.KeyspaceModel.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot must be the state at its start, whatever happens while it is taken: compared with a copy of the model. */
class SnapshotTest {
    /** Collects what it is handed, some entries in parts. */
    private static final class Collecting implements SnapshotSink {
        final KeyspaceModel both;
        final List<Map<String, Value>> taken = new ArrayList<>();
        private String open;
        private Value begun;

        Collecting(KeyspaceModel both) {
            this.both = both;
            for (int i = 0; i < KeyspaceModel.DATABASES; i++) {
                taken.add(new HashMap<>());
            }
        }

        @Override
        public boolean take(int database, Entry entry, boolean whole) {
            String key = database + new String(entry.key(), StandardCharsets.ISO_8859_1);
            Value value = plain(both.read(entry));
            if (open != null && !whole) {
                KeyspaceModel.check(key.equals(open), "while " + open + " is open, " + key + " comes in turn");
            }
            if (key.equals(open)) {
                KeyspaceModel.check(value.equals(begun), "an open entry has changed: " + key);
                open = null;
            } else if (!whole && both.random.nextInt(4) == 0) {
                open = key;
                begun = value;
                return false;
            }
            Value twice = taken.get(database).put(key.substring(1), value);
            KeyspaceModel.check(twice == null, "taken twice: " + key);
            return true;
        }
    }

    /** Whether a string was changed in place is the model's knowledge alone. */
    private static Value plain(Value value) {
        return new Value(value.string(), value.chain(), value.expireAt(), false);
    }

    private static List<Map<String, Value>> copy(KeyspaceModel both) {
        List<Map<String, Value>> copy = new ArrayList<>();
        for (Map<String, Value> map : both.model) {
            Map<String, Value> database = new HashMap<>();
            map.forEach((key, value) -> database.put(key, plain(value)));
            copy.add(database);
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isTheStateAtItsStart(long seed) {
        try (KeyspaceModel both = new KeyspaceModel(seed, 20 + (int) (seed % 4) * 700)) {
            for (int round = 0; round < 12; round++) {
                for (int i = both.random.nextInt(5000); i > 0; i--) {
                    both.randomOperation();
                }
                List<Map<String, Value>> before = copy(both);
                Collecting sink = new Collecting(both);
                Snapshot snapshot = both.keyspace.snapshot(sink);
                boolean aborted = run(both, snapshot, round);
                assertThat(snapshot.isEnded()).isTrue();
                if (!aborted) {
                    assertThat(sink.taken).isEqualTo(before);
                    assertThat(snapshot.taken()).isEqualTo(snapshot.keys());
                }
                both.compareAll();
            }
            both.expectNoLeak();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void isTheStateAtItsStartThoughBucketsAreMergedUnderTheWalk(long seed) {
        try (KeyspaceModel both = new KeyspaceModel(seed, 4000)) {
            for (int i = 0; i < 20_000; i++) {
                both.randomOperation();
            }
            List<Map<String, Value>> before = copy(both);
            Collecting sink = new Collecting(both);
            Snapshot snapshot = both.keyspace.snapshot(sink);
            int pace = 20 + both.random.nextInt(200);
            while (!snapshot.step(1 + both.random.nextInt(20))) {
                for (int i = both.random.nextInt(pace); i > 0; i--) {
                    both.delete(both.random.nextInt(KeyspaceModel.DATABASES), both.randomName());
                }
            }
            assertThat(sink.taken).isEqualTo(before);
            both.compareAll();
        }
    }

    /** Steps and changes by turns; whether it was given up. */
    private static boolean run(KeyspaceModel both, Snapshot snapshot, int round) {
        int pace = 1 + both.random.nextInt(40);
        boolean drastic = both.random.nextBoolean();
        while (!snapshot.step(both.random.nextInt(20))) {
            for (int i = both.random.nextInt(pace); i > 0; i--) {
                both.randomOperation();
            }
            int database = both.random.nextInt(KeyspaceModel.DATABASES);
            switch (both.random.nextInt(60)) {
                case 0 -> both.keyspace.expireSome(100);
                case 1 -> both.keyspace.reclaim(20);
                case 2 -> {
                    if (drastic) {
                        both.keyspace.flush(database, both.random.nextBoolean());
                    }
                }
                case 3 -> {
                    if (drastic) {
                        both.keyspace.swap(database, both.random.nextInt(KeyspaceModel.DATABASES));
                    }
                }
                default -> both.look(database, "k1");
            }
            if (round % 4 == 3 && both.random.nextInt(50) == 0) {
                snapshot.abort();
                return true;
            }
        }
        return false;
    }

    @Test
    void stampsOfManyAbortedSnapshotsDoNotHideKeysFromALaterOne() {
        try (KeyspaceModel both = new KeyspaceModel(3, 300)) {
            for (int round = 0; round < 100; round++) {
                Snapshot aborted = both.keyspace.snapshot(new Collecting(both));
                for (int i = 0; i < 30; i++) {
                    both.randomOperation();
                }
                aborted.step(1);
                aborted.abort();
            }
            List<Map<String, Value>> before = copy(both);
            Collecting sink = new Collecting(both);
            Snapshot snapshot = both.keyspace.snapshot(sink);
            while (!snapshot.step(10)) {
                both.randomOperation();
            }
            assertThat(sink.taken).isEqualTo(before);
        }
    }

    @Test
    void aStepIsShortThoughAllThatIsAheadWasTakenEarly() {
        try (KeyspaceModel both = new KeyspaceModel(3, 5000)) {
            for (int i = 0; i < 30_000; i++) {
                both.randomOperation();
            }
            Snapshot snapshot = both.keyspace.snapshot((database, entry, whole) -> true);
            for (int i = 0; i < 30_000; i++) {
                both.randomOperation();
            }
            long early = snapshot.taken();
            assertThat(early).isGreaterThan(snapshot.keys() / 2);
            int steps = 1;
            while (!snapshot.step(16)) {
                steps++;
            }
            assertThat(steps).isGreaterThan((int) snapshot.keys() / 40);
        }
    }

    @Test
    void onlyOneIsTakenAtATime() {
        try (KeyspaceModel both = new KeyspaceModel(3, 300)) {
            both.keyspace.snapshot(new Collecting(both));
            assertThatIllegalStateException().isThrownBy(() -> both.keyspace.snapshot(new Collecting(both)));
        }
    }
}
