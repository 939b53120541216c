package org.backstay.vrrp.config;

import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that moves with its instance, or a static one.
 *
 * @param address the address
 * @param prefix bits of its network
 * @param interfaceName on which; null for its instance's
 * @param scope {@code RT_SCOPE_*}: 0 global, 200 site, 253 link, 254 host
 * @param broadcast null for none
 * @param label null for none
 * @param peer null for none
 * @param flags {@code IFA_F_*}
 * @param deprecated whether it is never the source of new connections (IPv6)
 * @param tracked whether it is put back when somebody removes it, and the loss of its interface is a fault
 * @param wantsVmac whether it goes to an interface with the virtual router's hardware address: its own {@code use_vmac}
 */
public record VirtualAddress(
        IpAddress address,
        int prefix,
        @Nullable String interfaceName,
        int scope,
        @Nullable IpAddress broadcast,
        @Nullable String label,
        @Nullable IpAddress peer,
        int flags,
        boolean deprecated,
        boolean tracked,
        boolean wantsVmac)
        implements KernelEntry {
    /** The same on another interface. */
    VirtualAddress on(String another, boolean vmac) {
        return new VirtualAddress(
                address, prefix, another, scope, broadcast, label, peer, flags, deprecated, tracked, vmac);
    }

    /** As {@code 10.0.0.1/24}. */
    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
