package org.backstay.keyspace.types;

import static org.backstay.base.memory.NativeMemory.copy;
import static org.backstay.base.memory.NativeMemory.fill;
import static org.backstay.base.memory.NativeMemory.getByte;
import static org.backstay.base.memory.NativeMemory.getDouble;
import static org.backstay.base.memory.NativeMemory.getInt;
import static org.backstay.base.memory.NativeMemory.putByte;
import static org.backstay.base.memory.NativeMemory.putDouble;
import static org.backstay.base.memory.NativeMemory.putInt;

import org.backstay.base.memory.NativeMemory;
import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.DictWalk;
import org.backstay.keyspace.memory.EntryVisitor;
import org.backstay.keyspace.memory.MemoryLimitException;
import org.backstay.keyspace.memory.Slabs;
import org.backstay.keyspace.memory.Varint;
import org.backstay.keyspace.types.packed.ElementView;
import org.backstay.keyspace.types.packed.Listpack;

/**
 * The large form of a sorted set: one block per member, which is at once an entry of a {@link Dict} (by member) and a node of a skip list
 * (by score, then by the member's bytes). A flyweight, owned by the keyspace's loop.
 *
 * <pre>
 *   root:  dict (4) | last node (4) | levels in use (4) | unused (4) | tower of 24 levels
 *   node:  score (8) | previous node (4) | levels (1) | varint length, member | tower of its levels
 *   tower: next node (4) | then for each level above the lowest: next node (4), span (4)
 * </pre>
 *
 * A span counts the nodes from this one to the next on that level, or to the end of the list; on the lowest level it is always one and
 * not kept. Handle 0 stands for the head before the first node and for the end behind the last.
 */
final class SkipList {
    private static final int DICT = 0;
    private static final int LAST = 4;
    private static final int LEVELS = 8;
    private static final int HEAD_TOWER = 16;
    /** With one node in four reaching the next level, enough for more nodes than handles can name. */
    private static final int MAX_LEVELS = 24;

    private static final int SCORE = 0;
    private static final int PREVIOUS = 8;
    private static final int HEIGHT = 12;
    private static final int MEMBER = 13;

    private static final int DRAINED_AT_ONCE = 1024;
    private static final int ENTRIES_PER_BUCKET = 8;
    private static final int BUCKET_BYTES = 77;

    private final CollectionContext context;
    private final Slabs slabs;
    private final Dict dict;
    private final DictWalk walk;
    private final EntryVisitor free;
    private final Moments moments;
    private int root;
    private long rootAddress;

    /** By level, the tower of the last node before a position, and how many nodes stand before that node's successor. */
    private final long[] towers = new long[MAX_LEVELS];

    private final int[] ranks = new int[MAX_LEVELS];

    /** Tells which nodes stand before a position; true for a first part of the list only. */
    @FunctionalInterface
    interface Before {
        boolean test(int node);
    }

    SkipList(CollectionContext context) {
        this.context = context;
        slabs = context.slabs();
        dict = new Dict(slabs, context.hashing(), MEMBER);
        walk = new DictWalk(dict);
        free = slabs::free;
        moments = context.moments();
    }

    int create() {
        int created = slabs.alloc(HEAD_TOWER + towerBytes(MAX_LEVELS));
        try {
            fill(slabs.address(created), HEAD_TOWER + towerBytes(MAX_LEVELS), (byte) 0);
            putInt(slabs.address(created) + DICT, dict.create());
        } catch (MemoryLimitException full) {
            slabs.free(created);
            throw full;
        }
        putInt(slabs.address(created) + LEVELS, 1);
        attach(created);
        return created;
    }

    void attach(int listRoot) {
        root = listRoot;
        rootAddress = slabs.address(listRoot);
        dict.attach(getInt(rootAddress + DICT));
    }

    Dict dict() {
        return dict;
    }

    DictWalk walk() {
        return walk;
    }

    int size() {
        return dict.size();
    }

    // One node.

    double score(int node) {
        return getDouble(slabs.address(node) + SCORE);
    }

    void readMember(int node, ElementView result) {
        result.setBytes(member(node), memberLength(node));
    }

    /** Whether a node is not below a range. */
    boolean reaches(int node, ZSetRange range) {
        return switch (range) {
            case ScoreRange scores -> scores.reaches(score(node));
            case LexRange texts -> texts.reaches(member(node), memberLength(node));
        };
    }

    /** Whether a node is not above a range. */
    boolean covers(int node, ZSetRange range) {
        return switch (range) {
            case ScoreRange scores -> scores.covers(score(node));
            case LexRange texts -> texts.covers(member(node), memberLength(node));
        };
    }

    private int memberLength(int node) {
        return Varint.get(slabs.address(node) + MEMBER);
    }

    private long member(int node) {
        long at = slabs.address(node) + MEMBER;
        return at + Varint.size(Varint.get(at));
    }

    int next(int node) {
        return getInt(node == 0 ? rootAddress + HEAD_TOWER : tower(node));
    }

    int previous(int node) {
        return getInt(slabs.address(node) + PREVIOUS);
    }

    int last() {
        return getInt(rootAddress + LAST);
    }

    private long tower(int node) {
        long at = slabs.address(node) + MEMBER;
        int length = getByte(at);
        return length >= 0 ? at + 1 + length : longMemberTower(at);
    }

    private static long longMemberTower(long at) {
        int length = Varint.get(at);
        return at + Varint.size(length) + length;
    }

    private int height(int node) {
        return getByte(slabs.address(node) + HEIGHT);
    }

    /** Where a level's link is in a tower; the span is behind it, but on the lowest level. */
    private static int link(int level) {
        return level == 0 ? 0 : 8 * level - 4;
    }

    private static int span(int level) {
        return 8 * level;
    }

    private static int towerBytes(int levels) {
        return 8 * levels - 4;
    }

    // Finding.

    /** The node of a member, or 0. */
    int find(long member, int length) {
        long slot = dict.find(member, length);
        return slot == 0 ? 0 : dict.handleAt(slot);
    }

    /** How many nodes stand before a position. */
    int countBefore(Before before) {
        return descend(before, false);
    }

    /** The last node before a position, or 0. */
    int lastBefore(Before before) {
        return descend(before, true);
    }

    private int descend(Before before, boolean wantNode) {
        int node = 0;
        int rank = 0;
        int beyond = 0;
        long tower = rootAddress + HEAD_TOWER;
        for (int level = levels() - 1; level >= 0; level--) {
            int next = getInt(tower + link(level));
            while (next != 0 && next != beyond && before.test(next)) {
                rank += level == 0 ? 1 : getInt(tower + span(level));
                node = next;
                tower = tower(next);
                next = getInt(tower + link(level));
            }
            beyond = next;
        }
        return wantNode ? node : rank;
    }

    /** How many nodes stand before this one. */
    int rank(int node) {
        seek(node);
        return ranks[0];
    }

    /** The node before which {@code rank} nodes stand; there must be one. */
    int atRank(int rank) {
        int passed = -1;
        int node = 0;
        long tower = rootAddress + HEAD_TOWER;
        for (int level = levels() - 1; level >= 0 && passed < rank; level--) {
            int next = getInt(tower + link(level));
            int step = level == 0 ? 1 : getInt(tower + span(level));
            while (next != 0 && passed + step <= rank) {
                passed += step;
                node = next;
                tower = tower(next);
                next = getInt(tower + link(level));
                step = level == 0 ? 1 : getInt(tower + span(level));
            }
        }
        return node;
    }

    private int levels() {
        return getInt(rootAddress + LEVELS);
    }

    /** Fills {@link #towers} and {@link #ranks} for the place of a member: before the first node that is not before it. */
    private void seek(double score, long member, int length) {
        int rank = 0;
        int beyond = 0;
        long tower = rootAddress + HEAD_TOWER;
        for (int level = levels() - 1; level >= 0; level--) {
            int next = getInt(tower + link(level));
            while (next != 0 && next != beyond && precedes(next, score, member, length)) {
                rank += level == 0 ? 1 : getInt(tower + span(level));
                tower = tower(next);
                next = getInt(tower + link(level));
            }
            // What was found to lie beyond need not be looked at again on the levels below.
            beyond = next;
            towers[level] = tower;
            ranks[level] = rank;
        }
    }

    private boolean precedes(int node, double score, long member, int length) {
        long at = slabs.address(node);
        double other = getDouble(at + SCORE);
        if (other != score) {
            return other < score;
        }
        int otherLength = Varint.get(at + MEMBER);
        return NativeMemory.compare(at + MEMBER + Varint.size(otherLength), otherLength, member, length) < 0;
    }

    /** Whether one node stands before another. */
    boolean precedes(int node, int other) {
        return precedes(node, score(other), member(other), memberLength(other));
    }

    private void seek(int node) {
        seek(score(node), member(node), memberLength(node));
    }

    // Changing.

    /** Adds a member that is not in the set. */
    void add(double score, long member, int length) {
        int height = randomHeight();
        int head = Varint.size(length) + length;
        int node = slabs.alloc((long) MEMBER + head + towerBytes(height));
        long at = slabs.address(node);
        putDouble(at + SCORE, score);
        putByte(at + HEIGHT, height);
        copy(member, at + MEMBER + Varint.put(at + MEMBER, length), length);
        try {
            dict.insert(node, dict.hash(member, length));
        } catch (MemoryLimitException full) {
            slabs.free(node);
            throw full;
        }
        linkIn(node, height, size() - 1);
    }

    /** Each level is reached by one node in four of the level below. */
    private int randomHeight() {
        long bits = context.random().nextLong();
        return 1 + Math.min(Long.numberOfTrailingZeros(bits) / 2, MAX_LEVELS - 1);
    }

    /** Links a node whose score and member stand in its block; {@code others} nodes are linked already. */
    private void linkIn(int node, int height, int others) {
        seek(node);
        for (int level = levels(); level < height; level++) {
            long head = rootAddress + HEAD_TOWER;
            towers[level] = head;
            ranks[level] = 0;
            putInt(head + link(level), 0);
            putInt(head + span(level), others);
        }
        putInt(rootAddress + LEVELS, Math.max(levels(), height));
        long tower = tower(node);
        int rank = ranks[0];
        for (int level = 0; level < height; level++) {
            putInt(tower + link(level), getInt(towers[level] + link(level)));
            putInt(towers[level] + link(level), node);
            if (level > 0) {
                int reach = getInt(towers[level] + span(level));
                int before = rank - ranks[level];
                putInt(tower + span(level), reach - before);
                putInt(towers[level] + span(level), before + 1);
            }
        }
        for (int level = Math.max(height, 1); level < levels(); level++) {
            putInt(towers[level] + span(level), getInt(towers[level] + span(level)) + 1);
        }
        linkBack(node, getInt(tower));
        moments.joins(root, node);
    }

    private void linkBack(int node, int next) {
        int previous = next == 0 ? last() : previous(next);
        putInt(slabs.address(node) + PREVIOUS, previous);
        putInt(next == 0 ? rootAddress + LAST : slabs.address(next) + PREVIOUS, node);
    }

    /** Takes a node out of the links; {@link #towers} are those before it. */
    private void linkOut(int node) {
        moments.leaves(root, node);
        long tower = tower(node);
        int height = height(node);
        for (int level = 0; level < levels(); level++) {
            long before = towers[level];
            if (level < height) {
                putInt(before + link(level), getInt(tower + link(level)));
            }
            if (level > 0) {
                int reach = getInt(before + span(level)) - 1;
                putInt(before + span(level), level < height ? reach + getInt(tower + span(level)) : reach);
            }
        }
        int next = getInt(tower);
        int previous = previous(node);
        putInt(next == 0 ? rootAddress + LAST : slabs.address(next) + PREVIOUS, previous);
        int levels = levels();
        while (levels > 1 && getInt(rootAddress + HEAD_TOWER + link(levels - 1)) == 0) {
            levels--;
        }
        putInt(rootAddress + LEVELS, levels);
    }

    /** Gives a node another score and its new place. */
    void changeScore(int node, double score) {
        int previous = previous(node);
        int next = next(node);
        boolean stays = (previous == 0 || score(previous) < score) && (next == 0 || score < score(next));
        if (stays) {
            changeInPlace(node, score);
            return;
        }
        seek(node);
        linkOut(node);
        putDouble(slabs.address(node) + SCORE, score);
        linkIn(node, height(node), size() - 1);
    }

    private void changeInPlace(int node, double score) {
        moments.leaves(root, node);
        putDouble(slabs.address(node) + SCORE, score);
        moments.joins(root, node);
    }

    /** Removes a node and frees its block. */
    void remove(int node) {
        seek(node);
        linkOut(node);
        forget(node);
    }

    /** Removes {@code count} nodes from the one at {@code rank} on. */
    void removeRange(int rank, int count) {
        int node = atRank(rank);
        seek(node);
        for (int i = 0; i < count; i++) {
            int next = next(node);
            linkOut(node);
            forget(node);
            node = next;
        }
    }

    private void forget(int node) {
        dict.remove(member(node), memberLength(node));
        slabs.free(node);
    }

    // The whole.

    /** Makes a list of the pairs of a listpack, and attaches to it; nothing stays if the memory does not suffice. */
    int createFrom(long base, PackedScores pairs) {
        int created = create();
        ElementView member = new ElementView();
        try {
            for (int pair = Listpack.first(base); pair != Listpack.NONE; pair = PackedScores.next(base, pair)) {
                double score = pairs.score(base, pair);
                Listpack.read(base, pair, member);
                long text = member.isInteger() ? context.scratch() : member.address();
                add(score, text, member.isInteger() ? member.writeTo(text) : member.length());
            }
        } catch (MemoryLimitException full) {
            drop(created);
            throw full;
        }
        return created;
    }

    /** Copies the list to which this is attached, and stays attached to it; returns the copy's root. */
    int duplicate() {
        int original = root;
        int copied = create();
        ElementView member = new ElementView();
        try {
            attach(original);
            for (int node = next(0); node != 0; node = next(node)) {
                readMember(node, member);
                double score = score(node);
                attach(copied);
                add(score, member.address(), member.length());
                attach(original);
            }
        } catch (MemoryLimitException full) {
            drop(copied);
            throw full;
        } finally {
            attach(original);
        }
        return copied;
    }

    /** Frees a whole list at once. */
    void drop(int listRoot) {
        boolean gone = false;
        while (!gone) {
            gone = reclaim(listRoot, DRAINED_AT_ONCE);
        }
    }

    /** Frees about {@code budget} nodes of a list; true when all is gone. The nodes go in the order of the dict, links unheeded. */
    boolean reclaim(int listRoot, int budget) {
        dict.attach(getInt(slabs.address(listRoot) + DICT));
        if (!dict.drain(Math.max(1, budget / ENTRIES_PER_BUCKET), free)) {
            return false;
        }
        slabs.free(listRoot);
        return true;
    }

    long memoryBytes(int samples) {
        long bytes = slabs.usableSize(root) + dict.bucketCount() * (long) BUCKET_BYTES;
        int weighed = 0;
        long weight = 0;
        for (int node = next(0); node != 0 && (samples == 0 || weighed < samples); node = next(node)) {
            weight += slabs.usableSize(node);
            weighed++;
        }
        return weighed == 0 ? bytes : bytes + weight * size() / weighed;
    }
}
