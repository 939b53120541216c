package org.backstay.keyspace.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.types.ZSetValue.Outcome;
import org.backstay.keyspace.types.packed.Listpack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZSetValueTest {
    private record Member(double score, String text) {}

    /** The order of the model: texts are Latin-1, so that the order of characters is that of bytes. */
    private static final Comparator<Member> ORDER =
            Comparator.comparingDouble(Member::score).thenComparing(Member::text);

    /** A sorted set out of Java's own collections. */
    private static final class Model {
        final Map<String, Double> scores = new HashMap<>();
        final TreeSet<Member> order = new TreeSet<>(ORDER);

        void put(String text, double score) {
            remove(text);
            scores.put(text, score);
            order.add(new Member(score, text));
        }

        boolean remove(String text) {
            Double score = scores.remove(text);
            return score != null && order.remove(new Member(score, text));
        }

        List<Member> list() {
            return List.copyOf(order);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,128,64,50",
        "2,128,64,50",
        "3,10,64,40",
        "4,128,64,3000",
        "5,0,64,100",
        "6,128,8,300",
        "7,100000,100000,400",
        "8,64,64,60"
    })
    void randomOperationsAgreeWithATreeSet(long seed, int maxEntries, int maxValue, int members) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setLimits(new EncodingLimits(-2, 512, 64, 512, maxEntries, maxValue));
            ZSetValue zset = new ZSetValue(bench.context);
            zset.create();
            Model model = new Model();
            for (int step = 0; step < 8_000; step++) {
                String text = bench.random.nextInt(20) == 0 ? bench.text() : "m" + bench.random.nextInt(members);
                operate(bench, zset, model, text);
                assertThat(zset.size()).isEqualTo(model.scores.size());
                if (step % 100 == 0) {
                    assertSame(bench, zset, model);
                    assertRanges(bench, zset, model);
                }
                if (step % 2_000 == 1_999) {
                    zset.packIfSmall();
                    assertSame(bench, zset, model);
                }
            }
            bench.free(zset);
        }
    }

    private static double score(Workbench bench) {
        return switch (bench.random.nextInt(8)) {
            case 0 -> bench.random.nextInt(10) / 4.0;
            case 1 -> bench.random.nextGaussian() * 1e6;
            case 2 -> bench.random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 3 -> bench.random.nextLong();
            default -> bench.random.nextInt(20) - 10;
        };
    }

    private static void operate(Workbench bench, ZSetValue zset, Model model, String text) {
        switch (bench.random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> update(bench, zset, model, text, 0);
            case 5, 6 -> update(bench, zset, model, text, flags(bench));
            case 7, 8 ->
                assertThat(zset.remove(bench.place(text), text.length())).isEqualTo(model.remove(text));
            case 9 -> {
                Double score = model.scores.get(text);
                double found = zset.score(bench.place(text), text.length());
                long rank = zset.rank(bench.place(text), text.length());
                if (score == null) {
                    assertThat(found).isNaN();
                    assertThat(rank).isEqualTo(-1);
                } else {
                    assertThat(found).isEqualTo(score);
                    assertThat(rank)
                            .isEqualTo(
                                    model.order.headSet(new Member(score, text)).size());
                }
            }
            case 10 -> {
                if (!model.scores.isEmpty()) {
                    zset.seekRandom();
                    zset.member(bench.view);
                    String drawn = bench.view.toString();
                    assertThat(model.scores).containsEntry(drawn, zset.score());
                    if (bench.random.nextInt(4) == 0) {
                        assertThat(zset.remove(bench.view)).isTrue();
                        model.remove(drawn);
                    }
                }
            }
            default -> removeRange(bench, zset, model);
        }
    }

    private static int flags(Workbench bench) {
        int[] allowed = {
            ZSetValue.NX,
            ZSetValue.XX,
            ZSetValue.GT,
            ZSetValue.LT,
            ZSetValue.INCR,
            ZSetValue.XX | ZSetValue.GT,
            ZSetValue.XX | ZSetValue.LT,
            ZSetValue.INCR | ZSetValue.GT,
            ZSetValue.INCR | ZSetValue.XX,
            ZSetValue.NX | ZSetValue.INCR
        };
        return allowed[bench.random.nextInt(allowed.length)];
    }

    private static void update(Workbench bench, ZSetValue zset, Model model, String text, int flags) {
        double score = score(bench);
        Double current = model.scores.get(text);
        Outcome outcome = zset.update(flags, score, bench.place(text), text.length());
        Outcome expected = expected(flags, current, score);
        assertThat(outcome).isEqualTo(expected);
        if (outcome == Outcome.ADDED || outcome == Outcome.UPDATED) {
            double wanted = current != null && (flags & ZSetValue.INCR) != 0 ? current + score : score;
            model.put(text, wanted == 0 ? 0.0 : wanted);
            assertThat(zset.updatedScore()).isEqualTo(wanted);
        }
    }

    private static Outcome expected(int flags, Double current, double score) {
        if (current == null) {
            return (flags & ZSetValue.XX) != 0 ? Outcome.SKIPPED : Outcome.ADDED;
        }
        double wanted = (flags & ZSetValue.INCR) != 0 ? current + score : score;
        if ((flags & ZSetValue.NX) != 0) {
            return Outcome.SKIPPED;
        }
        if (Double.isNaN(wanted)) {
            return Outcome.NOT_A_NUMBER;
        }
        boolean forbidden = ((flags & ZSetValue.GT) != 0 && wanted <= current)
                || ((flags & ZSetValue.LT) != 0 && wanted >= current);
        return forbidden ? Outcome.SKIPPED : wanted == current ? Outcome.UNCHANGED : Outcome.UPDATED;
    }

    private static void removeRange(Workbench bench, ZSetValue zset, Model model) {
        List<Member> list = model.list();
        List<Member> gone;
        long removed;
        int from = bench.random.nextInt(list.size() + 2);
        switch (bench.random.nextInt(12)) {
            case 0 -> {
                int to = from + bench.random.nextInt(10);
                removed = zset.removeByRank(from, to);
                gone = list.subList(Math.min(from, list.size()), Math.min(to + 1, list.size()));
            }
            case 1 -> {
                ScoreRange range = narrowRange(bench);
                removed = zset.remove(range);
                gone = list.stream()
                        .filter(m -> range.reaches(m.score) && range.covers(m.score))
                        .toList();
            }
            default -> {
                removed = zset.removeByRank(from, from);
                gone = list.subList(Math.min(from, list.size()), Math.min(from + 1, list.size()));
            }
        }
        assertThat(removed).isEqualTo(gone.size());
        gone.forEach(m -> model.remove(m.text));
    }

    private static ScoreRange narrowRange(Workbench bench) {
        double min = bench.random.nextInt(20) - 10;
        return new ScoreRange(
                min, bench.random.nextBoolean(), min + bench.random.nextInt(2), bench.random.nextBoolean());
    }

    private static void assertSame(Workbench bench, ZSetValue zset, Model model) {
        assertThat(members(bench, zset)).isEqualTo(model.list());
        List<Member> backward = new ArrayList<>();
        for (boolean more = zset.seekRank(zset.size() - 1); more; more = zset.previous()) {
            zset.member(bench.view);
            backward.add(new Member(zset.score(), bench.view.toString()));
        }
        assertThat(backward).isEqualTo(model.list().reversed());
        for (int i = 0; i < 10 && !model.order.isEmpty(); i++) {
            int rank = bench.random.nextInt(model.order.size());
            assertThat(zset.seekRank(rank)).isTrue();
            zset.member(bench.view);
            assertThat(bench.view.toString()).isEqualTo(model.list().get(rank).text);
            assertThat(zset.rank()).isEqualTo(rank);
            assertThat(zset.seekMember(bench.place(bench.view.toString()), bench.view.textLength()))
                    .isTrue();
            assertThat(zset.rank()).isEqualTo(rank);
        }
        ZSetValue copy = new ZSetValue(bench.context);
        copy.attach(zset.encoding(), zset.duplicate());
        assertThat(members(bench, copy)).isEqualTo(model.list());
        bench.free(copy);
        if (zset.isPacked() && !model.order.isEmpty()) {
            assertThat(copy.createFromListpack(zset.packedAddress(), zset.packedLength()))
                    .isTrue();
            assertThat(members(bench, copy)).isEqualTo(model.list());
            bench.free(copy);
        }
        assertScanAndSample(bench, zset, model);
    }

    private static void assertScanAndSample(Workbench bench, ZSetValue zset, Model model) {
        Map<String, Double> scanned = new HashMap<>();
        long cursor = 0;
        do {
            cursor = zset.scan(cursor, (member, score) -> scanned.put(member.toString(), score));
        } while (cursor != 0);
        assertThat(scanned).isEqualTo(model.scores);
        int count = bench.random.nextInt(model.scores.size() + 5);
        Map<String, Double> sampled = new HashMap<>();
        zset.sample(
                count,
                (member, score) ->
                        assertThat(sampled.put(member.toString(), score)).isNull());
        assertThat(sampled).hasSize(Math.min(count, model.scores.size()));
        assertThat(model.scores.entrySet()).containsAll(sampled.entrySet());
    }

    private static List<Member> members(Workbench bench, ZSetValue zset) {
        List<Member> members = new ArrayList<>();
        for (boolean more = zset.seekRank(0); more; more = zset.next()) {
            zset.member(bench.view);
            members.add(new Member(zset.score(), bench.view.toString()));
        }
        return members;
    }

    private static void assertRanges(Workbench bench, ZSetValue zset, Model model) {
        for (int i = 0; i < 10; i++) {
            double min = score(bench);
            double max = bench.random.nextInt(4) == 0 ? min : score(bench);
            ScoreRange range = new ScoreRange(min, bench.random.nextBoolean(), max, bench.random.nextBoolean());
            List<Member> expected = model.list().stream()
                    .filter(m -> range.reaches(m.score) && range.covers(m.score))
                    .toList();
            assertThat(zset.count(range)).isEqualTo(expected.size());
            assertThat(zset.seekFirst(range)).isEqualTo(!expected.isEmpty());
            if (!expected.isEmpty()) {
                zset.member(bench.view);
                assertThat(bench.view.toString()).isEqualTo(expected.getFirst().text);
                assertThat(zset.seekLast(range)).isTrue();
                zset.member(bench.view);
                assertThat(bench.view.toString()).isEqualTo(expected.getLast().text);
            }
            assertThat(zset.seekLast(range)).isEqualTo(!expected.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,128", "2,0", "3,1000"})
    void lexRangesAgreeWithAList(long seed, int maxEntries) {
        try (Workbench bench = new Workbench(seed)) {
            bench.context.setLimits(new EncodingLimits(-2, 512, 64, 512, maxEntries, 64));
            ZSetValue zset = new ZSetValue(bench.context);
            zset.create();
            Model model = new Model();
            for (int i = 0; i < 120; i++) {
                String text = bench.random.nextBoolean()
                        ? "k" + bench.random.nextInt(150)
                        : Integer.toString(bench.random.nextInt(99));
                zset.add(0, bench.place(text), text.length());
                model.put(text, 0);
            }
            for (int i = 0; i < 2_000; i++) {
                String low = bench.random.nextInt(3) == 0 ? "k" : "k" + bench.random.nextInt(150);
                String high = bench.random.nextInt(3) == 0 ? low : Integer.toString(bench.random.nextInt(99));
                LexRange range = new LexRange(
                        limit(bench, bench.place(low), low, LexRange.Limit.FIRST),
                        limit(bench, bench.placeSecond(high), high, LexRange.Limit.LAST));
                checkLex(bench, zset, model, range, low, high);
            }
            LexRange all = new LexRange(LexRange.Limit.FIRST, LexRange.Limit.LAST);
            assertThat(zset.count(all)).isEqualTo(model.order.size());
            assertThat(zset.count(new LexRange(LexRange.Limit.LAST, LexRange.Limit.FIRST)))
                    .isZero();
            assertThat(zset.remove(all)).isEqualTo(model.order.size());
            bench.free(zset);
        }
    }

    private static LexRange.Limit limit(Workbench bench, long at, String text, LexRange.Limit end) {
        return switch (bench.random.nextInt(5)) {
            case 0 -> end;
            case 1, 2 -> new LexRange.Limit(LexRange.Kind.INCLUSIVE, at, text.length());
            default -> new LexRange.Limit(LexRange.Kind.EXCLUSIVE, at, text.length());
        };
    }

    private static void checkLex(
            Workbench bench, ZSetValue zset, Model model, LexRange range, String low, String high) {
        List<String> expected = model.order.stream()
                .map(Member::text)
                .filter(text -> switch (range.min().kind()) {
                    case INCLUSIVE -> text.compareTo(low) >= 0;
                    case EXCLUSIVE -> text.compareTo(low) > 0;
                    default -> true;
                })
                .filter(text -> switch (range.max().kind()) {
                    case INCLUSIVE -> text.compareTo(high) <= 0;
                    case EXCLUSIVE -> text.compareTo(high) < 0;
                    default -> true;
                })
                .toList();
        assertThat(zset.count(range)).isEqualTo(expected.size());
        assertThat(zset.seekFirst(range)).isEqualTo(!expected.isEmpty());
        List<String> walked = new ArrayList<>();
        for (boolean more = zset.seekFirst(range); more && zset.isWithin(range); more = zset.next()) {
            zset.member(bench.view);
            walked.add(bench.view.toString());
        }
        assertThat(walked).isEqualTo(expected);
        walked.clear();
        for (boolean more = zset.seekLast(range); more && zset.isWithin(range); more = zset.previous()) {
            zset.member(bench.view);
            walked.add(bench.view.toString());
        }
        assertThat(walked.reversed()).isEqualTo(expected);
    }

    @Test
    void setsConvertWhereRedisConvertsThem() {
        try (Workbench bench = new Workbench(30)) {
            ZSetValue zset = new ZSetValue(bench.context);
            zset.create();
            for (int i = 0; i < 128; i++) {
                String text = "member:" + i;
                zset.add(i, bench.place(text), text.length());
            }
            assertThat(zset.encoding()).isEqualTo(Encoding.LISTPACK);
            zset.add(1, bench.place("one more"), 8);
            assertThat(zset.encoding()).isEqualTo(Encoding.SKIPLIST);
            assertThat(zset.size()).isEqualTo(129);
            zset.remove(bench.place("one more"), 8);
            zset.packIfSmall();
            assertThat(zset.encoding()).isEqualTo(Encoding.LISTPACK);
            String longMember = "x".repeat(65);
            zset.add(1, bench.place(longMember), 65);
            assertThat(zset.encoding()).isEqualTo(Encoding.SKIPLIST);
            zset.removeByRank(0, 100);
            zset.packIfSmall();
            assertThat(zset.encoding())
                    .as("the long member is still there or gone")
                    .isEqualTo(Encoding.LISTPACK);
            bench.free(zset);
        }
    }

    @Test
    void noNumberIsRefused() {
        try (Workbench bench = new Workbench(31)) {
            ZSetValue zset = new ZSetValue(bench.context);
            zset.create();
            assertThat(zset.update(0, Double.NaN, bench.place("m"), 1)).isEqualTo(Outcome.NOT_A_NUMBER);
            zset.add(Double.POSITIVE_INFINITY, bench.place("m"), 1);
            assertThat(zset.update(ZSetValue.INCR, Double.NEGATIVE_INFINITY, bench.place("m"), 1))
                    .isEqualTo(Outcome.NOT_A_NUMBER);
            assertThat(zset.score(bench.place("m"), 1)).isEqualTo(Double.POSITIVE_INFINITY);
            bench.free(zset);
        }
    }

    @Test
    void hostileListpacksAreRefused() {
        try (Workbench bench = new Workbench(32)) {
            ZSetValue zset = new ZSetValue(bench.context);
            long bytes = bench.placeSecond(" ".repeat(500));
            for (List<String> entries : List.of(
                    List.<String>of(),
                    List.of("member"),
                    List.of("a", "2", "b", "1"),
                    List.of("b", "1", "a", "1"),
                    List.of("a", "1", "a", "1"),
                    List.of("a", "1", "a", "2"),
                    List.of("a", "nan"),
                    List.of("a", "text"),
                    List.of("10", "1", "1", "1"))) {
                write(bench, bytes, entries);
                assertThat(zset.createFromListpack(bytes, Listpack.bytes(bytes)))
                        .as("%s", entries)
                        .isFalse();
            }
            write(
                    bench,
                    bytes,
                    List.of("x", "-inf", "b", "-1.5", "1", "1e3", "10", "1000", "a", "1000.0000000000001", "z", "inf"));
            assertThat(zset.createFromListpack(bytes, Listpack.bytes(bytes))).isTrue();
            assertThat(zset.score(bench.place("1"), 1)).isEqualTo(1000);
            // Its score was spelt shorter than ours will be.
            assertThat(zset.update(0, 1e300, bench.place("1"), 1)).isEqualTo(Outcome.UPDATED);
            assertThat(zset.rank(bench.place("1"), 1)).isEqualTo(4);
            bench.free(zset);
        }
    }

    private static void write(Workbench bench, long bytes, List<String> entries) {
        Listpack.create(bytes);
        for (String entry : entries) {
            Listpack.insert(bytes, Listpack.end(bytes), bench.place(entry), entry.length());
        }
    }
}
