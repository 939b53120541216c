package org.backstay.proxy.exchange;

import java.util.Arrays;

/**
 * A request for keys of several servers: the exchange in the client's order, its parts, and how their replies become one.
 * Owned by a loop.
 */
public final class Join {
    /** How the parts' replies are put together. */
    public enum Kind {
        /** Arrays with an element a key: MGET. */
        ELEMENTS,
        /** Integers to be added: DEL, UNLINK, TOUCH, EXISTS. */
        SUM,
        /** Statuses that all say OK: MSET. */
        STATUS
    }

    private final Kind kind;
    private final Exchange whole;
    private final Exchange[] parts;
    private final int[] partOfKey;
    private int missing;
    private boolean failed;

    /**
     * A request in parts.
     *
     * @param whole what the client waits for
     * @param partOfKey for each key in the order of the client, the number of the part that has it
     */
    public Join(Kind kind, Exchange whole, Exchange[] parts, int[] partOfKey) {
        this.kind = kind;
        this.whole = whole;
        this.parts = parts;
        this.partOfKey = partOfKey;
        this.missing = parts.length;
        for (int i = 0; i < parts.length; i++) {
            parts[i].join = this;
            parts[i].part = i;
        }
        whole.join = this;
        whole.part = WHOLE;
    }

    /** The part number of the whole itself. */
    public static final int WHOLE = -1;

    /** How the replies are put together. */
    public Kind kind() {
        return kind;
    }

    /** What the client waits for. */
    public Exchange whole() {
        return whole;
    }

    /** The parts. */
    public Exchange[] parts() {
        return parts;
    }

    /** For each key the number of its part. */
    public int[] partOfKey() {
        return partOfKey;
    }

    /** Notes that a part has failed; true for the first. */
    public boolean fail() {
        boolean first = !failed;
        failed = true;
        return first;
    }

    /** Whether every part has a reply or has failed. */
    public boolean isComplete() {
        return missing == 0;
    }

    /** One part less to wait for. */
    public void arrived() {
        missing--;
    }

    /** Nobody waits any more: parts under way are dropped when they come. */
    public void abandon(Exchanges exchanges) {
        for (Exchange part : parts) {
            if (part.isDone()) {
                exchanges.put(part);
            } else {
                part.requester = null;
                part.join = null;
            }
        }
        Arrays.fill(parts, null);
    }
}
