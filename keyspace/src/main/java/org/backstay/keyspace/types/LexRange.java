package org.backstay.keyspace.types;

import org.backstay.base.memory.NativeMemory;

/**
 * Members between two limits in the order of their bytes: ZRANGEBYLEX's ranges, meaningful where all scores are the same.
 *
 * @param min the lower limit
 * @param max the upper limit
 */
public record LexRange(Limit min, Limit max) implements ZSetRange {
    /** What kind of limit stands at one end. */
    public enum Kind {
        /** {@code -}: before every member. */
        FIRST,
        /** {@code +}: behind every member. */
        LAST,
        /** {@code [text}: the text itself is inside. */
        INCLUSIVE,
        /** {@code (text}: the text itself is outside. */
        EXCLUSIVE
    }

    /**
     * One end of a range.
     *
     * @param kind what kind of limit
     * @param address where its text is, if it has one
     * @param length the bytes of its text
     */
    public record Limit(Kind kind, long address, int length) {
        /** Before every member. */
        public static final Limit FIRST = new Limit(Kind.FIRST, 0, 0);

        /** Behind every member. */
        public static final Limit LAST = new Limit(Kind.LAST, 0, 0);

        /** Where this limit's text is in the order, seen from a member: negative if the member comes before it. */
        int compareFrom(long member, int memberLength) {
            return switch (kind) {
                case FIRST -> 1;
                case LAST -> -1;
                case INCLUSIVE, EXCLUSIVE -> NativeMemory.compare(member, memberLength, address, length);
            };
        }
    }

    /** Whether a member is not below the range. */
    public boolean reaches(long member, int length) {
        int order = min.compareFrom(member, length);
        return min.kind == Kind.EXCLUSIVE ? order > 0 : order >= 0;
    }

    /** Whether a member is not above the range. */
    public boolean covers(long member, int length) {
        int order = max.compareFrom(member, length);
        return max.kind == Kind.EXCLUSIVE ? order < 0 : order <= 0;
    }

    @Override
    public boolean isEmpty() {
        if (min.kind == Kind.LAST || max.kind == Kind.FIRST) {
            return true;
        }
        if (min.kind == Kind.FIRST || max.kind == Kind.LAST) {
            return false;
        }
        int order = NativeMemory.compare(min.address, min.length, max.address, max.length);
        return order > 0 || (order == 0 && (min.kind == Kind.EXCLUSIVE || max.kind == Kind.EXCLUSIVE));
    }
}
