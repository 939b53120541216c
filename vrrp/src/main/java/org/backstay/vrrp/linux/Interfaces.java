package org.backstay.vrrp.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Log;
import org.backstay.node.linux.LinuxAddress;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.RouteNetlink;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Link;
import org.jspecify.annotations.Nullable;

/** The machine's interfaces and their addresses, kept current by what the kernel tells. Owned by the router's loop. */
final class Interfaces implements RouteNetlink.Listener {
    private final RouteNetlink netlink;
    private final Log log;
    private final Map<Integer, LinuxLink> links = new HashMap<>();
    private final Map<Integer, List<LinuxAddress>> addresses = new HashMap<>();
    private Kernel.@Nullable Watcher watcher;

    Interfaces(RouteNetlink netlink, Log log) throws IOException {
        this.netlink = netlink;
        this.log = log;
        read();
    }

    /** Asks the kernel for all of them. */
    void read() throws IOException {
        links.clear();
        addresses.clear();
        netlink.links().forEach(link -> links.put(link.index(), link));
        netlink.addresses().forEach(this::put);
    }

    void watcher(Kernel.Watcher listener) {
        watcher = listener;
    }

    @Nullable
    LinuxLink named(String name) {
        for (LinuxLink each : links.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    @Nullable
    Link link(String name) {
        LinuxLink link = named(name);
        if (link == null) {
            return null;
        }
        List<IpAddress> usable = new ArrayList<>();
        for (LinuxAddress each : addresses.getOrDefault(link.index(), List.of())) {
            if (each.address().version() == 4 || each.isUsable()) {
                usable.add(each.address());
            }
        }
        return new Link(link.index(), link.isUp(), List.copyOf(usable));
    }

    /** All, in the order of their numbers. */
    List<LinuxLink> all() {
        return links.values().stream()
                .sorted(Comparator.comparingInt(LinuxLink::index))
                .toList();
    }

    /** Whether an address is on an interface with this length of its network. */
    boolean has(int index, IpAddress address, int prefix) {
        return addresses.getOrDefault(index, List.of()).stream()
                .anyMatch(each -> each.address().equals(address) && each.prefix() == prefix);
    }

    /** Whether an address is on any interface. */
    boolean holds(IpAddress address) {
        return addresses.values().stream()
                .anyMatch(all -> all.stream().anyMatch(each -> each.address().equals(address)));
    }

    void put(LinuxAddress address) {
        List<LinuxAddress> known = addresses.computeIfAbsent(address.interfaceIndex(), index -> new ArrayList<>());
        for (int i = 0; i < known.size(); i++) {
            LinuxAddress each = known.get(i);
            if (each.address().equals(address.address()) && each.prefix() == address.prefix()) {
                known.set(i, address);
                return;
            }
        }
        known.add(address);
    }

    /** Forgets an address that we removed, before the kernel tells of it. */
    void forget(int index, IpAddress address, int prefix) {
        addresses
                .getOrDefault(index, new ArrayList<>())
                .removeIf(each -> each.address().equals(address) && each.prefix() == prefix);
    }

    @Override
    public void link(LinuxLink link) {
        LinuxLink before = links.put(link.index(), link);
        if (before == null || before.isUp() != link.isUp() || !before.name().equals(link.name())) {
            tell(link.name());
        }
    }

    @Override
    public void linkGone(LinuxLink link) {
        links.remove(link.index());
        addresses.remove(link.index());
        tell(link.name());
    }

    @Override
    public void address(LinuxAddress address) {
        put(address);
        tellOf(address.interfaceIndex());
    }

    @Override
    public void addressGone(LinuxAddress address) {
        LinuxLink link = links.get(address.interfaceIndex());
        boolean known = has(address.interfaceIndex(), address.address(), address.prefix());
        forget(address.interfaceIndex(), address.address(), address.prefix());
        if (link != null && known && watcher != null) {
            watcher.addressGone(link.name(), address.address());
        }
        tellOf(address.interfaceIndex());
    }

    private void tellOf(int index) {
        LinuxLink link = links.get(index);
        if (link != null) {
            tell(link.name());
        }
    }

    private void tell(String name) {
        if (watcher != null) {
            watcher.linkChanged(name);
        }
    }

    @Override
    public void missedSome() {
        log.warning("Netlink: receive buffer overrun, reading all interfaces again");
        try {
            read();
        } catch (IOException failed) {
            log.warning(String.valueOf(failed.getMessage()));
        }
        links.values().forEach(link -> tell(link.name()));
    }
}
