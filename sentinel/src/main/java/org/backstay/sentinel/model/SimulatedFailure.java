package org.backstay.sentinel.model;

/** Where SENTINEL SIMULATE-FAILURE makes this sentinel crash; the bit is what INFO shows. */
public enum SimulatedFailure {
    /** Right after it was elected. */
    CRASH_AFTER_ELECTION(1, "crash-after-election", "will crash after being successfully elected as failover leader"),
    /** Right after the chosen replica confirmed its role. */
    CRASH_AFTER_PROMOTION(2, "crash-after-promotion", "will crash after promoting the selected replica to master");

    private final int bit;
    private final String word;
    private final String effect;

    SimulatedFailure(int bit, String word, String effect) {
        this.bit = bit;
        this.word = word;
        this.effect = effect;
    }

    /** Its bit in {@code sentinel_simulate_failure_flags}. */
    public int bit() {
        return bit;
    }

    /** Its name in the command. */
    public String word() {
        return word;
    }

    /** What it does, for the log. */
    public String effect() {
        return effect;
    }
}
