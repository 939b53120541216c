package org.backstay.persistence.rdb;

/**
 * Whether trying to compress the next string is likely to be worth it. Data that does not compress (compressed, encrypted or random already)
 * would cost the loop more time than all else in a snapshot; so after a row of failures only some strings are tried, until one succeeds.
 * Owned by the output that asks.
 */
final class CompressionChance {
    /** Failures in a row after which most strings are not tried any more. */
    private static final int FAILURES_TO_DOUBT = 32;

    /** Of how many strings one is tried then. */
    private static final int SAMPLE = 32;

    private int failures;
    private int passedOver;

    /** Whether to try; if so, {@link #tried} must say what came of it. */
    boolean isWorthATry() {
        if (failures < FAILURES_TO_DOUBT) {
            return true;
        }
        passedOver = (passedOver + 1) % SAMPLE;
        return passedOver == 0;
    }

    /** Takes note of a try. */
    void tried(boolean shrunk) {
        failures = shrunk ? 0 : Math.min(failures + 1, FAILURES_TO_DOUBT);
    }
}
