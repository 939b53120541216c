package org.backstay.vrrp.link;

import org.backstay.base.net.IpAddress;

/**
 * An address of this machine to and from which no packets pass.
 *
 * @param interfaceName the interface it is on; what is link-local is blocked only there
 * @param address the address
 * @param byName whether the interface is told by its name: it may go and come back
 */
public record Blocked(String interfaceName, IpAddress address, boolean byName) {}
