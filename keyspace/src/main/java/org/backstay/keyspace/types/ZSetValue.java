package org.backstay.keyspace.types;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;

/**
 * A sorted set: members in the order of their scores, those of one score in the order of their bytes. A listpack
 * ({@link Encoding#LISTPACK}) up to {@code zset-max-listpack-entries} members of at most {@code zset-max-listpack-value} bytes, then a
 * skip list ({@link Encoding#SKIPLIST}).
 *
 * <p>The flyweight has a position, which the {@code seek} methods set and {@link #next} and {@link #previous} move; any change of the set
 * makes it invalid.
 */
public final class ZSetValue extends CollectionValue {
    /** {@link #update}: only add a new member. */
    public static final int NX = 1;

    /** {@link #update}: only change a member that exists. */
    public static final int XX = 2;

    /** {@link #update}: change an existing member only to a greater score. */
    public static final int GT = 4;

    /** {@link #update}: change an existing member only to a lesser score. */
    public static final int LT = 8;

    /** {@link #update}: add the score to the existing one. */
    public static final int INCR = 16;

    /** What {@link #update} did. */
    public enum Outcome {
        /** The member is new. */
        ADDED,
        /** The member has another score now. */
        UPDATED,
        /** The member had this score already. */
        UNCHANGED,
        /** The flags forbade it. */
        SKIPPED,
        /** The score is, or would become, no number; nothing was done. */
        NOT_A_NUMBER
    }

    private final SkipList list;
    private final SkipList dying;
    private final PackedScores pairs;
    private final ElementView element = new ElementView();
    private final EntryVisitor scanned = this::showScanned;
    private ScoredVisitor scanner = (member, score) -> {};
    private double updatedScore;

    /** The offset of a pair, or a node; {@link Listpack#NONE}, or 0, if there is no such element. */
    private int position;

    /** A flyweight that is attached to nothing yet. */
    public ZSetValue(CollectionContext context) {
        super(context, Encoding.LISTPACK);
        list = new SkipList(context);
        dying = new SkipList(context);
        pairs = new PackedScores(context);
    }

    @Override
    public void create() {
        int handle = slabs.alloc(Listpack.EMPTY_BYTES);
        Listpack.create(slabs.address(handle));
        attach(Encoding.LISTPACK, handle);
    }

    /** Creates one in its large form, which {@link #packIfSmall} may end: only there is -0 kept apart from 0. */
    public void createUnpacked() {
        create();
        convertToList();
    }

    @Override
    void attached() {
        if (!isPacked()) {
            list.attach(root());
        }
    }

    @Override
    public long size() {
        return isPacked() ? Listpack.count(packedAddress()) / 2 : list.size();
    }

    /** A member's score, or NaN if it is none. */
    public double score(long address, int length) {
        if (isPacked()) {
            int pair = PackedScores.find(packedAddress(), address, length);
            return pair == Listpack.NONE ? Double.NaN : pairs.score(packedAddress(), pair);
        }
        int node = list.find(address, length);
        return node == 0 ? Double.NaN : list.score(node);
    }

    /** The score of what a view shows (of this set or another), or NaN if it is no member. */
    public double score(ElementView member) {
        return score(textAddress(member), member.textLength());
    }

    /** Gives a member this score, adding it if it is none; true if it is new. The score must not be NaN. */
    public boolean add(double score, long address, int length) {
        return update(0, score, address, length) == Outcome.ADDED;
    }

    /** ZADD and ZINCRBY for one member; {@code flags} are those of this class. See {@link #updatedScore}. */
    public Outcome update(int flags, double score, long address, int length) {
        if (Double.isNaN(score)) {
            return Outcome.NOT_A_NUMBER;
        }
        return isPacked() ? updatePacked(flags, score, address, length) : updateListed(flags, score, address, length);
    }

    /** The member's score after the last {@link #update} that added, updated or found it unchanged. */
    public double updatedScore() {
        return updatedScore;
    }

    private Outcome updatePacked(int flags, double score, long address, int length) {
        long base = packedAddress();
        int pair = PackedScores.find(base, address, length);
        if (pair != Listpack.NONE) {
            double current = pairs.score(base, pair);
            Outcome outcome = decide(flags, current, score);
            if (outcome == Outcome.UPDATED) {
                movePacked(pair, address, length);
            }
            return outcome;
        }
        if ((flags & XX) != 0) {
            return Outcome.SKIPPED;
        }
        if (!fitsPacked(length)) {
            convertToList();
            return addListed(score, address, length);
        }
        long bytes = (long) Listpack.bytes(base) + Listpack.entryBytesFor(address, length) + pairs.scoreBytes(score);
        long roomy = packedRoom(bytes);
        pairs.insert(roomy, pairs.place(roomy, score, address, length), address, length, score);
        updatedScore = score;
        return Outcome.ADDED;
    }

    private Outcome updateListed(int flags, double score, long address, int length) {
        int node = list.find(address, length);
        if (node == 0) {
            return (flags & XX) != 0 ? Outcome.SKIPPED : addListed(score, address, length);
        }
        Outcome outcome = decide(flags, list.score(node), score);
        if (outcome == Outcome.UPDATED) {
            list.changeScore(node, updatedScore);
        }
        return outcome;
    }

    private Outcome addListed(double score, long address, int length) {
        list.add(score, address, length);
        updatedScore = score;
        return Outcome.ADDED;
    }

    /** What the flags make of a member that exists; sets {@link #updatedScore}. */
    private Outcome decide(int flags, double current, double score) {
        if ((flags & NX) != 0) {
            return Outcome.SKIPPED;
        }
        double wanted = (flags & INCR) != 0 ? current + score : score;
        if (Double.isNaN(wanted)) {
            return Outcome.NOT_A_NUMBER;
        }
        if (((flags & LT) != 0 && wanted >= current) || ((flags & GT) != 0 && wanted <= current)) {
            return Outcome.SKIPPED;
        }
        updatedScore = wanted;
        return wanted == current ? Outcome.UNCHANGED : Outcome.UPDATED;
    }

    private boolean fitsPacked(int length) {
        return size() < context.limits().zsetMaxListpackEntries()
                && length <= context.limits().zsetMaxListpackValue()
                && (long) packedLength() + length <= Listpack.MAX_BYTES;
    }

    /** Gives a pair {@link #updatedScore} and its new place. */
    private void movePacked(int pair, long address, int length) {
        long base = packedAddress();
        int growth = pairs.scoreBytes(updatedScore) - Listpack.entryBytes(base, Listpack.next(base, pair));
        long roomy = growth > 0 ? packedRoom((long) Listpack.bytes(base) + growth) : base;
        Listpack.delete(roomy, pair, 2);
        pairs.insert(roomy, pairs.place(roomy, updatedScore, address, length), address, length, updatedScore);
        if (growth < 0) {
            shrinkPacked();
        }
    }

    /** Removes a member; false if it is none. */
    public boolean remove(long address, int length) {
        if (isPacked()) {
            int pair = PackedScores.find(packedAddress(), address, length);
            if (pair == Listpack.NONE) {
                return false;
            }
            Listpack.delete(packedAddress(), pair, 2);
            shrinkPacked();
            return true;
        }
        int node = list.find(address, length);
        if (node == 0) {
            return false;
        }
        list.remove(node);
        return true;
    }

    /** Removes what a view shows, also one that this set filled; the view is invalid afterwards. */
    public boolean remove(ElementView member) {
        return remove(textAddress(member), member.textLength());
    }

    /** How many members come before this one, or -1 if it is none. */
    public long rank(long address, int length) {
        if (!isPacked()) {
            int node = list.find(address, length);
            return node == 0 ? -1 : list.rank(node);
        }
        int pair = PackedScores.find(packedAddress(), address, length);
        return pair == Listpack.NONE ? -1 : PackedScores.rank(packedAddress(), pair);
    }

    /** The rank of the position. */
    public long rank() {
        return isPacked() ? PackedScores.rank(packedAddress(), position) : list.rank(position);
    }

    /** How many members are in a range. */
    public long count(ZSetRange range) {
        return range.isEmpty() ? 0 : Math.max(0, countTo(range) - countBefore(range));
    }

    private long countBefore(ZSetRange range) {
        return isPacked()
                ? pairs.countBefore(packedAddress(), range)
                : list.countBefore(node -> !list.reaches(node, range));
    }

    private long countTo(ZSetRange range) {
        return isPacked() ? pairs.countTo(packedAddress(), range) : list.countBefore(node -> list.covers(node, range));
    }

    /** Removes members by rank, both ends inclusive and not negative; returns how many. */
    public long removeByRank(long from, long to) {
        long start = Math.max(from, 0);
        long end = Math.min(to, size() - 1);
        if (start > end) {
            return 0;
        }
        int count = (int) (end - start + 1);
        if (isPacked()) {
            long base = packedAddress();
            Listpack.delete(base, Listpack.seek(base, (int) start * 2), count * 2);
            shrinkPacked();
        } else {
            list.removeRange((int) start, count);
        }
        return count;
    }

    /** Removes the members in a range; returns how many. */
    public long remove(ZSetRange range) {
        return range.isEmpty() ? 0 : removeByRank(countBefore(range), countTo(range) - 1);
    }

    /** Goes to the member of a rank; false if there is none. */
    public boolean seekRank(long rank) {
        if (rank < 0 || rank >= size()) {
            return false;
        }
        position = isPacked() ? Listpack.seek(packedAddress(), (int) rank * 2) : list.atRank((int) rank);
        return true;
    }

    /** Goes to a member; false if it is none. */
    public boolean seekMember(long address, int length) {
        position = isPacked() ? PackedScores.find(packedAddress(), address, length) : list.find(address, length);
        return isSomewhere();
    }

    /** Goes to the first member in a range; false if there is none. */
    public boolean seekFirst(ZSetRange range) {
        if (range.isEmpty()) {
            return false;
        }
        if (isPacked()) {
            return seekRank(countBefore(range)) && covers(range);
        }
        position = list.next(list.lastBefore(node -> !list.reaches(node, range)));
        return position != 0 && covers(range);
    }

    /** Goes to the last member in a range; false if there is none. */
    public boolean seekLast(ZSetRange range) {
        if (range.isEmpty()) {
            return false;
        }
        if (isPacked()) {
            return seekRank(countTo(range) - 1) && reaches(range);
        }
        position = list.lastBefore(node -> list.covers(node, range));
        return position != 0 && reaches(range);
    }

    /** Whether the member at the position is in a range. */
    public boolean isWithin(ZSetRange range) {
        return reaches(range) && covers(range);
    }

    /** Whether the member at the position is not below a range: what a walk downwards asks. */
    public boolean reaches(ZSetRange range) {
        return isPacked() ? pairs.reaches(packedAddress(), position, range) : list.reaches(position, range);
    }

    /** Whether the member at the position is not above a range: what a walk upwards asks. */
    public boolean covers(ZSetRange range) {
        return isPacked() ? pairs.covers(packedAddress(), position, range) : list.covers(position, range);
    }

    private boolean isSomewhere() {
        return isPacked() ? position != Listpack.NONE : position != 0;
    }

    /** Goes to the next higher member; false if there is none. */
    public boolean next() {
        position = isPacked() ? PackedScores.next(packedAddress(), position) : list.next(position);
        return isSomewhere();
    }

    /** Goes to the next lower member; false if there is none. */
    public boolean previous() {
        position = isPacked() ? PackedScores.previous(packedAddress(), position) : list.previous(position);
        return isSomewhere();
    }

    /** Shows the member at the position. */
    public void member(ElementView result) {
        if (isPacked()) {
            Listpack.read(packedAddress(), position, result);
        } else {
            list.readMember(position, result);
        }
    }

    /** The score at the position. */
    public double score() {
        return isPacked() ? pairs.score(packedAddress(), position) : list.score(position);
    }

    /** Goes to a member chosen with equal chances; the set must not be empty. */
    public void seekRandom() {
        if (isPacked()) {
            position = Listpack.seek(packedAddress(), 2 * context.random().nextInt((int) size()));
        } else {
            position = list.dict().handleAt(list.dict().randomSlot(context.random()));
        }
    }

    /** Shows {@code count} different members (all, if there are no more), each choice of them with equal chances. */
    public void sample(long count, ScoredVisitor visitor) {
        long rest = size();
        long wanted = Math.min(count, rest);
        scanner = visitor;
        if (!isPacked() && wanted * DistinctSample.SPARSE < rest) {
            DistinctSample.of(list.dict(), (int) wanted, context.random(), scanned);
            return;
        }
        for (boolean more = seekRank(0); wanted > 0 && more; more = next()) {
            // Each member is taken with the chance that the places left give it: every subset is equally likely.
            if (context.random().nextLong(rest--) < wanted) {
                wanted--;
                showPosition();
            }
        }
    }

    /**
     * One step of ZSCAN: shows the members at {@code cursor} (all of them, if packed) and returns the next cursor, 0 at the end. A caller
     * repeats it until it has as many as it wants.
     */
    public long scan(long cursor, ScoredVisitor visitor) {
        scanner = visitor;
        if (!isPacked()) {
            return list.dict().scan(cursor, scanned);
        }
        for (boolean more = seekRank(0); more; more = next()) {
            showPosition();
        }
        return 0;
    }

    private void showPosition() {
        member(element);
        scanner.visit(element, score());
    }

    private void showScanned(int node) {
        list.readMember(node, element);
        scanner.visit(element, list.score(node));
    }

    // Conversions, saving, loading, copying, freeing.

    private void convertToList() {
        int converted = list.createFrom(packedAddress(), pairs);
        int packed = root();
        moveTo(Encoding.SKIPLIST, converted);
        slabs.free(packed);
    }

    /** Packs a set that is within the limits, as Redis does with the results of ZUNIONSTORE and its like. */
    public void packIfSmall() {
        if (isPacked() || size() > context.limits().zsetMaxListpackEntries()) {
            return;
        }
        long bytes = packedBytes();
        if (bytes > Listpack.MAX_BYTES) {
            return;
        }
        int packed = slabs.alloc(bytes);
        long base = slabs.address(packed);
        Listpack.create(base);
        for (boolean more = seekRank(0); more; more = next()) {
            member(element);
            pairs.insert(base, Listpack.end(base), element.address(), element.length(), score());
        }
        int old = root();
        moveTo(Encoding.LISTPACK, packed);
        list.drop(old);
    }

    /** What the set would take as a listpack; too much if a member is longer than the limit. */
    private long packedBytes() {
        long bytes = Listpack.EMPTY_BYTES;
        for (boolean more = seekRank(0); more; more = next()) {
            member(element);
            if (element.length() > context.limits().zsetMaxListpackValue()) {
                return Long.MAX_VALUE;
            }
            bytes += Listpack.entryBytesFor(element.address(), element.length()) + pairs.scoreBytes(score());
        }
        return bytes;
    }

    @Override
    public int packedLength() {
        return Listpack.bytes(packedAddress());
    }

    /**
     * Makes a sorted set of a listpack from outside, with no key, and attaches to it.
     *
     * @return false if the bytes are no listpack of at least one member and score each, in order, no member twice; nothing is made then
     */
    public boolean createFromListpack(long address, long length) {
        if (!pairs.isSortedSet(address, length)) {
            return false;
        }
        if (Listpack.count(address) / 2 > context.limits().zsetMaxListpackEntries()) {
            attach(Encoding.SKIPLIST, list.createFrom(address, pairs));
        } else {
            attach(Encoding.LISTPACK, blockOf(address, length));
        }
        return true;
    }

    @Override
    public int duplicate() {
        return isPacked() ? blockOf(packedAddress(), packedLength()) : list.duplicate();
    }

    @Override
    public long memoryBytes(int samples) {
        return isPacked() ? slabs.usableSize(root()) : list.memoryBytes(samples);
    }

    @Override
    public boolean reclaim(Encoding encoding, int root, int budget) {
        if (encoding == Encoding.LISTPACK) {
            slabs.free(root);
            return true;
        }
        return dying.reclaim(root, budget);
    }
}
