package org.backstay.redis.config;

import java.util.List;

/**
 * Save a snapshot by itself.
 *
 * @param seconds when so many seconds have passed since the last one; positive
 * @param changes and there were at least so many changes; not negative
 */
public record SaveRule(int seconds, int changes) {
    /** What redis.conf does when it says nothing. */
    public static final List<SaveRule> STANDARD =
            List.of(new SaveRule(3600, 1), new SaveRule(300, 100), new SaveRule(60, 10_000));
}
