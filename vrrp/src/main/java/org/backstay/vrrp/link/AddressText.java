package org.backstay.vrrp.link;

import java.util.Map;
import java.util.Objects;
import org.backstay.node.linux.AddressSpec;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.Vmac;
import org.jspecify.annotations.Nullable;

/** An address as reports show it. */
public final class AddressText {
    private static final Map<Integer, String> SCOPES = Map.of(0, "global", 200, "site", 253, "link", 254, "host");

    private AddressText() {}

    /** An instance's, as {@code 10.0.0.1/24 dev eth0 scope global set}. */
    public static String of(VirtualAddress address, InstanceConfig instance, boolean set) {
        String on = address.interfaceName() == null ? instance.addressInterface() : address.interfaceName();
        String above = instance.vmacs().stream()
                .filter(each -> each.name().equals(on))
                .map(Vmac::below)
                .findFirst()
                .map(below -> on + "@" + below)
                .orElse(on);
        return text(address, above, "") + (set ? " set" : "");
    }

    /** A static one, which is always set. */
    public static String of(VirtualAddress address, String usualInterface, @Nullable String trackGroup) {
        String on = Objects.requireNonNullElse(address.interfaceName(), usualInterface);
        return text(address, on, trackGroup == null ? "" : " track_group " + trackGroup) + " set";
    }

    private static String text(VirtualAddress address, String on, String group) {
        boolean six = address.address().version() == 6;
        boolean whole = address.prefix() == address.address().length() * Byte.SIZE;
        StringBuilder text = new StringBuilder(whole ? address.address().toString() : address.toString());
        if (address.broadcast() != null) {
            text.append(" brd ").append(address.broadcast());
        }
        text.append(" dev ").append(on).append(address.wantsVmac() ? " use_vmac" : "");
        text.append(" scope ").append(SCOPES.getOrDefault(address.scope(), Integer.toString(address.scope())));
        if (address.label() != null) {
            text.append(" label ").append(address.label());
        }
        if (address.peer() != null) {
            text.append(" peer ").append(address.peer()).append('/').append(address.prefix());
        }
        flag(text, address, AddressSpec.HOME, " home");
        if (six && (address.flags() & AddressSpec.NO_DUPLICATE_DETECTION) == 0) {
            text.append(" -nodad");
        }
        flag(text, address, AddressSpec.MANAGE_TEMPORARY, " mngtmpaddr");
        flag(text, address, AddressSpec.NO_PREFIX_ROUTE, " noprefixroute");
        flag(text, address, AddressSpec.AUTO_JOIN, " autojoin");
        text.append(address.tracked() ? "" : " no_track").append(group);
        if (six) {
            text.append(address.deprecated() ? " deprecated" : " preferred_lft forever");
        }
        return text.toString();
    }

    private static void flag(StringBuilder text, VirtualAddress address, int flag, String word) {
        if ((address.flags() & flag) != 0) {
            text.append(word);
        }
    }
}
