package org.backstay.redis.command;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.backstay.base.number.LongText;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.ValueType;
import org.backstay.keyspace.types.SetValue;
import org.backstay.keyspace.types.ZSetValue;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ErrorReplies;
import org.jspecify.annotations.Nullable;

/**
 * The sorted sets and sets that ZUNION, ZINTER and ZDIFF combine, read where they lie: a view for each source, nothing for each member.
 * Made for one command, on the server's loop.
 */
final class SortedSetSources implements AutoCloseable {
    /** How scores of one member in several sources become one. */
    enum Aggregate {
        SUM,
        MIN,
        MAX;

        double of(double a, double b) {
            return switch (this) {
                case SUM -> numberOrZero(a + b);
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
            };
        }
    }

    /** Takes a member of the result. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a member.
         *
         * @return whether more are wanted
         */
        boolean take(ElementView member, double score);
    }

    /** What stands at one key: a sorted set, a set whose members count 1 each, or nothing. */
    private static final class Source {
        private final @Nullable ZSetValue zset;
        private final @Nullable SetValue set;
        private final double weight;
        private boolean walking;

        Source(@Nullable ZSetValue zset, @Nullable SetValue set, double weight) {
            this.zset = zset;
            this.set = set;
            this.weight = weight;
        }

        long size() {
            return zset != null ? zset.size() : set != null ? set.size() : 0;
        }

        void rewind() {
            walking = zset != null && zset.seekRank(0);
            if (set != null) {
                set.rewind();
            }
        }

        /** Shows the next member; its weighted score, or NaN at the end. */
        double next(ElementView member) {
            if (set != null) {
                return set.next(member) ? numberOrZero(weight) : Double.NaN;
            }
            if (zset == null || !walking) {
                return Double.NaN;
            }
            zset.member(member);
            double score = numberOrZero(zset.score() * weight);
            walking = zset.next();
            return score;
        }

        /** The member's weighted score, or NaN when it is none. */
        double score(ElementView member) {
            if (set != null) {
                return set.contains(member) ? numberOrZero(weight) : Double.NaN;
            }
            double score = zset == null ? Double.NaN : zset.score(member);
            return Double.isNaN(score) ? score : numberOrZero(score * weight);
        }
    }

    private final List<Source> sources = new ArrayList<>();
    private final Aggregate aggregate;
    private final ElementView member = new ElementView();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment digits = arena.allocate(LongText.LONGEST);

    private SortedSetSources(Aggregate aggregate) {
        this.aggregate = aggregate;
    }

    /** Looks up as many keys as there are weights, from an argument on. */
    static SortedSetSources of(Call call, int from, double[] weights, Aggregate aggregate) {
        SortedSetSources all = new SortedSetSources(aggregate);
        for (int i = 0; i < weights.length; i++) {
            Entry entry = call.database()
                    .forRead(call.request().address(from + i), call.request().length(from + i));
            all.sources.add(source(call, entry, weights[i]));
        }
        return all;
    }

    /** Requires what stands at so many keys to be sorted sets or sets; what is wrong with options is told after that. */
    static void requireTypes(Call call, int from, int keys) {
        for (int i = from; i < from + keys; i++) {
            Entry entry = call.database()
                    .peek(call.request().address(i), call.request().length(i));
            if (entry != null && entry.type() != ValueType.ZSET && entry.type() != ValueType.SET) {
                throw new CommandException(ErrorReplies.WRONG_TYPE);
            }
        }
    }

    private static Source source(Call call, @Nullable Entry entry, double weight) {
        if (entry == null) {
            return new Source(null, null, weight);
        }
        return switch (entry.type()) {
            case ZSET -> {
                ZSetValue zset = new ZSetValue(call.server().collections());
                zset.attach(entry.encoding(), entry.root());
                yield new Source(zset, null, weight);
            }
            case SET -> {
                SetValue set = new SetValue(call.server().collections());
                set.attach(entry.encoding(), entry.root());
                yield new Source(null, set, weight);
            }
            default -> throw new CommandException(ErrorReplies.WRONG_TYPE);
        };
    }

    /** Infinity less infinity, or nothing times infinity: zero, as the original has it. */
    private static double numberOrZero(double score) {
        return Double.isNaN(score) ? 0 : score;
    }

    /** The original's order, in which sums of scores are rounded. */
    private void smallestFirst() {
        sources.sort(Comparator.comparingLong(Source::size));
    }

    /** Adds every member of every source. */
    void unite(ZSetValue result) {
        smallestFirst();
        for (Source source : sources) {
            source.rewind();
            for (double score = source.next(member); !Double.isNaN(score); score = source.next(member)) {
                double before = result.score(member);
                add(result, member, Double.isNaN(before) ? score : aggregate.of(before, score));
            }
        }
    }

    /** Shows the members that all sources have. */
    void intersect(Taker taker) {
        smallestFirst();
        Source smallest = sources.getFirst();
        smallest.rewind();
        for (double first = smallest.next(member); !Double.isNaN(first); first = smallest.next(member)) {
            double score = first;
            for (int i = 1; i < sources.size() && !Double.isNaN(score); i++) {
                double other = sources.get(i).score(member);
                score = Double.isNaN(other) ? other : aggregate.of(score, other);
            }
            if (!Double.isNaN(score) && !taker.take(member, score)) {
                return;
            }
        }
    }

    /** Shows the members of the first source that no other has. */
    void subtract(Taker taker) {
        Source first = sources.getFirst();
        first.rewind();
        for (double score = first.next(member); !Double.isNaN(score); score = first.next(member)) {
            boolean elsewhere = false;
            for (int i = 1; i < sources.size() && !elsewhere; i++) {
                elsewhere = !Double.isNaN(sources.get(i).score(member));
            }
            if (!elsewhere && !taker.take(member, score)) {
                return;
            }
        }
    }

    /** Adds what a view of another collection shows. */
    boolean add(ZSetValue result, ElementView shown, double score) {
        long text = shown.isInteger() ? digits.address() : shown.address();
        if (shown.isInteger()) {
            shown.writeTo(text);
        }
        return result.add(score, text, shown.textLength());
    }

    @Override
    public void close() {
        arena.close();
    }
}
