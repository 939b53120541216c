package org.backstay.sentinel.model;

import java.util.Locale;
import java.util.Optional;

/** Times that SENTINEL DEBUG shows and changes, with their defaults in milliseconds. */
public enum Period {
    /** Between two INFO to the same Redis. */
    INFO_PERIOD(10_000),
    /** The longest time between two PING to the same instance. */
    PING_PERIOD(1_000),
    /** An answer about the master's state is worth five of these. */
    ASK_PERIOD(1_000),
    /** Between two hello messages. */
    PUBLISH_PERIOD(2_000),
    /** {@code down-after-milliseconds} when it is not configured. */
    DEFAULT_DOWN_AFTER(30_000),
    /** {@code failover-timeout} when it is not configured. */
    DEFAULT_FAILOVER_TIMEOUT(180_000),
    /** Two timer ticks that far apart mean that this process did not run. */
    TILT_TRIGGER(2_000),
    /** For how long we only watch after that. */
    TILT_PERIOD(30_000),
    /** How long a replica may take to say that it follows the new master. */
    SLAVE_RECONF_TIMEOUT(10_000),
    /** A connection younger than this is not closed for being silent. */
    MIN_LINK_RECONNECT_PERIOD(15_000),
    /** How long a candidate waits for votes. */
    ELECTION_TIMEOUT(10_000),
    /** How long a script may run. */
    SCRIPT_MAX_RUNTIME(60_000),
    /** After which a failed script runs again the first time; twice as long each time after. */
    SCRIPT_RETRY_DELAY(30_000);

    private final long millis;

    Period(long millis) {
        this.millis = millis;
    }

    long defaultMillis() {
        return millis;
    }

    /** As SENTINEL DEBUG shows it. */
    public String word() {
        return name().replace('_', '-');
    }

    /** The period of that name, in any case. */
    public static Optional<Period> named(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        for (Period period : values()) {
            if (period.word().equals(name)) {
                return Optional.of(period);
            }
        }
        return Optional.empty();
    }
}
