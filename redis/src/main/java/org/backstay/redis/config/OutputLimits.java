package org.backstay.redis.config;

/** The limits of {@code client-output-buffer-limit} by what connections are for. Immutable. */
public record OutputLimits(OutputLimit normal, OutputLimit replica, OutputLimit pubSub) {
    private static final long MEGABYTE = 1024 * 1024;

    /** The original's: none for normal clients, 256 MB for replicas, 32 MB for subscribers. */
    static final OutputLimits STANDARD = new OutputLimits(
            OutputLimit.NONE,
            new OutputLimit(256 * MEGABYTE, 64 * MEGABYTE, 60),
            new OutputLimit(32 * MEGABYTE, 8 * MEGABYTE, 60));
}
