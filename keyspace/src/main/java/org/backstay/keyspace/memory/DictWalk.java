package org.backstay.keyspace.memory;

/**
 * Pulls the entries of a {@link Dict} one after the other, in no order; owned like the dict, reusable. The dict must not
 * change, nor be attached to another table, during a walk.
 */
public final class DictWalk {
    private final HandleList line = new HandleList();
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
        line.clear();
        next = 0;
    }

    /** The handle of the next entry, or 0 when there are no more. */
    public int next() {
        while (next == line.size()) {
            if (bucket == buckets) {
                return 0;
            }
            line.clear();
            next = 0;
            dict.visitBucket(bucket++, line);
        }
        return line.get(next++);
    }
}
