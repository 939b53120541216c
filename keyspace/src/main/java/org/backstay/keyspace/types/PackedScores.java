package org.backstay.keyspace.types;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.types.packed.DoubleCheck;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;
import org.backstay.keyspace.types.packed.ListpackCheck;
import org.backstay.keyspace.types.packed.ScoreText;

/**
 * Reads and edits the small form of a sorted set: a listpack of member, score, member, score in ascending order. Functions over the
 * listpack's address; pairs are named by their member's offset.
 */
final class PackedScores {
    private final CollectionContext context;
    private final ElementView view = new ElementView();

    PackedScores(CollectionContext context) {
        this.context = context;
    }

    static int find(long base, long member, int length) {
        return Listpack.find(base, Listpack.first(base), member, length, 1);
    }

    double score(long base, int pair) {
        Listpack.read(base, Listpack.next(base, pair), view);
        return ScoreText.parse(view);
    }

    static int next(long base, int pair) {
        return Listpack.next(base, Listpack.next(base, pair));
    }

    /** The pair before this one (or before the end), or {@link Listpack#NONE}. */
    static int previous(long base, int pair) {
        int score = Listpack.previous(base, pair);
        return score == Listpack.NONE ? Listpack.NONE : Listpack.previous(base, score);
    }

    static int last(long base) {
        return previous(base, Listpack.end(base));
    }

    /** The offset at which a pair belongs: before the first that is not before it. */
    int place(long base, double score, long member, int length) {
        int pair = Listpack.first(base);
        if (pair == Listpack.NONE || score > lastScore(base)) {
            return Listpack.end(base);
        }
        while (pair != Listpack.NONE) {
            int scoreAt = Listpack.next(base, pair);
            Listpack.read(base, scoreAt, view);
            double other = ScoreText.parse(view);
            if (other > score || (other == score && compareMember(base, pair, member, length) > 0)) {
                return pair;
            }
            pair = Listpack.next(base, scoreAt);
        }
        return Listpack.end(base);
    }

    /** The score of the last pair. Scores that only grow, such as times, find their place by this alone. */
    private double lastScore(long base) {
        Listpack.read(base, Listpack.last(base), view);
        return ScoreText.parse(view);
    }

    int compareMember(long base, int pair, long member, int length) {
        Listpack.read(base, pair, view);
        return NativeMemory.compare(text(), view.textLength(), member, length);
    }

    /** Whether a pair is not below a range. */
    boolean reaches(long base, int pair, ZSetRange range) {
        return switch (range) {
            case ScoreRange scores -> scores.reaches(score(base, pair));
            case LexRange texts -> {
                Listpack.read(base, pair, view);
                yield texts.reaches(text(), view.textLength());
            }
        };
    }

    /** Whether a pair is not above a range. */
    boolean covers(long base, int pair, ZSetRange range) {
        return switch (range) {
            case ScoreRange scores -> scores.covers(score(base, pair));
            case LexRange texts -> {
                Listpack.read(base, pair, view);
                yield texts.covers(text(), view.textLength());
            }
        };
    }

    /** Where the text of the viewed member is, its digits in the scratch if it is an integer. */
    private long text() {
        if (!view.isInteger()) {
            return view.address();
        }
        view.writeTo(context.scratch());
        return context.scratch();
    }

    /** How many pairs are below a range. */
    int countBefore(long base, ZSetRange range) {
        int count = 0;
        for (int at = Listpack.first(base); at != Listpack.NONE && !reaches(base, at, range); at = next(base, at)) {
            count++;
        }
        return count;
    }

    /** How many pairs are below a range or in it. */
    int countTo(long base, ZSetRange range) {
        int count = 0;
        for (int at = Listpack.first(base); at != Listpack.NONE && covers(base, at, range); at = next(base, at)) {
            count++;
        }
        return count;
    }

    /** How many pairs stand before this one. */
    static int rank(long base, int pair) {
        int rank = 0;
        for (int at = Listpack.first(base); at != pair; at = next(base, at)) {
            rank++;
        }
        return rank;
    }

    /** The bytes that a score takes as an entry. */
    int scoreBytes(double score) {
        if (ScoreText.isInteger(score)) {
            return Listpack.entryBytesFor((long) score);
        }
        int length = ScoreText.write(score, context.scratch());
        return Listpack.entryBytesFor(context.scratch(), length);
    }

    /** Inserts a pair at an offset; the block has the room. */
    void insert(long base, int offset, long member, int length, double score) {
        int scoreAt = Listpack.insert(base, offset, member, length);
        if (ScoreText.isInteger(score)) {
            Listpack.insert(base, scoreAt, (long) score);
        } else {
            int digits = ScoreText.write(score, context.scratch());
            Listpack.insert(base, scoreAt, context.scratch(), digits);
        }
    }

    /** Whether bytes from outside are a sorted set of at least one member: a listpack of pairs in order, no member twice. */
    boolean isSortedSet(long base, long length) {
        int entries = ListpackCheck.entries(base, length);
        return entries > 0
                && entries % 2 == 0
                && isOrdered(base)
                && !new DoubleCheck(context.hashing()).hasDoubles(base, entries, 1);
    }

    /** Whether the pairs of a checked listpack have numbers for scores and stand in their order, no member twice running. */
    private boolean isOrdered(long base) {
        double before = Double.NaN;
        int pairBefore = Listpack.NONE;
        ElementView member = new ElementView();
        for (int pair = Listpack.first(base); pair != Listpack.NONE; pair = next(base, pair)) {
            double score = score(base, pair);
            if (Double.isNaN(score) || score < before) {
                return false;
            }
            if (score == before) {
                Listpack.read(base, pair, member);
                long text = member.isInteger() ? context.scratch() + SECOND_TEXT : member.address();
                int length = member.isInteger() ? member.writeTo(text) : member.length();
                if (compareMember(base, pairBefore, text, length) >= 0) {
                    return false;
                }
            }
            before = score;
            pairBefore = pair;
        }
        return true;
    }

    private static final int SECOND_TEXT = 32;
}
