package org.backstay.keyspace.types;

import org.backstay.keyspace.memory.Dict;
import org.backstay.keyspace.memory.HandleList;
import org.backstay.keyspace.types.packed.ElementView;

/**
 * The {@link Moment} of a hash or set: the walk goes through the table in the order of scans, which growing and shrinking keep, so the hash
 * of a member says whether the walk has passed it.
 */
final class TableMoment extends MemberMoment {
    private static final int GONE = 0;

    private final MemberTable table;
    private final Dict dict;

    /** Members of the bucket that was reached last, of which those from {@link #at} on have still to be shown. */
    private final HandleList bucket = new HandleList();

    private int at;

    /** Where the next bucket begins. */
    private long cursor = Dict.SCAN_START;

    private boolean atEnd;

    TableMoment(CollectionContext context, int root, Runnable early) {
        MemberTable attached = new MemberTable(context);
        attached.dict().attach(root);
        super(context, root, attached.dict().size(), early);
        table = attached;
        dict = attached.dict();
    }

    @Override
    int advance() {
        while (true) {
            while (at < bucket.size()) {
                int handle = bucket.get(at++);
                if (handle != GONE) {
                    return handle;
                }
            }
            if (atEnd) {
                return 0;
            }
            loadBucket();
        }
    }

    private void loadBucket() {
        bucket.clear();
        at = 0;
        boolean fresh = dict.isBucketStart(cursor);
        long next = dict.scan(cursor, bucket);
        for (int i = 0; i < bucket.size(); i++) {
            int handle = bucket.get(i);
            boolean passed = !fresh && Dict.isBehind(dict.hashOf(handle), cursor);
            if (passed || marks.clear(handle)) {
                bucket.set(i, GONE);
            }
        }
        cursor = next;
        atEnd = next == Dict.SCAN_START;
    }

    private boolean isAhead(int handle) {
        return !atEnd && !Dict.isBehind(dict.hashOf(handle), cursor);
    }

    @Override
    void leaves(int handle) {
        if (isAhead(handle)) {
            if (!marks.clear(handle)) {
                showEarly(handle);
            }
            return;
        }
        for (int i = at; i < bucket.size(); i++) {
            if (bucket.get(i) == handle) {
                bucket.set(i, GONE);
                showEarly(handle);
            }
        }
    }

    @Override
    void joins(int handle) {
        if (isAhead(handle)) {
            marks.set(handle);
        }
    }

    @Override
    void readMember(int handle, ElementView result) {
        table.readMember(handle, result);
    }

    @Override
    void readValue(int handle, ElementView result) {
        table.readValue(handle, result);
    }

    @Override
    double score(int handle) {
        throw new IllegalStateException("members of a table have no scores");
    }
}
