package org.backstay.vrrp.link;

import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network interface as it is now.
 *
 * @param index the kernel's number of it; another one when it went and came back
 * @param up whether it is up and has a carrier
 * @param addresses its addresses, the kernel's order, ours among them
 */
public record Link(int index, boolean up, List<IpAddress> addresses) {
    /**
     * The address that stands for a router: the first of its instance's family that is not one of those that move. For IPv6 it is
     * link-local (RFC 5798, 5.1.2.1).
     */
    public @Nullable IpAddress own(InstanceConfig instance) {
        return own(instance, instance.family());
    }

    /** The same for another family than the instance's. */
    public @Nullable IpAddress own(InstanceConfig instance, int family) {
        for (IpAddress each : addresses) {
            boolean fits = each.version() == family && (each.version() == 4 || each.isLinkLocal());
            if (fits && !moves(each, instance.addresses()) && !moves(each, instance.excluded())) {
                return each;
            }
        }
        return null;
    }

    private static boolean moves(IpAddress address, List<VirtualAddress> moving) {
        return moving.stream().anyMatch(each -> each.address().equals(address));
    }
}
