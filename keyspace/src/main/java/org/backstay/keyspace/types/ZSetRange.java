package org.backstay.keyspace.types;

/** A range of a sorted set's order: by score, or by the members' bytes where all scores are the same. */
public sealed interface ZSetRange permits ScoreRange, LexRange {
    /** Whether no member can be in the range. */
    boolean isEmpty();
}
