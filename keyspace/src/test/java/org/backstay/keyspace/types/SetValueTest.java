package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.types.packed.ElementView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetValueTest {
    @ParameterizedTest
    @CsvSource({"1,512,0", "2,512,1", "3,20,0", "4,512,0", "5,0,1", "6,1000,0", "7,512,3"})
    void randomOperationsAgreeWithAJavaSet(long seed, int maxIntset, int textsInTen) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setLimits(new EncodingLimits(-2, 512, 64, maxIntset, 128, 64));
            SetValue set = new SetValue(bench.context);
            set.create();
            Set<String> model = new HashSet<>();
            int span = 20 + bench.random.nextInt(1_500);
            for (int step = 0; step < 8_000; step++) {
                boolean integer = step < 1_000 || bench.random.nextInt(10) >= textsInTen;
                String member = integer ? Integer.toString(bench.random.nextInt(span) - span / 2) : bench.text();
                operate(bench, set, model, member);
                if (step % 200 == 0) {
                    assertSame(bench, set, model);
                }
            }
            assertSame(bench, set, model);
            bench.free(set);
        }
    }

    private static void operate(Workbench bench, SetValue set, Set<String> model, String member) {
        switch (bench.random.nextInt(7)) {
            case 0, 1, 2 ->
                assertThat(set.add(bench.place(member), member.length())).isEqualTo(model.add(member));
            case 3 ->
                assertThat(set.remove(bench.place(member), member.length())).isEqualTo(model.remove(member));
            case 4 ->
                assertThat(set.contains(bench.place(member), member.length())).isEqualTo(model.contains(member));
            case 5 -> {
                if (!model.isEmpty()) {
                    set.random(bench.view);
                    String popped = bench.view.toString();
                    assertThat(set.contains(bench.view)).isTrue();
                    assertThat(set.remove(bench.view)).isTrue();
                    assertThat(model.remove(popped)).isTrue();
                }
            }
            default -> {
                if (member.matches("0|-?[1-9][0-9]{0,17}")) {
                    bench.view.setInteger(Long.parseLong(member));
                } else {
                    bench.view.setBytes(bench.place(member), member.length());
                }
                assertThat(set.contains(bench.view)).isEqualTo(model.contains(member));
                assertThat(set.add(bench.view)).isEqualTo(model.add(member));
            }
        }
        assertThat(set.size()).isEqualTo(model.size());
    }

    private static void assertSame(Workbench bench, SetValue set, Set<String> model) {
        assertThat(members(set)).isEqualTo(model);
        SetValue copy = new SetValue(bench.context);
        copy.attach(set.encoding(), set.duplicate());
        assertThat(members(copy)).isEqualTo(model);
        bench.free(copy);
        Set<String> scanned = new HashSet<>();
        long cursor = 0;
        do {
            cursor = set.scan(cursor, member -> scanned.add(member.toString()));
        } while (cursor != 0);
        assertThat(scanned).isEqualTo(model);
        int count = bench.random.nextInt(model.size() + 5);
        Set<String> sampled = new HashSet<>();
        set.sample(count, member -> assertThat(sampled.add(member.toString())).isTrue());
        assertThat(sampled).hasSize(Math.min(count, model.size()));
        assertThat(model).containsAll(sampled);
        if (set.isPacked() && !model.isEmpty()) {
            assertThat(copy.createFromIntset(set.packedAddress(), set.packedLength()))
                    .isTrue();
            assertThat(members(copy)).isEqualTo(model);
            bench.free(copy);
        }
    }

    private static Set<String> members(SetValue set) {
        ElementView view = new ElementView();
        Set<String> members = new HashSet<>();
        set.rewind();
        while (set.next(view)) {
            assertThat(members.add(view.toString())).isTrue();
        }
        return members;
    }

    @Test
    void setsConvertWhereRedisConvertsThem() {
        try (Workbench bench = new Workbench(20)) {
            SetValue set = new SetValue(bench.context);
            set.create();
            for (int i = 0; i < 512; i++) {
                add(bench, set, Integer.toString(i));
            }
            assertThat(set.encoding()).isEqualTo(Encoding.INTSET);
            add(bench, set, "511");
            assertThat(set.encoding()).isEqualTo(Encoding.INTSET);
            add(bench, set, "512");
            assertThat(set.encoding()).isEqualTo(Encoding.HASHTABLE);
            assertThat(set.size()).isEqualTo(513);
            bench.free(set);
            set.create();
            add(bench, set, "1");
            add(bench, set, "01");
            assertThat(set.encoding()).isEqualTo(Encoding.HASHTABLE);
            assertThat(set.size()).isEqualTo(2);
            bench.free(set);
        }
    }

    @Test
    void hostileIntsetsAreRefused() {
        try (Workbench bench = new Workbench(21)) {
            SetValue set = new SetValue(bench.context);
            set.create();
            add(bench, set, "1");
            add(bench, set, "70000");
            long bytes = bench.placeSecond(" ".repeat(100));
            NativeMemory.copy(set.packedAddress(), bytes, set.packedLength());
            int length = set.packedLength();
            bench.free(set);
            assertThat(set.createFromIntset(bytes, length - 1)).isFalse();
            NativeMemory.putInt(bytes + 12, 1);
            assertThat(set.createFromIntset(bytes, length)).isFalse();
        }
    }

    @Test
    void randomMembersAreChosenFairly() {
        try (Workbench bench = new Workbench(22)) {
            for (int members : new int[] {10, 700}) {
                SetValue set = new SetValue(bench.context);
                set.create();
                for (int i = 0; i < members; i++) {
                    add(bench, set, Integer.toString(i));
                }
                Map<String, Integer> drawn = new HashMap<>();
                for (int i = 0; i < members * 100; i++) {
                    set.random(bench.view);
                    drawn.merge(bench.view.toString(), 1, Integer::sum);
                    set.sample(1, member -> drawn.merge(member.toString(), 1, Integer::sum));
                }
                assertThat(drawn).hasSize(members);
                // 200 expected each; six standard deviations either way.
                assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(115, 285));
                bench.free(set);
            }
        }
    }

    private static void add(Workbench bench, SetValue set, String member) {
        set.add(bench.place(member), member.length());
    }
}
