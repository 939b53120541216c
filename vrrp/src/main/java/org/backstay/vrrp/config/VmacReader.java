package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code use_vmac} and its like: which interfaces an instance and its addresses have for themselves. */
final class VmacReader {
    private final String instance;
    private final GlobalReader global;
    private final Diagnostics diagnostics;
    private final List<Vmac> ofAddresses = new ArrayList<>();
    private @Nullable Words line;
    private @Nullable String name;
    private @Nullable String hardware;
    private boolean everyAddress;
    private boolean transmitsOnBase;
    private @Nullable Vmac own;
    private String below = "";
    private int family;
    private int virtualRouterId;

    VmacReader(String instance, GlobalReader global, Diagnostics diagnostics) {
        this.instance = instance;
        this.global = global;
        this.diagnostics = diagnostics;
    }

    /** {@code use_vmac}: the name and the hardware address may stand in any order behind it. */
    void wanted(Words words) {
        line = words;
        for (int i = 1; i <= words.count(); i++) {
            String word = words.statement().argument(i);
            if (word.toLowerCase(Locale.ROOT).matches("([0-9a-f]{2}:){4,5}[0-9a-f]{2}")) {
                hardware = word.toLowerCase(Locale.ROOT);
            } else if (word.length() > VmacNames.LONGEST || word.contains("/")) {
                words.fault("(" + instance + ") VMAC interface name '" + word + "' too long or invalid - ignoring");
            } else {
                name = word;
            }
        }
    }

    /** {@code use_vmac_addr}: also for addresses that are not where the instance is. */
    void wantedForAddresses() {
        everyAddress = true;
    }

    /** {@code vmac_xmit_base}. */
    void transmitOnBase() {
        transmitsOnBase = true;
    }

    /** What strict mode forbids. */
    void restrict() {
        if (hardware != null) {
            fault("cannot specify MAC address with strict mode - clearing");
            hardware = null;
        }
        if (transmitsOnBase) {
            fault("xmit_base is incompatible with strict mode - resetting");
            transmitsOnBase = false;
        }
    }

    private void fault(String what) {
        diagnostics.fault("(" + instance + ") " + what);
    }

    /** The instance's own; null when it has none. Comes before its addresses are placed. */
    @Nullable
    Vmac own(String interfaceName, int ofFamily, int routerId, boolean unicast) {
        below = interfaceName;
        family = ofFamily;
        virtualRouterId = routerId;
        Words wanted = line;
        if (wanted == null && transmitsOnBase) {
            diagnostics.remark("(" + instance + ") vmac_xmit_base is only valid with a vmac");
        }
        if (wanted == null) {
            return null;
        }
        if (!transmitsOnBase && unicast) {
            wanted.fault("(" + instance + ") unicast with use_vmac requires vmac_xmit_base - setting");
            transmitsOnBase = true;
        }
        String given = name;
        if (given == null) {
            given = global.vmacNames().next(global.vmacPrefix(), family, virtualRouterId);
        } else {
            global.vmacNames().take(given);
        }
        own = new Vmac(given, below, family, hardwareAddress(family), transmitsOnBase);
        return own;
    }

    private String hardwareAddress(int ofFamily) {
        String given = hardware;
        if (given == null) {
            return Vmac.standardAddress(ofFamily, virtualRouterId);
        }
        return given.length() == Vmac.HARDWARE_TEXT ? given : given + String.format(":%02x", virtualRouterId);
    }

    /** Puts each address on its interface, where that is not its instance's usual one. */
    void place(List<VirtualAddress> addresses) {
        addresses.replaceAll(this::placed);
    }

    private VirtualAddress placed(VirtualAddress address) {
        String on = address.interfaceName();
        boolean here = on == null || on.equals(below);
        boolean alike = address.address().version() == family;
        Vmac usual = own;
        if (here && alike && usual != null) {
            if (address.wantsVmac()) {
                fault("use_vmac specified for VIP/eVIP " + address + " and vrrp instance");
            }
            return address.on(usual.name(), false);
        }
        boolean byInstance = everyAddress && !(here && alike);
        if (byInstance && address.wantsVmac()) {
            fault("use_vmac_addr specified and use_vmac specified for VIP/eVIP " + address);
        }
        if (byInstance || address.wantsVmac()) {
            return address.on(vmac(on == null ? below : on, address.address().version()), !byInstance);
        }
        return here && usual != null ? address.on(below, false) : address;
    }

    /** The interface over another one for addresses of a family; the same for all of them. */
    private String vmac(String over, int ofFamily) {
        for (Vmac each : ofAddresses) {
            if (each.below().equals(over) && each.family() == ofFamily) {
                return each.name();
            }
        }
        String given = global.vmacNames().next(global.vmacAddressPrefix(), ofFamily, virtualRouterId);
        ofAddresses.add(new Vmac(given, over, ofFamily, hardwareAddress(ofFamily), false));
        return given;
    }

    /** Those of addresses. */
    List<Vmac> ofAddresses() {
        return List.copyOf(ofAddresses);
    }
}
