package org.backstay.vrrp.link;

import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;

/** An instance's address as reports show it. */
public final class AddressText {
    private AddressText() {}

    /** As {@code 10.0.0.1/24 dev eth0 scope global set}; an address that is its whole network stands without its length. */
    public static String of(VirtualAddress address, InstanceConfig instance, boolean set) {
        String on = address.interfaceName() == null ? instance.addressInterface() : address.interfaceName();
        String scope = switch (address.scope()) {
            case 0 -> "global";
            case 200 -> "site";
            case 253 -> "link";
            case 254 -> "host";
            default -> Integer.toString(address.scope());
        };
        boolean whole = address.prefix() == address.address().length() * Byte.SIZE;
        return (whole ? address.address() : address) + " dev " + on + " scope " + scope
                + (address.deprecated() ? " deprecated" : "") + (set ? " set" : "");
    }
}
