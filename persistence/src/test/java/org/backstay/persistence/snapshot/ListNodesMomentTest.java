package org.backstay.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Database;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.Keyspace;
import org.backstay.keyspace.KeyspaceListener;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.CollectionContext;
import org.backstay.keyspace.types.EncodingLimits;
import org.backstay.keyspace.types.ListValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list whose nodes are split and joined while a snapshot goes over it: in the snapshot they are as they were, and the list is what the same
 * changes make of Java's.
 */
final class ListNodesMomentTest {
    private static final int SEEDS = 150;
    private static final int ELEMENTS = 400;
    private static final int FEWEST = 100;

    /** So few that nodes are often full, and their neighbours often have room. */
    private static final EncodingLimits SHORT_NODES = new EncodingLimits(8, 512, 64, 512, 128, 64);

    @TempDir
    Path folder;

    private final List<String> model = new ArrayList<>();
    private int lastElement;
    private int joined;
    private int joinedMeanwhile;

    @Test
    void nodesThatAreJoinedAreInTheSnapshotAsTheyWere() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            model.clear();
            holdsWhatWasThere(new Random(seed));
        }
        assertThat(joinedMeanwhile).as("nodes that were joined").isGreaterThan(SEEDS);
    }

    private void holdsWhatWasThere(Random random) throws Exception {
        try (Arena arena = Arena.ofConfined();
                Keyspace keyspace = new Keyspace(1, 1L << 26, () -> 1, random, KeyspaceListener.NONE)) {
            CollectionContext context = CollectionContext.of(keyspace);
            context.setLimits(SHORT_NODES);
            ListOfKey list = new ListOfKey(keyspace, context, arena.allocate(64).address());
            for (int i = 0; i < ELEMENTS; i++) {
                list.insert(model.size(), next(random));
            }
            for (int i = 0; i < ELEMENTS / 8; i++) {
                change(list, random);
            }
            Map<String, String> before = Contents.of(keyspace, context);
            int pace = random.nextInt(1, 16);
            int joinedBefore = joined;
            ByteBuf file = new StepwiseSnapshot(keyspace, context, random.nextBoolean(), 1, 0).take(random, () -> {
                for (int i = random.nextInt(pace); i > 0; i--) {
                    change(list, random);
                }
            });
            joinedMeanwhile += joined - joinedBefore;
            assertThat(StepwiseSnapshot.contents(file, folder)).isEqualTo(before);
            assertThat(list.elements()).isEqualTo(model);
        }
    }

    private String next(Random random) {
        return "element:" + ++lastElement + "x".repeat(random.nextInt(20));
    }

    private void change(ListOfKey list, Random random) {
        int at = random.nextInt(model.size());
        if (model.size() > FEWEST && random.nextInt(4) == 0) {
            list.remove(at, random.nextInt(1, 7));
        } else {
            list.insert(at, next(random));
        }
    }

    /** The list and its model, changed alike. */
    private final class ListOfKey {
        private static final int KEY_BYTES = 4;

        private final Database database;
        private final ListValue list;
        private final ElementView element = new ElementView();
        private final long key;

        ListOfKey(Keyspace keyspace, CollectionContext context, long memory) {
            database = keyspace.database(0);
            list = new ListValue(context);
            key = memory;
            NativeMemory.copy("list".getBytes(StandardCharsets.US_ASCII), 0, key, KEY_BYTES);
            list.create();
            database.changed(database.add(key, KEY_BYTES, ValueType.LIST, list.encoding(), list.root()));
        }

        private Entry forWrite() {
            Entry entry = Objects.requireNonNull(database.forWrite(key, KEY_BYTES));
            list.attach(entry);
            return entry;
        }

        /** Inserts before the element at an index, or at the end; fewer nodes than before mean that some were joined. */
        void insert(int index, String text) {
            Entry entry = forWrite();
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            try (Arena arena = Arena.ofConfined()) {
                long added = arena.allocate(bytes.length).address();
                NativeMemory.copy(bytes, 0, added, bytes.length);
                if (index == model.size()) {
                    list.pushLast(added, bytes.length);
                } else {
                    byte[] place = model.get(index).getBytes(StandardCharsets.US_ASCII);
                    long pivot = arena.allocate(place.length).address();
                    NativeMemory.copy(place, 0, pivot, place.length);
                    int nodes = list.nodeCount();
                    assertThat(list.insert(true, pivot, place.length, added, bytes.length))
                            .isTrue();
                    joined += list.nodeCount() < nodes ? 1 : 0;
                }
            }
            model.add(index, text);
            database.changed(entry);
        }

        void remove(int index, int count) {
            Entry entry = forWrite();
            int removed = (int) list.removeRange(index, count);
            model.subList(index, index + removed).clear();
            database.changed(entry);
        }

        List<String> elements() {
            forWrite();
            List<String> all = new ArrayList<>();
            for (boolean more = list.seek(0, true) && list.next(element); more; more = list.next(element)) {
                all.add(new String(element.toByteArray(), StandardCharsets.US_ASCII));
            }
            return all;
        }
    }
}
