package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When memory is refused in the middle of anything, the collection is what it was, and whole. */
class RefusedMemoryTest {
    private static final int REFUSALS = 40;

    /** Gives a little more memory now and then, so that refusals hit at ever other places. */
    private static void relax(Workbench bench) {
        bench.slabs.limit(bench.slabs.residentBytes() + bench.random.nextInt(3) * 65_536L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void listsStayWhole(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            bench.slabs.limit(1 << 16);
            ListValue list = new ListValue(bench.context);
            createWithin(bench, list);
            List<String> model = new ArrayList<>();
            int refused = 0;
            while (refused < REFUSALS) {
                String text = bench.random.nextInt(30) == 0 ? "z".repeat(20_000) : bench.text() + "-".repeat(200);
                int index = model.isEmpty() ? 0 : bench.random.nextInt(model.size());
                try {
                    if (model.isEmpty() || bench.random.nextBoolean()) {
                        list.pushLast(bench.place(text), text.length());
                        model.add(text);
                    } else if (bench.random.nextBoolean()) {
                        list.set(index, bench.place(text), text.length());
                        model.set(index, text);
                    } else {
                        String pivot = model.get(index);
                        list.insert(true, bench.placeSecond(pivot), pivot.length(), bench.place(text), text.length());
                        model.add(model.indexOf(pivot), text);
                    }
                } catch (MemoryLimitException full) {
                    refused++;
                    assertList(bench, list, model);
                    copyOrRefuse(bench, list, new ListValue(bench.context));
                    relax(bench);
                }
            }
            bench.free(list);
        }
    }

    private static void assertList(Workbench bench, ListValue list, List<String> model) {
        List<String> elements = new ArrayList<>();
        for (boolean some = list.seek(0, true); some && list.next(bench.view); ) {
            elements.add(bench.view.toString());
        }
        assertThat(elements).isEqualTo(model);
        assertThat(list.size()).isEqualTo(model.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void hashesStayWhole(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            bench.slabs.limit(1 << 16);
            HashValue hash = new HashValue(bench.context);
            TreeMap<String, String> model = new TreeMap<>();
            createWithin(bench, hash);
            for (int refused = 0; refused < REFUSALS; ) {
                String field = "field:" + bench.random.nextInt(5_000);
                String value = "v".repeat(bench.random.nextInt(bench.random.nextInt(10) == 0 ? 300 : 60));
                try {
                    hash.put(bench.place(field), field.length(), bench.placeSecond(value), value.length());
                    model.put(field, value);
                } catch (MemoryLimitException full) {
                    refused++;
                    TreeMap<String, String> found = new TreeMap<>();
                    hash.rewind();
                    while (hash.next(bench.view, bench.other)) {
                        found.put(bench.view.toString(), bench.other.toString());
                    }
                    assertThat(found).isEqualTo(model);
                    assertThat(hash.size()).isEqualTo(model.size());
                    copyOrRefuse(bench, hash, new HashValue(bench.context));
                    relax(bench);
                }
            }
            bench.free(hash);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void sortedSetsStayWhole(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            bench.slabs.limit(1 << 16);
            ZSetValue zset = new ZSetValue(bench.context);
            TreeMap<String, Double> model = new TreeMap<>();
            createWithin(bench, zset);
            for (int refused = 0; refused < REFUSALS; ) {
                String member = "member:" + bench.random.nextInt(8_000);
                double score = bench.random.nextInt(1_000) / 8.0;
                try {
                    zset.add(score, bench.place(member), member.length());
                    model.put(member, score);
                } catch (MemoryLimitException full) {
                    refused++;
                    TreeMap<String, Double> found = new TreeMap<>();
                    for (boolean more = zset.seekRank(0); more; more = zset.next()) {
                        zset.member(bench.view);
                        found.put(bench.view.toString(), zset.score());
                    }
                    assertThat(found).isEqualTo(model);
                    assertThat(zset.size()).isEqualTo(model.size());
                    copyOrRefuse(bench, zset, new ZSetValue(bench.context));
                    relax(bench);
                }
            }
            bench.free(zset);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    void setsStayWhole(long seed) {
        try (Workbench bench = new Workbench(seed)) {
            bench.slabs.limit(1 << 16);
            SetValue set = new SetValue(bench.context);
            createWithin(bench, set);
            long added = 0;
            for (int refused = 0; refused < REFUSALS; ) {
                String member = Integer.toString(bench.random.nextInt());
                try {
                    added += set.add(bench.place(member), member.length()) ? 1 : 0;
                } catch (MemoryLimitException full) {
                    refused++;
                    long found = 0;
                    set.rewind();
                    while (set.next(bench.view)) {
                        found++;
                    }
                    assertThat(found).isEqualTo(added).isEqualTo(set.size());
                    copyOrRefuse(bench, set, new SetValue(bench.context));
                    relax(bench);
                }
            }
            bench.free(set);
        }
    }

    private static void createWithin(Workbench bench, CollectionValue value) {
        while (true) {
            try {
                value.create();
                return;
            } catch (MemoryLimitException full) {
                bench.slabs.limit(bench.slabs.limit() + 65_536);
            }
        }
    }

    private static void copyOrRefuse(Workbench bench, CollectionValue value, CollectionValue copy) {
        long blocks = bench.slabs.blocks();
        Encoding encoding = value.encoding();
        try {
            copy.attach(encoding, value.duplicate());
        } catch (MemoryLimitException full) {
            assertThat(bench.slabs.blocks()).as("a refused copy leaves nothing").isEqualTo(blocks);
            return;
        }
        if (copy.size() != value.size()) {
            fail("the copy has %d elements instead of %d", copy.size(), value.size());
        }
        bench.free(copy);
        assertThat(bench.slabs.blocks()).isEqualTo(blocks);
    }
}
