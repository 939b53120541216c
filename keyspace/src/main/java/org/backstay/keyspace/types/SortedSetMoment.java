package org.backstay.keyspace.types;

import org.backstay.keyspace.types.packed.ElementView;

/** The {@link Moment} of a sorted set: the walk goes from the lowest member up, and what is before the next one has been passed. */
final class SortedSetMoment extends MemberMoment {
    private final SkipList list;

    /** The node that the walk comes to next; 0 when it is at the end. */
    private int cursor;

    SortedSetMoment(CollectionContext context, int root, Runnable early) {
        SkipList attached = new SkipList(context);
        attached.attach(root);
        super(context, root, attached.size(), early);
        list = attached;
        cursor = attached.next(0);
    }

    @Override
    int advance() {
        while (cursor != 0) {
            int node = cursor;
            cursor = list.next(node);
            if (!marks.clear(node)) {
                return node;
            }
        }
        return 0;
    }

    private boolean isAhead(int node) {
        return cursor != 0 && !list.precedes(node, cursor);
    }

    @Override
    void leaves(int node) {
        if (!isAhead(node)) {
            return;
        }
        if (!marks.clear(node)) {
            showEarly(node);
        }
        if (node == cursor) {
            cursor = list.next(node);
        }
    }

    @Override
    void joins(int node) {
        if (isAhead(node)) {
            marks.set(node);
        }
    }

    @Override
    void readMember(int node, ElementView result) {
        list.readMember(node, result);
    }

    @Override
    void readValue(int node, ElementView result) {
        throw new IllegalStateException("members of a sorted set have scores");
    }

    @Override
    double score(int node) {
        return list.score(node);
    }
}
