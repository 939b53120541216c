package org.backstay.node;

import org.jspecify.annotations.Nullable;

/**
 * How an outgoing connection is set up.
 *
 * @param sourceAddress the local address to connect from, or null to let the system choose
 * @param keepAliveSeconds TCP keep-alive; 0 leaves it off
 */
public record ConnectOptions(@Nullable String sourceAddress, int keepAliveSeconds) {
    /** Any source address, no keep-alive. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, 0);
}
