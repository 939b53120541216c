package org.backstay.node.linux;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address to be put on an interface.
 *
 * @param interfaceIndex on which
 * @param address the address
 * @param prefix bits of its network
 * @param scope as {@link LinuxAddress#scope}
 * @param broadcast of its network; null for none
 * @param label of an IPv4 address, as {@code eth0:1}; null for none
 * @param peer the other end of a point-to-point link; null for none
 * @param flags {@code IFA_F_*}
 * @param deprecated whether an IPv6 address is never chosen as the source of new connections
 */
public record AddressSpec(
        int interfaceIndex,
        IpAddress address,
        int prefix,
        int scope,
        @Nullable IpAddress broadcast,
        @Nullable String label,
        @Nullable IpAddress peer,
        int flags,
        boolean deprecated) {
    /** {@code IFA_F_NODAD}: an IPv6 address is used at once, without asking whether it is taken. */
    public static final int NO_DUPLICATE_DETECTION = 0x02;
    /** {@code IFA_F_HOMEADDRESS}. */
    public static final int HOME = 0x10;
    /** {@code IFA_F_MANAGETEMPADDR}. */
    public static final int MANAGE_TEMPORARY = 0x100;
    /** {@code IFA_F_NOPREFIXROUTE}: no route to its network comes with it. */
    public static final int NO_PREFIX_ROUTE = 0x200;
    /** {@code IFA_F_MCAUTOJOIN}. */
    public static final int AUTO_JOIN = 0x400;
}
