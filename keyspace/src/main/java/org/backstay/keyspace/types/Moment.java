package org.backstay.keyspace.types;

import org.backstay.keyspace.memory.BlockMarks;

/**
 * A large collection as it was at one moment, read part after part while the collection goes on changing. Owned by the keyspace's loop;
 * made when nothing has changed since that moment, for one reading. The collection's root must stay until then, also if no key refers to
 * it any more.
 *
 * <p>The reading walks the collection as it is. Before a part changes that the walk has still to come to, the reader is handed that part
 * as it is, and the part's block is marked: the walk leaves marked blocks out. Marked, too, are blocks that join ahead of the walk. So a
 * change costs what it touches, and memory is needed for what has changed only.
 */
public abstract sealed class Moment implements AutoCloseable permits MemberMoment, ListMoment, StreamMoment {
    private final Moments moments;
    private final int root;
    final BlockMarks marks;

    Moment(CollectionContext context, int root) {
        this.moments = context.moments();
        this.root = root;
        this.marks = context.slabs().marks();
    }

    final int root() {
        return root;
    }

    /** Ends the reading, be it complete or given up. */
    @Override
    public final void close() {
        moments.remove(this);
    }
}
