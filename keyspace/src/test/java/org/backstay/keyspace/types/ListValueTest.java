package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListValueTest {
    @ParameterizedTest
    @CsvSource({"1,-2", "2,-1", "3,-5", "4,3", "5,1", "6,0", "7,128", "8,-2", "9,-4", "10,2"})
    void randomOperationsAgreeWithAJavaList(long seed, int listMaxListpackSize) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setLimits(new EncodingLimits(listMaxListpackSize, 512, 64, 512, 128, 64));
            ListValue list = new ListValue(bench.context);
            list.create();
            List<String> model = new ArrayList<>();
            for (int step = 0; step < 6_000; step++) {
                operate(bench, list, model);
                assertThat(list.size()).isEqualTo(model.size());
                if (step % 100 == 0) {
                    assertSame(bench, list, model);
                }
            }
            assertSame(bench, list, model);
            bench.free(list);
        }
    }

    /** A stack, a queue, one the other way round, and all at once: nodes whose elements come and go at the front. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void pushesAndPopsAtTheEndsAgreeWithAJavaList(int use) {
        try (Workbench bench = new Workbench(use)) {
            ListValue list = new ListValue(bench.context);
            list.create();
            List<String> model = new ArrayList<>();
            for (int step = 0; step < 12_000; step++) {
                boolean pushes = model.isEmpty() || bench.random.nextInt(100) < (step / 2_000 % 2 == 0 ? 80 : 25);
                boolean first = use == 3 ? bench.random.nextBoolean() : pushes ? use != 1 : use != 2;
                if (pushes) {
                    push(bench, list, model, first);
                } else {
                    pop(bench, list, model, first);
                }
                if (step % 250 == 0) {
                    assertSame(bench, list, model);
                }
            }
            bench.free(list);
        }
    }

    private static void push(Workbench bench, ListValue list, List<String> model, boolean first) {
        String text = bench.text();
        long at = bench.place(text);
        if (first) {
            list.pushFirst(at, text.length());
            model.add(0, text);
        } else {
            list.pushLast(at, text.length());
            model.add(text);
        }
    }

    private static void operate(Workbench bench, ListValue list, List<String> model) {
        String text = bench.text();
        long at = bench.place(text);
        int size = model.size();
        int index = size == 0 ? 0 : bench.random.nextInt(size);
        switch (bench.random.nextInt(size > 1_500 ? 16 : 14)) {
            case 0, 1 -> {
                list.pushFirst(at, text.length());
                model.add(0, text);
            }
            case 2, 3, 4 -> {
                list.pushLast(at, text.length());
                model.add(text);
            }
            case 5 -> {
                assertThat(list.set(index, at, text.length())).isEqualTo(size > 0);
                if (size > 0) {
                    model.set(index, text);
                }
            }
            case 6 -> {
                assertThat(list.set(index - size, at, text.length())).isEqualTo(size > 0);
                if (size > 0) {
                    model.set(index, text);
                }
            }
            case 7, 8 -> insert(bench, list, model, text, size == 0 ? "none" : model.get(index));
            case 9 -> pop(bench, list, model, bench.random.nextBoolean());
            case 10 -> remove(bench, list, model, size == 0 ? "none" : model.get(index));
            case 11 -> {
                long count = bench.random.nextInt(size > 800 ? 300 : 10);
                long removed = list.removeRange(index, count);
                int end = (int) Math.min(size, index + count);
                assertThat(removed).isEqualTo(Math.max(end - index, 0));
                model.subList(index, Math.max(end, index)).clear();
            }
            case 12 -> positions(bench, list, model, size == 0 ? "none" : model.get(index));
            case 13 -> rotate(bench, list, model);
            case 14 -> {
                int to = size - 1 - bench.random.nextInt(size / 4);
                int from = bench.random.nextInt(size / 4);
                list.trim(from, to);
                model.subList(to + 1, size).clear();
                model.subList(0, from).clear();
            }
            default -> {
                list.trim(5, 2);
                model.clear();
            }
        }
    }

    private static void insert(Workbench bench, ListValue list, List<String> model, String text, String pivot) {
        boolean before = bench.random.nextBoolean();
        int found = model.indexOf(pivot);
        boolean inserted =
                list.insert(before, bench.placeSecond(pivot), pivot.length(), bench.place(text), text.length());
        assertThat(inserted).isEqualTo(found >= 0);
        if (found >= 0) {
            model.add(before ? found : found + 1, text);
        }
    }

    private static void pop(Workbench bench, ListValue list, List<String> model, boolean first) {
        boolean some = first ? list.first(bench.view) : list.last(bench.view);
        assertThat(some).isEqualTo(!model.isEmpty());
        if (!some) {
            return;
        }
        assertThat(bench.view.toString()).isEqualTo(first ? model.getFirst() : model.getLast());
        if (first) {
            list.removeFirst();
            model.removeFirst();
        } else {
            list.removeLast();
            model.removeLast();
        }
    }

    private static void remove(Workbench bench, ListValue list, List<String> model, String text) {
        int count = bench.random.nextInt(5) - 2;
        long removed = list.remove(count, bench.place(text), text.length());
        int wanted = count == 0 ? Integer.MAX_VALUE : Math.abs(count);
        int expected = 0;
        if (count < 0) {
            Collections.reverse(model);
        }
        while (expected < wanted && model.remove(text)) {
            expected++;
        }
        if (count < 0) {
            Collections.reverse(model);
        }
        assertThat(removed).isEqualTo(expected);
    }

    private static void positions(Workbench bench, ListValue list, List<String> model, String text) {
        boolean forward = bench.random.nextBoolean();
        int rank = 1 + bench.random.nextInt(3);
        int maxMatches = 1 + bench.random.nextInt(4);
        int maxCompared = 1 + bench.random.nextInt(2_000);
        List<Long> found = new ArrayList<>();
        list.positions(bench.place(text), text.length(), forward ? rank : -rank, maxMatches, maxCompared, found::add);
        List<Long> expected = new ArrayList<>();
        int matches = 0;
        for (int i = 0; i < Math.min(model.size(), maxCompared) && expected.size() < maxMatches; i++) {
            int index = forward ? i : model.size() - 1 - i;
            if (model.get(index).equals(text) && ++matches >= rank) {
                expected.add((long) index);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void rotate(Workbench bench, ListValue list, List<String> model) {
        boolean fromFirst = bench.random.nextBoolean();
        boolean toFirst = bench.random.nextBoolean();
        list.rotate(fromFirst, toFirst);
        if (model.isEmpty()) {
            return;
        }
        String moved = fromFirst ? model.removeFirst() : model.removeLast();
        model.add(toFirst ? 0 : model.size(), moved);
    }

    private static void assertSame(Workbench bench, ListValue list, List<String> model) {
        assertThat(list.encoding()).isEqualTo(Encoding.QUICKLIST);
        List<String> forward = new ArrayList<>();
        for (boolean some = list.seek(0, true); some && list.next(bench.view); ) {
            forward.add(bench.view.toString());
        }
        assertThat(forward).isEqualTo(model);
        List<String> backward = new ArrayList<>();
        for (boolean some = list.seek(-1, false); some && list.next(bench.view); ) {
            backward.add(bench.view.toString());
        }
        assertThat(backward).isEqualTo(model.reversed());
        for (int i = 0; i < 10 && !model.isEmpty(); i++) {
            int index = bench.random.nextInt(model.size());
            assertThat(list.get(index, bench.view)).isTrue();
            assertThat(bench.view.toString()).isEqualTo(model.get(index));
        }
        assertThat(list.get(model.size(), bench.view)).isFalse();
        assertThat(list.get(-model.size() - 1, bench.view)).isFalse();
        assertNodesAreWithinTheLimits(bench, list);
        assertCopyIsTheSame(bench, list, model);
    }

    private static void assertNodesAreWithinTheLimits(Workbench bench, ListValue list) {
        EncodingLimits limits = bench.context.limits();
        int nodes = 0;
        list.rewindNodes();
        while (list.nextNode()) {
            nodes++;
            if (!list.nodeIsPlain()) {
                assertThat(list.nodeLength()).isLessThanOrEqualTo(limits.listNodeBytes());
                assertThat(Listpack.count(list.nodeAddress())).isBetween(1, limits.listNodeEntries());
            }
        }
        assertThat(nodes).isEqualTo(list.nodeCount());
    }

    /** A copy made block by block, and another from the bytes that an RDB file would carry. */
    private static void assertCopyIsTheSame(Workbench bench, ListValue list, List<String> model) {
        ListValue copy = new ListValue(bench.context);
        copy.attach(Encoding.QUICKLIST, list.duplicate());
        ListValue loaded = new ListValue(bench.context);
        loaded.create();
        list.rewindNodes();
        while (list.nextNode()) {
            if (list.nodeIsPlain()) {
                loaded.appendPlainNode(list.nodeAddress(), list.nodeLength());
            } else {
                assertThat(loaded.appendListpackNode(list.nodeAddress(), list.nodeLength()))
                        .isTrue();
            }
        }
        assertThat(elements(copy)).isEqualTo(model);
        assertThat(elements(loaded)).isEqualTo(model);
        bench.free(copy);
        bench.free(loaded);
    }

    private static List<String> elements(ListValue list) {
        ElementView view = new ElementView();
        List<String> elements = new ArrayList<>();
        for (boolean some = list.seek(0, true); some && list.next(view); ) {
            elements.add(view.toString());
        }
        return elements;
    }

    @Test
    void insertionsInTheMiddleLeaveNodesReasonablyFull() {
        try (Workbench bench = new Workbench(1)) {
            ListValue list = new ListValue(bench.context);
            list.create();
            String text = "0123456789abcdef";
            for (int i = 0; i < 2; i++) {
                list.pushLast(bench.place(text), text.length());
            }
            String pivot = "pivot";
            list.set(1, bench.place(pivot), pivot.length());
            for (int i = 0; i < 20_000; i++) {
                list.insert(true, bench.placeSecond(pivot), pivot.length(), bench.place(text), text.length());
            }
            assertThat(list.nodeCount()).isLessThan(20_000 * 18 / 8192 * 3);
            bench.free(list);
        }
    }

    @Test
    void hostileNodesAreRefused() {
        try (Workbench bench = new Workbench(2)) {
            ListValue list = new ListValue(bench.context);
            list.create();
            long bytes = bench.place(" ".repeat(100));
            Listpack.create(bytes);
            assertThat(list.appendListpackNode(bytes, Listpack.EMPTY_BYTES))
                    .as("empty: no node")
                    .isTrue();
            assertThat(list.nodeCount()).isZero();
            Listpack.insert(bytes, Listpack.end(bytes), 5);
            assertThat(list.appendListpackNode(bytes, Listpack.bytes(bytes) - 1))
                    .isFalse();
            NativeMemory.putByte(bytes + 7, 99);
            assertThat(list.appendListpackNode(bytes, Listpack.bytes(bytes))).isFalse();
            assertThat(list.size()).isZero();
            bench.free(list);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void listsAreFreedInSlices(int budget) {
        try (Workbench bench = new Workbench(3)) {
            ListValue list = new ListValue(bench.context);
            list.create();
            String text = "t".repeat(1_000);
            for (int i = 0; i < 300; i++) {
                list.pushLast(bench.place(text), text.length());
            }
            int nodes = list.nodeCount();
            int slices = 1;
            while (!list.reclaim(Encoding.QUICKLIST, list.root(), budget)) {
                slices++;
            }
            assertThat(slices).isEqualTo(nodes / budget + 1);
        }
    }
}
