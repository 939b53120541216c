package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashValueTest {
    @ParameterizedTest
    @CsvSource({
        "1,512,64,40",
        "2,512,64,40",
        "3,8,64,40",
        "4,512,64,3000",
        "5,0,64,40",
        "6,128,20,300",
        "7,512,100000,600",
        "8,64,64,60"
    })
    void randomOperationsAgreeWithAJavaMap(long seed, int maxEntries, int maxValue, int fields) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setLimits(new EncodingLimits(-2, maxEntries, maxValue, 512, 128, 64));
            HashValue hash = new HashValue(bench.context);
            hash.create();
            Map<String, String> model = new HashMap<>();
            for (int step = 0; step < 8_000; step++) {
                operate(
                        bench,
                        hash,
                        model,
                        bench.random.nextInt(20) == 0 ? bench.text() : "f" + bench.random.nextInt(fields));
                if (step % 200 == 0) {
                    assertSame(bench, hash, model);
                }
            }
            assertSame(bench, hash, model);
            bench.free(hash);
        }
    }

    private static void operate(Workbench bench, HashValue hash, Map<String, String> model, String field) {
        switch (bench.random.nextInt(6)) {
            case 0, 1, 2 -> {
                String value = bench.text();
                boolean added = hash.put(bench.place(field), field.length(), bench.placeSecond(value), value.length());
                assertThat(added).isEqualTo(model.put(field, value) == null);
            }
            case 3 ->
                assertThat(hash.remove(bench.place(field), field.length())).isEqualTo(model.remove(field) != null);
            case 4 -> {
                assertThat(hash.get(bench.place(field), field.length(), bench.view))
                        .isEqualTo(model.containsKey(field));
                if (model.containsKey(field)) {
                    assertThat(bench.view.toString()).isEqualTo(model.get(field));
                }
            }
            default -> {
                assertThat(hash.contains(bench.place(field), field.length())).isEqualTo(model.containsKey(field));
                if (!model.isEmpty()) {
                    hash.random(bench.view, bench.other);
                    assertThat(model).containsEntry(bench.view.toString(), bench.other.toString());
                }
            }
        }
        assertThat(hash.size()).isEqualTo(model.size());
    }

    private static void assertSame(Workbench bench, HashValue hash, Map<String, String> model) {
        assertThat(fields(hash)).isEqualTo(model);
        HashValue copy = new HashValue(bench.context);
        copy.attach(hash.encoding(), hash.duplicate());
        assertThat(fields(copy)).isEqualTo(model);
        bench.free(copy);
        Map<String, String> scanned = new HashMap<>();
        long cursor = 0;
        do {
            cursor = hash.scan(cursor, (f, v) -> scanned.put(f.toString(), v.toString()));
        } while (cursor != 0);
        assertThat(scanned).isEqualTo(model);
        int count = bench.random.nextInt(model.size() + 5);
        Map<String, String> sampled = new HashMap<>();
        hash.sample(
                count,
                (f, v) -> assertThat(sampled.put(f.toString(), v.toString())).isNull());
        assertThat(sampled).hasSize(Math.min(count, model.size()));
        assertThat(model.entrySet()).containsAll(sampled.entrySet());
        if (hash.isPacked() && !model.isEmpty()) {
            assertThat(copy.createFromListpack(hash.packedAddress(), hash.packedLength()))
                    .isTrue();
            assertThat(fields(copy)).isEqualTo(model);
            bench.free(copy);
        }
        assertThat(hash.memoryBytes(0)).isGreaterThan(model.size());
    }

    private static Map<String, String> fields(HashValue hash) {
        ElementView field = new ElementView();
        ElementView value = new ElementView();
        Map<String, String> fields = new HashMap<>();
        hash.rewind();
        while (hash.next(field, value)) {
            assertThat(fields.put(field.toString(), value.toString())).isNull();
        }
        return fields;
    }

    @Test
    void hashesConvertWhereRedisConvertsThem() {
        try (Workbench bench = new Workbench(9)) {
            HashValue hash = new HashValue(bench.context);
            hash.create();
            for (int i = 0; i < 512; i++) {
                put(bench, hash, "field:" + i, "value");
            }
            assertThat(hash.encoding()).isEqualTo(Encoding.LISTPACK);
            put(bench, hash, "one more", "value");
            assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
            assertThat(hash.size()).isEqualTo(513);
            bench.free(hash);

            hash.create();
            put(bench, hash, "f", "x".repeat(64));
            assertThat(hash.encoding()).isEqualTo(Encoding.LISTPACK);
            put(bench, hash, "f", "x".repeat(65));
            assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
            assertThat(hash.size()).isEqualTo(1);
            put(bench, hash, "f", "x");
            assertThat(hash.encoding()).as("no way back").isEqualTo(Encoding.HASHTABLE);
            bench.free(hash);
        }
    }

    @Test
    void hostileListpacksAreRefused() {
        try (Workbench bench = new Workbench(10)) {
            long bytes = bench.placeSecond(" ".repeat(500));
            HashValue hash = new HashValue(bench.context);
            for (List<String> entries : List.of(
                    List.<String>of(),
                    List.of("field"),
                    List.of("f", "1", "g"),
                    List.of("f", "1", "g", "2", "f", "3"),
                    List.of("7", "1", "g", "2", "7", "3"))) {
                write(bench, bytes, entries);
                assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes)))
                        .as("%s", entries)
                        .isFalse();
            }
            write(bench, bytes, List.of("f", "1", "g", "1", "07", "7", "7", "07"));
            assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes))).isTrue();
            assertThat(hash.size()).isEqualTo(4);
            bench.free(hash);
            assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes) - 1))
                    .isFalse();
            NativeMemory.putByte(bytes + 6, 0x85);
            assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes))).isFalse();
        }
    }

    @Test
    void sameFieldAsIntegerAndAsTextIsADouble() {
        try (Workbench bench = new Workbench(11)) {
            long bytes = bench.placeSecond(" ".repeat(500));
            write(bench, bytes, List.of("7", "a", "x", "b"));
            // The text "7", which no honest writer keeps as bytes.
            NativeMemory.putByte(Listpack.seek(bytes, 2) + bytes + 1, '7');
            HashValue hash = new HashValue(bench.context);
            assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes))).isFalse();
        }
    }

    @Test
    void longListpacksFromOutsideAreConverted() {
        try (Workbench bench = new Workbench(12)) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < 1_026; i++) {
                entries.add(Integer.toString(i * 1_000));
            }
            long bytes = bench.placeSecond(" ".repeat(50_000));
            write(bench, bytes, entries);
            HashValue hash = new HashValue(bench.context);
            assertThat(hash.createFromListpack(bytes, Listpack.bytes(bytes))).isTrue();
            assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
            assertThat(hash.size()).isEqualTo(513);
            bench.free(hash);
        }
    }

    @Test
    void randomFieldsAreChosenFairly() {
        try (Workbench bench = new Workbench(13)) {
            for (int fields : new int[] {10, 700}) {
                HashValue hash = new HashValue(bench.context);
                hash.create();
                for (int i = 0; i < fields; i++) {
                    put(bench, hash, "f" + i, "v" + i);
                }
                Map<String, Integer> drawn = new HashMap<>();
                for (int i = 0; i < fields * 100; i++) {
                    hash.random(bench.view, bench.other);
                    drawn.merge(bench.view.toString(), 1, Integer::sum);
                    hash.sample(1, (f, v) -> drawn.merge(f.toString(), 1, Integer::sum));
                }
                assertThat(drawn).hasSize(fields);
                // 200 expected each; six standard deviations either way.
                assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(115, 285));
                bench.free(hash);
            }
        }
    }

    @Test
    void scanShowsEverythingThatStaysThoughTheHashGrowsAndShrinks() {
        try (Workbench bench = new Workbench(14)) {
            HashValue hash = new HashValue(bench.context);
            hash.create();
            for (int i = 0; i < 2_000; i++) {
                put(bench, hash, "stays" + i, "");
            }
            Set<String> seen = new HashSet<>();
            long cursor = 0;
            int step = 0;
            do {
                cursor = hash.scan(cursor, (f, v) -> seen.add(f.toString()));
                for (int i = 0; i < 40; i++) {
                    String field = "passes" + (step % 300 * 40 + i);
                    if (step < 300) {
                        put(bench, hash, field, "");
                    } else {
                        hash.remove(bench.place(field), field.length());
                    }
                }
                step++;
            } while (cursor != 0 && step < 100_000);
            for (int i = 0; i < 2_000; i++) {
                assertThat(seen).contains("stays" + i);
            }
            bench.free(hash);
        }
    }

    private static void put(Workbench bench, HashValue hash, String field, String value) {
        hash.put(bench.place(field), field.length(), bench.placeSecond(value), value.length());
    }

    private static void write(Workbench bench, long bytes, List<String> entries) {
        Listpack.create(bytes);
        for (String entry : entries) {
            Listpack.insert(bytes, Listpack.end(bytes), bench.place(entry), entry.length());
        }
    }
}
