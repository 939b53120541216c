package org.backstay.keyspace.types;

/**
 * Scores between two limits, each inclusive or exclusive; infinities are limits like any other.
 *
 * @param min the lower limit; not NaN
 * @param minExclusive whether {@code min} itself is outside
 * @param max the upper limit; not NaN
 * @param maxExclusive whether {@code max} itself is outside
 */
public record ScoreRange(double min, boolean minExclusive, double max, boolean maxExclusive) implements ZSetRange {
    /** Whether a score is not below the range. */
    public boolean reaches(double score) {
        return minExclusive ? score > min : score >= min;
    }

    /** Whether a score is not above the range. */
    public boolean covers(double score) {
        return maxExclusive ? score < max : score <= max;
    }

    @Override
    public boolean isEmpty() {
        return min > max || (min == max && (minExclusive || maxExclusive));
    }
}
