package org.backstay.vrrp.linux;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.backstay.base.net.IpAddress;
import org.backstay.node.Clock;
import org.backstay.node.Log;
import org.backstay.node.linux.AddressSpec;
import org.backstay.node.linux.LinuxAddress;
import org.backstay.node.linux.LinuxLink;
import org.backstay.node.linux.RouteNetlink;
import org.backstay.node.linux.RouteSpec;
import org.backstay.node.linux.SystemCallException;
import org.backstay.vrrp.config.Firewall;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.VirtualRoute;
import org.backstay.vrrp.config.VirtualRule;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.link.Blocked;
import org.backstay.vrrp.link.Hearing;
import org.backstay.vrrp.link.Kernel;
import org.backstay.vrrp.link.Line;
import org.backstay.vrrp.link.LineSpec;
import org.backstay.vrrp.link.Link;
import org.backstay.vrrp.link.LinkDetail;
import org.backstay.vrrp.link.Port;
import org.backstay.vrrp.link.PortSpec;
import org.backstay.vrrp.packet.ReceivedPacket;
import org.jspecify.annotations.Nullable;

/** The kernel of this machine, in the network namespace of the thread that makes this. Owned by the router's loop. */
public final class LinuxKernel implements Kernel {
    private static final HexFormat HARDWARE = HexFormat.ofDelimiter(":");

    private final EventLoop loop;
    private final Log log;
    private final RouteNetlink netlink;
    private final Interfaces interfaces;
    private final PacketFilter filter;
    private final VirtualInterfaces virtualInterfaces;
    private final Announcements announcements;

    /**
     * Looks at the machine's interfaces.
     *
     * @throws IOException in one line, when rights are missing
     */
    public LinuxKernel(EventLoop loop, Clock clock, Log log) throws IOException {
        this.loop = loop;
        this.log = log;
        announcements = new Announcements(log, clock);
        netlink = new RouteNetlink();
        interfaces = new Interfaces(netlink, log);
        filter = new PacketFilter(interfaces);
        virtualInterfaces = new VirtualInterfaces(netlink, interfaces, filter, log);
        netlink.watch(loop, interfaces);
    }

    @Override
    public @Nullable Link link(String interfaceName) {
        return interfaces.link(interfaceName);
    }

    @Override
    public List<LinkDetail> links() {
        return interfaces.all().stream().map(this::detail).toList();
    }

    private LinkDetail detail(LinuxLink link) {
        Link known = interfaces.link(link.name());
        return new LinkDetail(
                link.name(),
                link.index(),
                known == null ? List.of() : known.addresses(),
                new LinkDetail.Hardware(
                        HARDWARE.formatHex(link.hardwareAddress()),
                        HARDWARE.formatHex(link.broadcastAddress()),
                        link.type()),
                link.flags(),
                link.mtu(),
                virtualInterfaces.below(link.name()),
                virtualInterfaces.arp(link.name()),
                announcements.forwarding(link.index()));
    }

    @Override
    public boolean holds(IpAddress address) {
        return interfaces.holds(address);
    }

    @Override
    public void watch(Watcher watcher) {
        interfaces.watcher(watcher);
    }

    @Override
    public Port open(PortSpec spec, Consumer<ReceivedPacket> receiver) throws IOException {
        return new RawPort(loop, log, spec, receiver);
    }

    @Override
    public Line open(LineSpec spec, Line.Listener listener) throws IOException {
        return new LinuxLine(loop, spec, listener);
    }

    @Override
    public Hearing hear(int port, Hearing.Listener listener) throws IOException {
        return new LinuxHearing(loop, log, port, listener);
    }

    private LinuxLink existing(String interfaceName) throws IOException {
        LinuxLink link = interfaces.named(interfaceName);
        if (link == null) {
            throw new IOException("interface " + interfaceName + " doesn't exist");
        }
        return link;
    }

    @Override
    public void add(String interfaceName, VirtualAddress address) throws IOException {
        LinuxLink link = existing(interfaceName);
        netlink.add(spec(link, address));
        interfaces.put(
                new LinuxAddress(link.index(), address.address(), address.prefix(), address.scope(), address.flags()));
    }

    @Override
    public void remove(String interfaceName, VirtualAddress address) throws IOException {
        LinuxLink link = interfaces.named(interfaceName);
        if (link == null || !interfaces.has(link.index(), address.address(), address.prefix())) {
            return;
        }
        interfaces.forget(link.index(), address.address(), address.prefix());
        try {
            netlink.remove(spec(link, address));
        } catch (SystemCallException failed) {
            if (failed.errno() != SystemCallException.EADDRNOTAVAIL && failed.errno() != SystemCallException.ENODEV) {
                throw failed;
            }
        }
    }

    private static AddressSpec spec(LinuxLink link, VirtualAddress address) {
        return new AddressSpec(
                link.index(),
                address.address(),
                address.prefix(),
                address.scope(),
                address.broadcast(),
                address.label(),
                address.peer(),
                address.flags(),
                address.deprecated());
    }

    @Override
    public void add(VirtualRoute route) throws IOException {
        netlink.add(spec(route));
    }

    @Override
    public void remove(VirtualRoute route) throws IOException {
        try {
            netlink.remove(spec(route));
        } catch (SystemCallException failed) {
            if (failed.errno() != SystemCallException.ESRCH && failed.errno() != SystemCallException.ENODEV) {
                throw failed;
            }
        }
    }

    private RouteSpec spec(VirtualRoute route) throws IOException {
        String on = route.interfaceName();
        return new RouteSpec(
                route.destination(),
                route.prefix(),
                route.gateway(),
                on == null ? 0 : existing(on).index(),
                route.source(),
                route.table(),
                route.scope(),
                route.metric(),
                route.type());
    }

    @Override
    public void add(VirtualRule rule) throws IOException {
        netlink.add(rule.spec());
    }

    @Override
    public void remove(VirtualRule rule) throws IOException {
        try {
            netlink.remove(rule.spec());
        } catch (SystemCallException failed) {
            if (failed.errno() != SystemCallException.ENOENT) {
                throw failed;
            }
        }
    }

    @Override
    public boolean add(Vmac vmac, @Nullable IpAddress own) throws IOException {
        return virtualInterfaces.add(vmac, existing(vmac.below()), own);
    }

    @Override
    public void remove(Vmac vmac) throws IOException {
        virtualInterfaces.remove(vmac);
    }

    @Override
    public void firewall(Firewall settings) throws IOException {
        filter.settings(settings);
    }

    @Override
    public void block(List<Blocked> addresses) throws IOException {
        filter.block(addresses);
    }

    @Override
    public void unblock(List<Blocked> addresses) throws IOException {
        filter.unblock(addresses);
    }

    @Override
    public void announce(String interfaceName, IpAddress address) {
        LinuxLink link = interfaces.named(interfaceName);
        if (link != null && link.hasNeighbours()) {
            announcements.send(link, address);
        }
    }

    @Override
    public void close() {
        try {
            filter.close();
        } catch (IOException failed) {
            log.warning(String.valueOf(failed.getMessage()));
        }
        netlink.close();
        announcements.close();
    }
}
