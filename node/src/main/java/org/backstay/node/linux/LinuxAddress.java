package org.backstay.node.linux;

import org.backstay.base.net.IpAddress;

/**
 * An address on an interface as the kernel tells of it.
 *
 * @param interfaceIndex on which
 * @param address the address
 * @param prefix bits of its network, 0 to 128
 * @param scope where it means something: 0 everywhere, 253 on the link, 254 on the host
 * @param flags {@code IFA_F_*}
 */
public record LinuxAddress(int interfaceIndex, IpAddress address, int prefix, int scope, int flags) {
    private static final int SECONDARY = 0x01;
    private static final int TENTATIVE = 0x40;
    private static final int DEPRECATED = 0x20;

    /** Whether another address of its network came first (IPv4), or it is only good for a while (IPv6). */
    public boolean isSecondary() {
        return (flags & SECONDARY) != 0;
    }

    /** Whether it may be used as the source of packets. */
    public boolean isUsable() {
        return (flags & (TENTATIVE | DEPRECATED)) == 0;
    }
}
