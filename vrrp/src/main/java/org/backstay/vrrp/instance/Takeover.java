package org.backstay.vrrp.instance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.GratuitousSettings;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.VirtualRoute;
import org.backstay.vrrp.config.VirtualRule;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.link.Blocked;
import org.backstay.vrrp.link.Link;

/**
 * What an instance does with its addresses: puts them on the interface, tells the neighbours, takes them away. Owned by the loop.
 */
final class Takeover {
    private final Ground ground;
    private final Alarm again;
    private final Alarm refresh;
    private InstanceConfig config;
    private boolean held;
    private int repeat;

    Takeover(Ground ground, InstanceConfig config) {
        this.ground = ground;
        this.config = config;
        again = new Alarm(ground.loop(), ground.clock(), () -> announce(repeat));
        refresh = new Alarm(ground.loop(), ground.clock(), this::refresh);
    }

    boolean held() {
        return held;
    }

    /** Makes the interfaces that are its own; what was held is put on a new one again. */
    void prepare() {
        config.vmacs().forEach(this::prepare);
    }

    private void prepare(Vmac vmac) {
        Link below = ground.kernel().link(vmac.below());
        if (below == null) {
            return;
        }
        boolean speaks = vmac.family() == 6 && !vmac.transmitsOnBase();
        IpAddress given = vmac.equals(config.vmac()) ? config.source() : null;
        IpAddress own = !speaks ? null : given != null ? given : below.own(config, vmac.family());
        if (speaks && own == null) {
            return; // the interface below has no address yet; it tells when it has
        }
        attempt(() -> {
            if (ground.kernel().add(vmac, own) && held) {
                take();
            }
        });
    }

    /** Removes the interfaces that are its own, unless what is on them is to stay. */
    void dismantle(boolean release) {
        if (release) {
            config.vmacs().forEach(this::dismantle);
        }
    }

    private void dismantle(Vmac vmac) {
        attempt(() -> ground.kernel().remove(vmac));
    }

    void take() {
        held = true;
        block(blocked(config));
        all().forEach(this::add);
        config.routes().forEach(this::add);
        config.rules().forEach(this::add);
        GratuitousSettings settings = config.gratuitous();
        announceTwice(settings.masterRepeat(), settings.masterDelay());
        if (settings.refresh() > 0) {
            refresh.in(settings.refresh());
        }
    }

    /** Removes everything, also what a process before this one may have left. */
    void release() {
        held = false;
        again.off();
        refresh.off();
        config.rules().forEach(this::remove);
        config.routes().forEach(this::remove);
        all().forEach(this::remove);
        unblock(blocked(config));
    }

    /** What packets are kept from while the addresses are here. */
    private static List<Blocked> blocked(InstanceConfig of) {
        if (of.accepts()) {
            return List.of();
        }
        return all(of).stream()
                .map(each -> {
                    String on = interfaceOf(of, each);
                    boolean own = on.equals(of.addressInterface());
                    return new Blocked(on, each.address(), !of.trackPrimary() && (own || !each.tracked()));
                })
                .toList();
    }

    private void block(List<Blocked> addresses) {
        if (!addresses.isEmpty()) {
            attempt(() -> ground.kernel().block(addresses));
        }
    }

    private void unblock(List<Blocked> addresses) {
        if (!addresses.isEmpty()) {
            attempt(() -> ground.kernel().unblock(addresses));
        }
    }

    /** Neighbours may have learnt another place meanwhile. */
    void heardLowerPriority() {
        GratuitousSettings settings = config.gratuitous();
        if (held && settings.lowerPriorityRepeat() > 0) {
            announceTwice(settings.lowerPriorityRepeat(), settings.lowerPriorityDelay());
        }
    }

    /** Goes over to another list of addresses without touching those that are in both. */
    void reconfigure(InstanceConfig next) {
        List<VirtualAddress> before = all();
        List<VirtualRoute> routesBefore = config.routes();
        List<VirtualRule> rulesBefore = config.rules();
        String interfaceBefore = config.interfaceName();
        InstanceConfig old = config;
        List<Vmac> gone = old.vmacs().stream()
                .filter(vmac -> !next.vmacs().contains(vmac))
                .toList();
        if (!held || !interfaceBefore.equals(next.interfaceName())) {
            boolean was = held;
            if (was) {
                release();
            }
            gone.forEach(this::dismantle);
            config = next;
            if (was) {
                prepare();
                take();
            }
            return;
        }
        config = next;
        prepare();
        List<VirtualAddress> after = all();
        rulesBefore.stream().filter(rule -> !next.rules().contains(rule)).forEach(this::remove);
        routesBefore.stream().filter(route -> !next.routes().contains(route)).forEach(this::remove);
        before.stream().filter(address -> !after.contains(address)).forEach(address -> remove(old, address));
        gone.forEach(this::dismantle);
        List<Blocked> blockedBefore = blocked(old);
        List<Blocked> blockedAfter = blocked(next);
        block(blockedAfter);
        unblock(blockedBefore.stream()
                .filter(each -> !blockedAfter.contains(each))
                .toList());
        after.stream().filter(address -> !before.contains(address)).forEach(address -> {
            add(address);
            announce(address, next.gratuitous().masterRepeat());
        });
        next.routes().stream().filter(route -> !routesBefore.contains(route)).forEach(this::add);
        next.rules().stream().filter(rule -> !rulesBefore.contains(rule)).forEach(this::add);
    }

    /** Somebody took an address away: it is put back while it is ours, unless the operator does not want it watched. */
    void addressGone(String interfaceName, IpAddress gone) {
        for (VirtualAddress each : all()) {
            if (held
                    && each.tracked()
                    && each.address().equals(gone)
                    && interfaceOf(config, each).equals(interfaceName)) {
                ground.log()
                        .warning("(" + config.name() + ") ip address " + each + " was removed from " + interfaceName
                                + ", putting it back");
                add(each);
                announce(each, 1);
            }
        }
    }

    private List<VirtualAddress> all() {
        return all(config);
    }

    private static List<VirtualAddress> all(InstanceConfig of) {
        List<VirtualAddress> all = new ArrayList<>(of.addresses());
        all.addAll(of.excluded());
        return all;
    }

    private void announceTwice(int times, long later) {
        announce(times);
        if (later > 0) {
            repeat = times;
            again.in(later);
        }
    }

    private void announce(int times) {
        if (!held) {
            return;
        }
        for (int i = 0; i < times; i++) {
            config.addresses().forEach(address -> announce(address, 1));
            config.excluded().forEach(address -> announce(address, 1));
        }
    }

    private void announce(VirtualAddress address, int times) {
        for (int i = 0; i < times; i++) {
            ground.kernel().announce(interfaceOf(config, address), address.address());
        }
    }

    private void refresh() {
        announce(config.gratuitous().refreshRepeat());
        refresh.in(config.gratuitous().refresh());
    }

    private static String interfaceOf(InstanceConfig config, VirtualAddress address) {
        return address.interfaceName() == null ? config.addressInterface() : address.interfaceName();
    }

    private void add(VirtualAddress address) {
        attempt(() -> ground.kernel().add(interfaceOf(config, address), address));
    }

    private void remove(VirtualAddress address) {
        remove(config, address);
    }

    private void remove(InstanceConfig of, VirtualAddress address) {
        attempt(() -> ground.kernel().remove(interfaceOf(of, address), address));
    }

    private void add(VirtualRoute route) {
        attempt(() -> ground.kernel().add(route));
    }

    private void remove(VirtualRoute route) {
        attempt(() -> ground.kernel().remove(route));
    }

    private void add(VirtualRule rule) {
        attempt(() -> ground.kernel().add(rule));
    }

    private void remove(VirtualRule rule) {
        attempt(() -> ground.kernel().remove(rule));
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException failed) {
            ground.log().warning("(" + config.name() + ") " + failed.getMessage());
        }
    }
}
