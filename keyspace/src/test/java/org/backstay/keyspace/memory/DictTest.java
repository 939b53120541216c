package org.backstay.keyspace.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.backstay.base.memory.NativeMemory;
import org.backstay.base.memory.Pages;
import org.backstay.base.memory.SeededHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictTest {
    private static final int KEY_OFFSET = 3;
    private final long scratch = Pages.reserve(Pages.SIZE);
    private Slabs slabs;
    private Dict dict;

    @BeforeEach
    void open() {
        slabs = new Slabs(512L << 20);
        dict = new Dict(slabs, new SeededHash(3, 4), KEY_OFFSET);
        dict.create();
    }

    @AfterEach
    void close() {
        slabs.close();
        Pages.release(scratch, Pages.SIZE);
    }

    private int entry(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        int handle = slabs.alloc(KEY_OFFSET + Varint.size(bytes.length) + bytes.length);
        long at = slabs.address(handle) + KEY_OFFSET;
        at += Varint.put(at, bytes.length);
        NativeMemory.copy(bytes, 0, at, bytes.length);
        return handle;
    }

    private String key(int handle) {
        long at = slabs.liveAddress(handle) + KEY_OFFSET;
        int length = Varint.get(at);
        return new String(NativeMemory.toArray(at + Varint.size(length), length), StandardCharsets.ISO_8859_1);
    }

    private long find(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        NativeMemory.copy(bytes, 0, scratch, bytes.length);
        return dict.find(scratch, bytes.length);
    }

    private boolean remove(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        NativeMemory.copy(bytes, 0, scratch, bytes.length);
        int handle = dict.remove(scratch, bytes.length);
        if (handle != 0) {
            slabs.free(handle);
        }
        return handle != 0;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesAsAMapWhileItGrowsAndShrinks(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> model = new HashMap<>();
        Set<String> marked = new HashSet<>();
        for (int phase = 0; phase < 8; phase++) {
            int range = 1 + random.nextInt(phase % 2 == 0 ? 60_000 : 300);
            int inserts = phase % 3 == 2 ? 2 : 7;
            for (int step = 0; step < 40_000; step++) {
                String key = randomKey(random, range);
                long slot = find(key);
                Integer known = model.get(key);
                check((slot == 0 ? 0 : dict.handleAt(slot)) == (known == null ? 0 : known), key);
                int choice = random.nextInt(10);
                if (choice >= inserts) {
                    check(remove(key) == (model.remove(key) != null), key);
                    marked.remove(key);
                } else if (slot == 0) {
                    int handle = entry(key);
                    model.put(key, handle);
                    long inserted = dict.insert(handle);
                    check(dict.handleAt(inserted) == handle && !dict.isMarked(inserted), key);
                } else {
                    boolean mark = random.nextInt(5) == 0;
                    check(dict.isMarked(slot) == marked.contains(key), key);
                    dict.mark(slot, dict.hashOf(known), mark);
                    if (mark ? marked.add(key) : marked.remove(key)) {
                        int moved = entry(key);
                        slabs.free(known);
                        dict.replaceAt(slot, moved);
                        model.put(key, moved);
                    }
                }
            }
            check(model, marked);
        }
        long blocks = slabs.blocks();
        int released = 0;
        int[] freed = {0};
        while (!dict.drain(3, handle -> {
            slabs.free(handle);
            freed[0]++;
        })) {
            released++;
        }
        assertThat(freed[0]).isEqualTo(model.size());
        assertThat(released).isLessThanOrEqualTo((int) blocks);
        assertThat(slabs.blocks()).isZero();
    }

    /** AssertJ would take most of the time in loops of millions. */
    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static String randomKey(Random random, int range) {
        int number = random.nextInt(range);
        return switch (number % 17) {
            case 0 -> number + "x".repeat(200);
            case 1 -> number == 1 ? "" : number + "\0\u00ff";
            default -> "k" + number;
        };
    }

    private void check(Map<String, Integer> model, Set<String> marked) {
        assertThat(dict.size()).isEqualTo(model.size());
        assertThat(dict.marked()).isEqualTo(marked.size());
        Map<String, Integer> seen = new HashMap<>();
        dict.forEach(handle -> check(seen.put(key(handle), handle) == null, "seen twice"));
        assertThat(seen).isEqualTo(model);
        List<String> walked = new ArrayList<>();
        DictWalk walk = new DictWalk(dict);
        walk.start();
        for (int handle = walk.next(); handle != 0; handle = walk.next()) {
            walked.add(key(handle));
        }
        assertThat(walked).hasSameSizeAs(model.keySet());
        assertThat(new HashSet<>(walked)).isEqualTo(model.keySet());
        Set<String> marks = new HashSet<>();
        int bucket = 0;
        do {
            bucket = dict.visitMarked(bucket, handle -> check(marks.add(key(handle)), "seen twice"));
        } while (bucket != 0);
        assertThat(marks).isEqualTo(marked);
        // At most four buckets' worth too many or too few: the table follows its size in both directions.
        assertThat(dict.bucketCount()).isBetween(model.size() / 8, Math.max(1, model.size() / 2 + 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void aScanShowsWhatIsThereAllTheTimeWhileTheTableGrowsAndShrinks(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 15; round++) {
            Set<String> stable = new HashSet<>();
            Set<String> others = new HashSet<>();
            int size = random.nextInt(3000);
            for (int i = 0; i < size; i++) {
                String key = "r" + round + ":" + i;
                dict.insert(entry(key));
                (random.nextInt(4) == 0 ? stable : others).add(key);
            }
            List<String> removable = new ArrayList<>(others);
            Collections.shuffle(removable, random);
            Set<String> seen = new HashSet<>();
            long cursor = Dict.SCAN_START;
            boolean growing = random.nextBoolean();
            int fresh = 0;
            do {
                cursor = dict.scan(cursor, handle -> seen.add(key(handle)));
                if (random.nextInt(50) == 0) {
                    growing = !growing;
                }
                for (int i = random.nextInt(30); i > 0; i--) {
                    if (growing && fresh < 4000) {
                        String key = "r" + round + ":n" + fresh++;
                        dict.insert(entry(key));
                        removable.add(key);
                    } else if (!removable.isEmpty()) {
                        check(remove(removable.removeLast()), "removed");
                    }
                }
            } while (cursor != Dict.SCAN_START);
            assertThat(seen.containsAll(stable)).isTrue();
            removable.forEach(this::remove);
            stable.forEach(this::remove);
            assertThat(dict.size()).isZero();
        }
        assertThat(dict.bucketCount()).isEqualTo(1);
    }

    @Test
    void aScanOfAnUnchangedTableShowsEachEntryOnce() {
        for (int i = 0; i < 5000; i++) {
            dict.insert(entry("k" + i));
        }
        List<String> seen = new ArrayList<>();
        long cursor = Dict.SCAN_START;
        do {
            long before = cursor;
            cursor = dict.scan(cursor, handle -> seen.add(key(handle)));
            long after = cursor;
            if (after != Dict.SCAN_START) {
                dict.visitBucket(0, handle -> {
                    boolean behind = Dict.isBehind(dict.hashOf(handle), after);
                    check(behind, "the first bucket is behind a scan that has begun");
                });
            }
            assertThat(before).isNotEqualTo(after);
        } while (cursor != Dict.SCAN_START);
        assertThat(seen).hasSize(5000);
        assertThat(new HashSet<>(seen)).hasSize(5000);
    }

    @Test
    void randomEntriesAreEven() {
        int entries = 1000;
        for (int i = 0; i < entries; i++) {
            dict.insert(entry("k" + i));
        }
        Map<Integer, Integer> counts = new HashMap<>();
        Random random = new Random(5);
        int draws = entries * 300;
        for (int i = 0; i < draws; i++) {
            counts.merge(dict.handleAt(dict.randomSlot(random)), 1, Integer::sum);
        }
        assertThat(counts).hasSize(entries);
        double chiSquare = counts.values().stream()
                .mapToDouble(count -> Math.pow(count - 300.0, 2) / 300.0)
                .sum();
        // 999 degrees of freedom: mean 999, standard deviation 45.
        assertThat(chiSquare).isBetween(800.0, 1250.0);
    }

    @Test
    void smallTablesAreSmall() {
        Slabs exact = new Slabs(64 << 20, false);
        Dict small = new Dict(exact, new SeededHash(1, 2), KEY_OFFSET);
        small.create();
        assertThat(exact.usedBytes()).isEqualTo(Dict.ROOT_BYTES + Buckets.BYTES);
        Slabs entries = slabs;
        slabs = exact;
        long entryBytes = 0;
        for (int i = 0; i < 600; i++) {
            int handle = entry("field:" + i);
            entryBytes += exact.usableSize(handle);
            small.insert(handle);
        }
        assertThat((exact.usedBytes() - entryBytes) / 600).isLessThanOrEqualTo(16);
        slabs = entries;
        exact.close();
    }

    @Test
    void aPreparedTableTakesWhatWasExpectedWithoutGrowingAndShrinksAgain() {
        dict.expect(10_000);
        int prepared = dict.bucketCount();
        for (int i = 0; i < 10_000; i++) {
            dict.insert(entry("key:" + i));
        }
        assertThat(dict.bucketCount()).isEqualTo(prepared).isLessThan(10_000 / 7);
        dict.expect(100_000);
        assertThat(dict.bucketCount()).as("not empty any more").isEqualTo(prepared);
        for (int i = 0; i < 10_000; i++) {
            check(find("key:" + i) != 0, "key:" + i);
            check(remove("key:" + i), "key:" + i);
        }
        assertThat(dict.bucketCount()).isEqualTo(1);
    }

    @Test
    void anExpectationBeyondMemoryIsMetAsFarAsItGoes() {
        Slabs tiny = new Slabs(3 << 20, false);
        Dict hopeful = new Dict(tiny, new SeededHash(3, 4), KEY_OFFSET);
        hopeful.create();
        hopeful.expect(Long.MAX_VALUE / 4);
        assertThat(hopeful.tableBytes()).isBetween(2L << 20, 3L << 20);
        assertThat(hopeful.isEmpty()).isTrue();
        tiny.close();
    }

    @Test
    void whenMemoryRunsOutTheTableStaysWhole() {
        Slabs tiny = new Slabs(3 << 20, false);
        Slabs roomy = slabs;
        slabs = tiny;
        dict = new Dict(tiny, new SeededHash(3, 4), KEY_OFFSET);
        dict.create();
        Set<String> in = new HashSet<>();
        int refused = 0;
        for (int i = 0; refused < 2000; i++) {
            String key = "key:" + i;
            try {
                int handle = entry(key);
                try {
                    dict.insert(handle);
                    in.add(key);
                } catch (MemoryLimitException full) {
                    tiny.free(handle);
                    throw full;
                }
            } catch (MemoryLimitException full) {
                refused++;
                if (refused % 3 == 0) {
                    String victim = in.iterator().next();
                    check(remove(victim), victim);
                    in.remove(victim);
                }
            }
        }
        assertThat(dict.size()).isEqualTo(in.size());
        for (String key : in) {
            check(find(key) != 0, key);
        }
        Set<String> seen = new HashSet<>();
        dict.forEach(handle -> seen.add(key(handle)));
        assertThat(seen).isEqualTo(in);
        for (String key : in) {
            remove(key);
        }
        assertThat(dict.bucketCount()).isEqualTo(1);
        slabs = roomy;
        tiny.close();
    }
}
