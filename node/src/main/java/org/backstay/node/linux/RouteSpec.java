package org.backstay.node.linux;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route to be added to or removed from the kernel's tables.
 *
 * @param destination of its packets; 0.0.0.0 or :: with a prefix of 0 is the default route
 * @param prefix bits of the destination's network
 * @param gateway the next hop; null when the destination is on the link
 * @param interfaceIndex over which; 0 lets the kernel choose
 * @param source the preferred source of our own packets; null for none
 * @param table 254 is the main one
 * @param scope as {@link LinuxAddress#scope}
 * @param metric lower is preferred; 0 for the kernel's default
 * @param type {@code RTN_*}: 1 unicast, 6 blackhole, 7 unreachable, 8 prohibit
 */
public record RouteSpec(
        IpAddress destination,
        int prefix,
        @Nullable IpAddress gateway,
        int interfaceIndex,
        @Nullable IpAddress source,
        int table,
        int scope,
        int metric,
        int type) {
    /** {@code RTN_UNICAST}. */
    public static final int UNICAST = 1;
    /** {@code RT_TABLE_MAIN}. */
    public static final int MAIN_TABLE = 254;
}
