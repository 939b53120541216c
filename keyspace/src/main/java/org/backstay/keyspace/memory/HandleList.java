package org.backstay.keyspace.memory;

import java.util.Arrays;

/** A reusable list of handles; owned by whoever fills it. As a visitor it appends what it is shown. */
public final class HandleList implements EntryVisitor {
    private int[] handles = new int[32];
    private int size;

    @Override
    public void visit(int handle) {
        if (size == handles.length) {
            handles = Arrays.copyOf(handles, size * 2);
        }
        handles[size++] = handle;
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return handles[index];
    }

    public void set(int index, int handle) {
        handles[index] = handle;
    }

    public void clear() {
        size = 0;
    }
}
