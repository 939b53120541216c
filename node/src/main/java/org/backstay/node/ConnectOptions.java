package org.backstay.node;

import org.jspecify.annotations.Nullable;

/**
 * How an outgoing connection is set up.
 *
 * @param sourceAddress the local address to connect from, or null to let the system choose
 * @param keepAliveSeconds TCP keep-alive; 0 leaves it off
 * @param security what protects its bytes
 */
public record ConnectOptions(@Nullable String sourceAddress, int keepAliveSeconds, TransportSecurity security) {
    /** Any source address, no keep-alive, no protection. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, 0);

    /** How a connection is set up whose bytes go as they are. */
    public ConnectOptions(@Nullable String sourceAddress, int keepAliveSeconds) {
        this(sourceAddress, keepAliveSeconds, TransportSecurity.NONE);
    }

    /** The same with this protection. */
    public ConnectOptions withSecurity(TransportSecurity other) {
        return new ConnectOptions(sourceAddress, keepAliveSeconds, other);
    }
}
