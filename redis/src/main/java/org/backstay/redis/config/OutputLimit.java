package org.backstay.redis.config;

import java.util.concurrent.TimeUnit;

/**
 * How much may wait to be sent to one connection before it is closed: one row of {@code client-output-buffer-limit}. Immutable.
 *
 * @param hard bytes that end the connection at once; 0 for no such limit
 * @param soft bytes that end it when they last for {@code softSeconds}; 0 for no such limit
 * @param softSeconds seconds
 */
public record OutputLimit(long hard, long soft, int softSeconds) {
    /** No limit at all. */
    static final OutputLimit NONE = new OutputLimit(0, 0, 0);

    /** Whether there is any limit. */
    public boolean exists() {
        return hard > 0 || soft > 0;
    }

    /**
     * Since when more than the soft limit waits.
     *
     * @param before what this told the last time
     * @return milliseconds; 0 while less waits
     */
    public long overSoftSince(long bytes, long before, long nowMillis) {
        if (soft == 0 || bytes < soft) {
            return 0;
        }
        return before == 0 ? nowMillis : before;
    }

    /** Whether the connection must be closed, given how much waits and since when that is over the soft limit. */
    public boolean isBroken(long bytes, long overSoftSince, long nowMillis) {
        boolean tooLong = overSoftSince > 0 && nowMillis - overSoftSince > TimeUnit.SECONDS.toMillis(softSeconds);
        return tooLong || (hard > 0 && bytes >= hard);
    }
}
