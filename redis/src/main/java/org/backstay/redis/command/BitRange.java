package org.backstay.redis.command;

/**
 * A range of bits within a string, both ends included.
 *
 * @param first the first bit; beyond {@code last} if the range is empty
 * @param last the last bit
 */
record BitRange(long first, long last) {
    static final BitRange EMPTY = new BitRange(0, -1);

    /** As a client says it: negative places count from the end, those beyond the ends mean the ends. */
    static BitRange of(long from, long to, boolean bits, int bytes) {
        long total = bits ? (long) bytes << 3 : bytes;
        long first = Math.max(from < 0 ? total + from : from, 0);
        long last = Math.min(Math.max(to < 0 ? total + to : to, 0), total - 1);
        if (first > last) {
            return EMPTY;
        }
        return bits ? new BitRange(first, last) : new BitRange(first << 3, (last << 3) + 7);
    }

    boolean isEmpty() {
        return first > last;
    }
}
