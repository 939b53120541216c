package org.backstay.proxy.config;

import org.backstay.node.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code servers:}.
 *
 * @param label the line without its name, as the original prints it in its log
 * @param name what the ring and the statistics know the server by
 * @param weight its share of the keys; positive
 * @param address where it is; null when the sentinels say so
 * @param master the name of the master that the sentinels know; null for a server with an address of its own
 */
public record ServerConfig(
        String label,
        String name,
        int weight,
        @Nullable Endpoint address,
        @Nullable String master) {
    /** Exactly one of address and master is given. */
    public ServerConfig {
        if ((address == null) == (master == null)) {
            throw new IllegalArgumentException("server " + name + " needs an address or a master's name, and not both");
        }
    }
}
