package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which advertisements a port hears. Instances with equal specifications share a port.
 *
 * @param interfaceName where
 * @param interfaceIndex the kernel's number of it
 * @param family 4 or 6
 * @param group the multicast group; null for unicast
 * @param authenticated whether they come behind an authentication header
 * @param source the unicast address that is listened on; null for multicast
 */
public record PortSpec(
        String interfaceName,
        int interfaceIndex,
        int family,
        boolean authenticated,
        @Nullable IpAddress group,
        @Nullable IpAddress source) {}
