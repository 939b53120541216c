package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.types.stream.EntryFields;
import org.backstay.keyspace.types.stream.IdCursor;
import org.backstay.keyspace.types.stream.IdTree;
import org.backstay.keyspace.types.stream.StreamGroup;
import org.backstay.keyspace.types.stream.StreamId;
import org.backstay.keyspace.types.stream.StreamWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamValueTest {
    private static final int ROUNDS = 3_000;

    /** Fields and values as texts in native memory. */
    private static final class Fields implements EntryFields {
        private final List<String> texts;
        private final long[] at;

        Fields(Workbench bench, List<String> texts) {
            this.texts = texts;
            long base = bench.place(String.join("", texts));
            at = new long[texts.size()];
            for (int i = 0; i < at.length; i++) {
                at[i] = base;
                base += texts.get(i).length();
            }
        }

        @Override
        public int count() {
            return at.length / 2;
        }

        @Override
        public long address(int i) {
            return at[i];
        }

        @Override
        public int length(int i) {
            return texts.get(i).length();
        }
    }

    private static List<String> someFields(Workbench bench) {
        List<String> texts = new ArrayList<>();
        int kind = bench.random.nextInt(4);
        for (int i = bench.random.nextInt(3); i >= 0; i--) {
            texts.add(kind == 0 ? bench.text() : "field" + i);
            texts.add(bench.text());
        }
        return texts;
    }

    private static StreamId behind(Workbench bench, StreamId last) {
        return bench.random.nextBoolean()
                ? new StreamId(last.ms(), last.seq() + 1 + bench.random.nextInt(200))
                : new StreamId(last.ms() + 1 + bench.random.nextInt(100_000), bench.random.nextInt(3));
    }

    @ParameterizedTest
    @CsvSource({"1,4096,100", "2,0,0", "3,4096,3", "4,300,0", "5,4096,200", "6,100000,1000"})
    void randomOperationsAgreeWithAJavaMap(long seed, long nodeBytes, long nodeEntries) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setStreamLimits(new StreamLimits(nodeBytes, nodeEntries));
            StreamValue stream = new StreamValue(bench.context);
            stream.create();
            NavigableMap<StreamId, List<String>> model = new TreeMap<>();
            for (int step = 0; step < 3_000; step++) {
                operate(bench, stream, model);
                assertThat(stream.size()).isEqualTo(model.size());
                assertThat(stream.firstId()).isEqualTo(model.isEmpty() ? StreamId.MIN : model.firstKey());
                if (step % 100 == 0) {
                    assertSame(bench, stream, model);
                }
            }
            assertSame(bench, stream, model);
            bench.free(stream);
        }
    }

    private static void operate(Workbench bench, StreamValue stream, NavigableMap<StreamId, List<String>> model) {
        int choice = bench.random.nextInt(40);
        StreamId some = some(bench, stream, model);
        if (choice < 30) {
            List<String> fields = someFields(bench);
            StreamId id = behind(bench, stream.lastId());
            stream.append(id, new Fields(bench, fields));
            model.put(id, fields);
        } else if (choice < 37) {
            assertThat(stream.contains(some)).isEqualTo(model.containsKey(some));
            assertThat(stream.delete(some)).isEqualTo(model.remove(some) != null);
        } else if (choice == 37 && bench.random.nextInt(4) == 0) {
            int before = model.size();
            model.headMap(some).clear();
            assertThat(stream.trimBefore(some, false, 0)).isEqualTo(before - model.size());
        } else if (choice == 38) {
            long length = bench.random.nextInt(model.size() + 5);
            long removed = stream.trimToLength(length, false, 0);
            assertThat(removed).isEqualTo(Math.max(model.size() - length, 0));
            removeFirst(model, removed);
        } else {
            long removed = stream.trimToLength(model.size() / 2, true, 50);
            assertThat(removed).isBetween(0L, Math.min(50L, model.size() - model.size() / 2));
            removeFirst(model, removed);
        }
    }

    private static StreamId some(Workbench bench, StreamValue stream, NavigableMap<StreamId, List<String>> model) {
        StreamId guess = new StreamId(bench.random.nextLong(stream.lastId().ms() + 1), bench.random.nextInt(3));
        StreamId near = model.ceilingKey(guess);
        return near == null || bench.random.nextInt(5) == 0 ? guess : near;
    }

    private static void removeFirst(NavigableMap<StreamId, List<String>> model, long count) {
        for (long i = 0; i < count; i++) {
            model.pollFirstEntry();
        }
    }

    private static void assertSame(Workbench bench, StreamValue stream, NavigableMap<StreamId, List<String>> model) {
        assertThat(entries(bench, stream, StreamId.MIN, StreamId.MAX, false)).isEqualTo(List.copyOf(pairs(model)));
        assertThat(entries(bench, stream, StreamId.MIN, StreamId.MAX, true))
                .isEqualTo(List.copyOf(pairs(model.descendingMap())));
        StreamId from = some(bench, stream, model);
        StreamId to = some(bench, stream, model);
        Collection<String> within = from.isAfter(to) ? List.of() : pairs(model.subMap(from, true, to, true));
        assertThat(entries(bench, stream, from, to, false)).isEqualTo(List.copyOf(within));
        assertThat(entries(bench, stream, from, to, true)).hasSameSizeAs(within);
    }

    private static List<String> pairs(Map<StreamId, List<String>> model) {
        return model.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .toList();
    }

    private static List<String> entries(
            Workbench bench, StreamValue stream, StreamId from, StreamId to, boolean backwards) {
        StreamWalk walk = new StreamWalk(bench.slabs);
        stream.walk(walk, from, to, backwards);
        List<String> entries = new ArrayList<>();
        while (walk.next()) {
            List<String> fields = new ArrayList<>();
            // Every other entry is left half read: the walk must find the next one all the same.
            int read = entries.size() % 2 == 0 || bench.random.nextBoolean() ? walk.fields() : 0;
            for (int i = 0; i < read; i++) {
                walk.nextField(bench.view, bench.other);
                fields.add(bench.view.toString());
                fields.add(bench.other.toString());
            }
            if (read == 0) {
                StreamWalk again = new StreamWalk(bench.slabs);
                stream.walk(again, walk.id(), walk.id(), false);
                assertThat(again.next()).isTrue();
                for (int i = 0; i < again.fields(); i++) {
                    again.nextField(bench.view, bench.other);
                    fields.add(bench.view.toString());
                    fields.add(bench.other.toString());
                }
            }
            entries.add(walk.id() + " " + fields);
        }
        return entries;
    }

    /** What a group has pending, by ID: who, when, how often. */
    private record Pending(String consumer, long delivered, long deliveries) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void groupsAgreeWithAJavaMap(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            StreamValue stream = new StreamValue(bench.context);
            stream.create();
            for (String name : List.of("m", "a", "z")) {
                stream.createGroup(bench.place(name), 1, new StreamId(5, 6), StreamGroup.UNKNOWN);
            }
            assertThat(stream.findGroup(bench.place("q"), 1)).isFalse();
            assertThat(stream.findGroup(bench.place("m"), 1)).isTrue();
            StreamGroup group = stream.foundGroup();
            NavigableMap<StreamId, Pending> model = new TreeMap<>();
            for (int step = 0; step < 20_000; step++) {
                operate(bench, group, model, step / 4_000 % 2 == 0);
            }
            assertSame(stream, group, model, bench);
            int copy = stream.duplicate();
            StreamValue other = new StreamValue(bench.context);
            other.attach(Encoding.STREAM, copy);
            assertThat(other.findGroup(bench.place("m"), 1)).isTrue();
            assertSame(other, other.foundGroup(), model, bench);
            bench.free(other);
            stream.findGroup(bench.place("m"), 1);
            stream.destroyGroup();
            assertThat(stream.groups()).isEqualTo(2);
            bench.free(stream);
        }
    }

    private static void operate(
            Workbench bench, StreamGroup group, NavigableMap<StreamId, Pending> model, boolean growing) {
        StreamId id = new StreamId(bench.random.nextInt(5_000), bench.random.nextInt(2));
        String name = "consumer" + bench.random.nextInt(40);
        switch (bench.random.nextInt(growing ? 5 : 8)) {
            case 0, 1, 2, 3 -> {
                int consumer = group.findConsumer(bench.place(name), name.length());
                if (consumer == 0) {
                    consumer = group.createConsumer(bench.place(name), name.length(), 77);
                }
                Pending pending = new Pending(name, bench.random.nextLong(), bench.random.nextInt(9));
                int entry = group.findPending(id);
                if (entry == 0) {
                    group.addPending(id, consumer, pending.delivered, pending.deliveries);
                } else {
                    group.give(entry, id, consumer);
                    group.setDelivered(entry, id, pending.delivered, pending.deliveries);
                }
                model.put(id, pending);
            }
            case 4 -> {
                int consumer = group.findConsumer(bench.place(name), name.length());
                if (consumer != 0 && bench.random.nextInt(20) == 0) {
                    int before = model.size();
                    model.values().removeIf(pending -> pending.consumer.equals(name));
                    assertThat(group.deleteConsumer(consumer)).isEqualTo(before - model.size());
                }
            }
            default -> {
                StreamId there = model.ceilingKey(id);
                StreamId removed = there == null ? id : there;
                assertThat(group.removePending(removed)).isEqualTo(model.remove(removed) != null);
            }
        }
    }

    private static void assertSame(
            StreamValue stream, StreamGroup group, NavigableMap<StreamId, Pending> model, Workbench bench) {
        NavigableMap<StreamId, Pending> all = new TreeMap<>();
        IdCursor cursor = stream.pendingCursor();
        String before = "";
        for (int i = 0; i < group.consumers(); i++) {
            int consumer = group.consumer(i);
            group.consumerName(consumer, bench.view);
            String name = bench.view.toString();
            assertThat(name).isGreaterThan(before);
            before = name;
            for (boolean more = cursor.seekFirst(group.consumerPending(consumer)); more; more = cursor.next()) {
                int entry = cursor.value();
                assertThat(group.findPending(cursor.id())).isEqualTo(entry);
                all.put(cursor.id(), new Pending(name, group.delivered(entry), group.deliveries(entry)));
            }
        }
        assertThat(all).isEqualTo(model);
        assertThat(IdTree.size(group.pending())).isEqualTo(model.size());
    }

    @Test
    void nodesFromOutsideAreTakenOnlyWhenTheyAreSound() {
        try (Workbench bench = new Workbench(11)) {
            bench.context.setStreamLimits(new StreamLimits(4096, 20));
            StreamValue stream = new StreamValue(bench.context);
            stream.create();
            for (int i = 0; i < 60; i++) {
                stream.append(behind(bench, stream.lastId()), new Fields(bench, someFields(bench)));
            }
            stream.delete(stream.firstId());
            StreamValue copy = new StreamValue(bench.context);
            int taken = 0;
            for (int round = 0; round < ROUNDS; round++) {
                copy.create();
                for (boolean more = stream.nextNode(true); more; more = stream.nextNode(false)) {
                    byte[] bytes = NativeMemory.toArray(stream.nodeAddress(), stream.nodeLength());
                    for (int i = round == 0 ? 0 : 1 + bench.random.nextInt(3); i > 0; i--) {
                        bytes[bench.random.nextInt(bytes.length)] = (byte) bench.random.nextInt(256);
                    }
                    long address = bench.place(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
                    taken += copy.appendNode(stream.nodeId(), address, bytes.length) ? 1 : 0;
                }
                // Whatever was taken can be walked, trimmed and appended to.
                int walked =
                        entries(bench, copy, StreamId.MIN, StreamId.MAX, false).size();
                assertThat(copy.size()).isEqualTo(walked);
                copy.append(copy.lastId().next(), new Fields(bench, List.of("f", "v")));
                assertThat(copy.trimToLength(1, false, 0)).isEqualTo(walked);
                bench.free(copy);
            }
            assertThat(taken).isBetween(stream.nodes(), ROUNDS * stream.nodes() - ROUNDS);
            bench.free(stream);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aStreamIsWhatItWasWhenMemoryIsRefused(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            bench.slabs.limit(1 << 17);
            StreamValue stream = new StreamValue(bench.context);
            stream.create();
            NavigableMap<StreamId, List<String>> model = new TreeMap<>();
            for (int refused = 0; refused < 40; ) {
                List<String> fields = someFields(bench);
                StreamId id = behind(bench, stream.lastId());
                try {
                    stream.append(id, new Fields(bench, fields));
                    model.put(id, fields);
                } catch (MemoryLimitException full) {
                    refused++;
                    assertSame(bench, stream, model);
                    bench.slabs.limit(bench.slabs.residentBytes() + bench.random.nextInt(3) * 65_536L);
                    copyOrRefuse(bench, stream);
                }
            }
            bench.free(stream);
        }
    }

    private static void copyOrRefuse(Workbench bench, StreamValue stream) {
        long blocks = bench.slabs.blocks();
        try {
            StreamValue copy = new StreamValue(bench.context);
            copy.attach(Encoding.STREAM, stream.duplicate());
            bench.free(copy);
        } catch (MemoryLimitException full) {
            assertThat(bench.slabs.blocks()).isEqualTo(blocks);
        }
    }
}
