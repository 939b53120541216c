package org.backstay.resp.command;

import java.util.Arrays;

/** A list of argument positions that is reused from request to request, so that finding keys allocates nothing. */
public final class KeyPositions {
    private static final int FIRST_ROOM = 16;

    private int[] positions = new int[FIRST_ROOM];
    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The {@code i}-th position. */
    public int get(int i) {
        return positions[i];
    }

    void clear() {
        size = 0;
    }

    void add(int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
        }
        positions[size++] = position;
    }

    /** A copy on its own. */
    public int[] toArray() {
        return Arrays.copyOf(positions, size);
    }
}
