package org.backstay.keyspace.types;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a list at one {@link Moment}, in their order.
 *
 * <p>Nodes have nothing that says whether the walk has passed them, so here all that the walk must not (or no longer) show is marked. What
 * has to be shown before a node, or in its place, is kept by that node's handle, or by 0 when it comes last. When all has been shown, the
 * marks have to be {@linkplain #wipe wiped}.
 *
 * @param <N> what the reader keeps of a node that is about to change
 */
public final class ListMoment<N> extends Moment {
    private static final int END = 0;

    private final ListNodes nodes;
    private final Supplier<N> keeper;
    private final int count;
    private final Map<Integer, Deque<N>> kept = new HashMap<>();

    /** The node that the walk, or the wiping, comes to next; 0 when it is at the end. */
    private int cursor;

    private boolean walked;
    private int shown;
    private @Nullable N shownKept;

    private ListMoment(CollectionContext context, int root, Supplier<N> keeper) {
        super(context, root);
        this.keeper = keeper;
        nodes = new ListNodes(context);
        count = nodes.nodes(root);
        cursor = nodes.first(root);
    }

    /**
     * The moment is now.
     *
     * @param keeper called when a node is shown that is about to change; returns what {@link #kept} will be when it is the node's turn
     */
    public static <N> ListMoment<N> of(CollectionContext context, int root, Supplier<N> keeper) {
        ListMoment<N> moment = new ListMoment<>(context, root, keeper);
        context.moments().add(moment);
        return moment;
    }

    /** How many nodes there are. */
    public int count() {
        return count;
    }

    /** Goes to the next node; false when there are no more. */
    public boolean next() {
        while (!walked) {
            Deque<N> before = kept.get(cursor);
            if (before != null) {
                shownKept = before.remove();
                if (before.isEmpty()) {
                    kept.remove(cursor);
                }
                return true;
            }
            shownKept = null;
            if (cursor == END) {
                walked = true;
                cursor = nodes.first(root());
            } else {
                shown = cursor;
                cursor = nodes.next(shown);
                if (!marks.isSet(shown)) {
                    marks.set(shown);
                    return true;
                }
            }
        }
        return false;
    }

    /** What was kept of the node that {@link #next} went to; null if it is as it was, and shown. */
    public @Nullable N kept() {
        return shownKept;
    }

    /** Whether the node that is shown is one large element and not a listpack. */
    public boolean isPlain() {
        return nodes.isPlain(shown);
    }

    /** Where its listpack is, or its one element. */
    public long address() {
        return nodes.content(shown);
    }

    /** The length of its listpack, or of its one element. */
    public int length() {
        return nodes.contentBytes(shown);
    }

    /** Takes the marks of some nodes away, when all have been shown; false when there are no more. */
    public boolean wipe(int some) {
        for (int i = 0; i < some && cursor != END; i++) {
            marks.clear(cursor);
            cursor = nodes.next(cursor);
        }
        return cursor != END;
    }

    /** What was kept and not shown, when the reading is given up. */
    public Iterable<Deque<N>> leftovers() {
        return kept.values();
    }

    // Changes.

    /** What is in a node is about to change. */
    void changing(int node) {
        if (walked || marks.isSet(node)) {
            return;
        }
        shown = node;
        kept.computeIfAbsent(node, handle -> new ArrayDeque<>()).add(keeper.get());
        marks.set(node);
    }

    /** A node is about to leave the list. Afterwards it is not marked. */
    void leaves(int node) {
        changing(node);
        int next = nodes.next(node);
        Deque<N> own = kept.remove(node);
        if (own != null) {
            handOver(own, next);
        }
        if (node == cursor) {
            cursor = next;
        }
        marks.clear(node);
    }

    /** Puts what was kept before what is kept by a node already. */
    private void handOver(Deque<N> before, int node) {
        Deque<N> there = kept.putIfAbsent(node, before);
        while (there != null && !before.isEmpty()) {
            there.addFirst(before.removeLast());
        }
    }

    /** A node has come into the list. */
    void joins(int node) {
        if (!walked) {
            marks.set(node);
        }
    }

    /** A node has another block now. */
    void moved(int from, int to) {
        Deque<N> own = kept.remove(from);
        if (own != null) {
            kept.put(to, own);
        }
        if (from == cursor) {
            cursor = to;
        }
        marks.move(from, to);
    }
}
