package org.backstay.keyspace.types;

import java.util.HashMap;
import java.util.Map;
import org.backstay.keyspace.memory.BlockMarks;
import org.jspecify.annotations.Nullable;

/** Which collections are being read as of a {@link Moment}: nearly always none. Those who change collections tell it before. */
final class Moments {
    private final Map<Integer, Moment> byRoot = new HashMap<>();
    private final BlockMarks marks;

    /** Whether there are any: the one thing that is looked at when there are none. */
    private boolean any;

    Moments(BlockMarks marks) {
        this.marks = marks;
    }

    void add(Moment moment) {
        byRoot.put(moment.root(), moment);
        any = true;
    }

    void remove(Moment moment) {
        byRoot.remove(moment.root(), moment);
        any = !byRoot.isEmpty();
        if (!any && marks.count() > 0) {
            // Of readings that were given up, marks are left.
            marks.reset();
        }
    }

    /** Gives back the memory of marks; nothing is being read. */
    void end() {
        marks.reset();
    }

    /** A member of a hash, set or sorted set is about to leave its place, or to change. */
    void leaves(int root, int handle) {
        if (any && byRoot.get(root) instanceof MemberMoment moment) {
            moment.leaves(handle);
        }
    }

    /** A member has come to its place, or has changed. */
    void joins(int root, int handle) {
        if (any && byRoot.get(root) instanceof MemberMoment moment) {
            moment.joins(handle);
        }
    }

    /** The moment of a list, or null. */
    @Nullable
    ListMoment<?> list(int root) {
        return any && byRoot.get(root) instanceof ListMoment<?> moment ? moment : null;
    }

    /** The moment of a stream, or null. */
    @Nullable
    StreamMoment<?> stream(int root) {
        return any && byRoot.get(root) instanceof StreamMoment<?> moment ? moment : null;
    }
}
