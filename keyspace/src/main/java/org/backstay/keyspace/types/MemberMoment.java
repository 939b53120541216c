package org.backstay.keyspace.types;

import org.backstay.keyspace.Encoding;
import org.backstay.keyspace.Entry;
import org.backstay.keyspace.types.packed.ElementView;

/**
 * The members of a large hash, set or sorted set at one {@link Moment}. They are shown in any order: by {@link #next}, and those that
 * change before it comes to them when they do, to who reads.
 */
public abstract sealed class MemberMoment extends Moment permits TableMoment, SortedSetMoment {
    private final long size;
    private final Runnable early;
    private int shown;

    MemberMoment(CollectionContext context, int root, long size, Runnable early) {
        super(context, root);
        this.size = size;
        this.early = early;
    }

    /**
     * The moment is now.
     *
     * @param entry of a hash or set ({@link Encoding#HASHTABLE}) or a sorted set ({@link Encoding#SKIPLIST})
     * @param early called when a member is shown that {@link #next} will not come to
     */
    public static MemberMoment of(CollectionContext context, Entry entry, Runnable early) {
        MemberMoment moment = entry.encoding() == Encoding.SKIPLIST
                ? new SortedSetMoment(context, entry.root(), early)
                : new TableMoment(context, entry.root(), early);
        context.moments().add(moment);
        return moment;
    }

    /** How many members there are, and will have been shown in the end. */
    public final long size() {
        return size;
    }

    /** Shows the next member; false when there are no more. */
    public final boolean next() {
        shown = advance();
        return shown != 0;
    }

    /** The member that is shown. */
    public final void member(ElementView result) {
        readMember(shown, result);
    }

    /** Its value, in a hash. */
    public final void value(ElementView result) {
        readValue(shown, result);
    }

    /** Its score, in a sorted set. */
    public final double score() {
        return score(shown);
    }

    final void showEarly(int handle) {
        shown = handle;
        early.run();
    }

    /** The block of the next member, or 0. */
    abstract int advance();

    abstract void readMember(int handle, ElementView result);

    abstract void readValue(int handle, ElementView result);

    abstract double score(int handle);

    /** A member is about to leave its place, or to change. Afterwards its block is not marked. */
    abstract void leaves(int handle);

    /** A member has come to its place, or has changed. */
    abstract void joins(int handle);
}
