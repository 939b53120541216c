package org.backstay.vrrp.config;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A checker of a real server. Times in nanoseconds.
 *
 * @param probe what is done to find out
 * @param target whom it asks; a script is told nothing of it
 * @param alpha whether the server counts as down until the first check
 * @param retries failures that are forgiven while the server is up
 * @param delayBeforeRetry between a forgiven failure and the next attempt
 * @param delayLoop between checks
 * @param warmup the first check comes at a random time within it
 * @param logAllFailures whether forgiven failures are logged
 */
public record CheckerConfig(
        ProbeConfig probe,
        Target target,
        boolean alpha,
        int retries,
        long delayBeforeRetry,
        long delayLoop,
        long warmup,
        boolean logAllFailures) {
    /**
     * Where a checker connects to.
     *
     * @param address of the server that is asked: not always the one that is checked
     * @param port of it; 0 where there are no ports
     * @param source address to connect from; null lets the kernel choose
     * @param timeout of connecting, and of each answer
     */
    public record Target(
            IpAddress address, int port, @Nullable IpAddress source, long timeout) {
        /** As {@code [10.0.0.1]:25}. */
        @Override
        public String toString() {
            return "[" + address + "]:" + port;
        }
    }
}
