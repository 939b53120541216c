package org.backstay.vrrp.config;

/**
 * When neighbours are told where an address is now. Times in nanoseconds.
 *
 * @param masterDelay between becoming master and the second set; 0 for no second set
 * @param masterRepeat how often each set says it
 * @param lowerPriorityDelay the same after hearing a master of lower priority
 * @param lowerPriorityRepeat the same after hearing a master of lower priority
 * @param refresh between sets while master; 0 for none
 * @param refreshRepeat how often these say it
 */
public record GratuitousSettings(
        long masterDelay,
        int masterRepeat,
        long lowerPriorityDelay,
        int lowerPriorityRepeat,
        long refresh,
        int refreshRepeat) {
    /** What is not said is −1, and comes from the enclosing level. */
    static final class Builder {
        long masterDelay = -1;
        int masterRepeat = -1;
        long lowerPriorityDelay = -1;
        int lowerPriorityRepeat = -1;
        long refresh = -1;
        int refreshRepeat = -1;

        /** Nothing is said to a master of lower priority; returns whether something was to be. */
        boolean silence() {
            boolean wanted = lowerPriorityRepeat > 0 || lowerPriorityDelay > 0;
            lowerPriorityRepeat = 0;
            lowerPriorityDelay = 0;
            return wanted;
        }

        GratuitousSettings build(GratuitousSettings above) {
            return new GratuitousSettings(
                    masterDelay < 0 ? above.masterDelay : masterDelay,
                    masterRepeat < 0 ? above.masterRepeat : masterRepeat,
                    lowerPriorityDelay < 0 ? above.lowerPriorityDelay : lowerPriorityDelay,
                    lowerPriorityRepeat < 0 ? above.lowerPriorityRepeat : lowerPriorityRepeat,
                    refresh < 0 ? above.refresh : refresh,
                    refreshRepeat < 0 ? above.refreshRepeat : refreshRepeat);
        }

        /** The whole file's: what is not said is the original's default. */
        GratuitousSettings build(boolean minimal) {
            long delay = masterDelay < 0 ? (minimal ? 0 : 5_000_000_000L) : masterDelay;
            int repeat = masterRepeat < 0 ? (minimal ? 1 : 5) : masterRepeat;
            return build(new GratuitousSettings(delay, repeat, delay, repeat, 0, 1));
        }
    }
}
