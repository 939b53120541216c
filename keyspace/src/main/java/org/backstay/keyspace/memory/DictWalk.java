package org.backstay.keyspace.memory;

/**
 * Pulls the entries of a {@link Dict} one after the other, in no order; owned like the dict, reusable. The dict must not
 * change, nor be attached to another table, during a walk.
 */
public final class DictWalk {
    private final Handles line = new Handles();
    private final Dict dict;
    private int bucket;
    private int buckets;
    private int next;

    public DictWalk(Dict dict) {
        this.dict = dict;
    }

    /** Starts over, on the table to which the dict is attached now. */
    public void start() {
        bucket = 0;
        buckets = dict.bucketCount();
        line.count = 0;
        next = 0;
    }

    /** The handle of the next entry, or 0 when there are no more. */
    public int next() {
        while (next == line.count) {
            if (bucket == buckets) {
                return 0;
            }
            line.count = 0;
            next = 0;
            dict.visitBucket(bucket++, line);
        }
        return line.handles[next++];
    }

    /** The entries of one bucket. */
    private static final class Handles implements EntryVisitor {
        private int[] handles = new int[32];
        private int count;

        @Override
        public void visit(int handle) {
            if (count == handles.length) {
                handles = java.util.Arrays.copyOf(handles, count * 2);
            }
            handles[count++] = handle;
        }
    }
}
