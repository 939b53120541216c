package org.backstay.vrrp.config;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route that moves with its instance, or a static one.
 *
 * @param destination of its packets
 * @param prefix bits of the destination's network
 * @param gateway null when the destination is on the link
 * @param interfaceName null lets the kernel choose
 * @param source preferred source address; null for none
 * @param table 254 is the main one
 * @param scope {@code RT_SCOPE_*}
 * @param metric 0 for the kernel's default
 * @param type {@code RTN_*}
 * @param tracked whether the loss of its interface is a fault
 */
public record VirtualRoute(
        IpAddress destination,
        int prefix,
        @Nullable IpAddress gateway,
        @Nullable String interfaceName,
        @Nullable IpAddress source,
        int table,
        int scope,
        int metric,
        int type,
        boolean tracked)
        implements KernelEntry {
    /** As {@code 10.0.0.0/24}. */
    @Override
    public String toString() {
        return destination + "/" + prefix;
    }
}
