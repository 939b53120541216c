package org.backstay.redis.replication;

/**
 * How much of the log may wait for one replica before it is disconnected: {@code client-output-buffer-limit replica}.
 *
 * @param hard bytes that end the connection at once
 * @param soft bytes that end it when they last for {@code softSeconds}
 * @param softSeconds seconds
 */
record OutputLimit(long hard, long soft, int softSeconds) {
    /** Redis's own limits: 256 MB, or 64 MB for a minute. */
    static final OutputLimit REPLICA_STANDARD = new OutputLimit(256L << 20, 64L << 20, 60);
}
