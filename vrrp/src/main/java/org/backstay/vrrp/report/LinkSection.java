package org.backstay.vrrp.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Ports;
import org.backstay.vrrp.link.LinkDetail;
import org.jspecify.annotations.Nullable;

/** Where the router hears and speaks, and the machine's interfaces. */
final class LinkSection {
    private static final int UP = 0x1;
    private static final int BROADCAST = 0x2;
    private static final int LOOPBACK = 0x8;
    private static final int POINT_TO_POINT = 0x10;
    private static final int RUNNING = 0x40;
    private static final int NO_ARP = 0x80;
    private static final int MULTICAST = 0x1000;
    private static final int ETHERNET = 1;
    private static final int LOOPBACK_TYPE = 772;
    /** The original's mark of an interface whose loss is no fault. */
    private static final int UNTRACKED = 255;

    private final Page page;
    private final Snapshot snapshot;
    private final Set<IpAddress> moving = new HashSet<>();

    LinkSection(Page page, Snapshot snapshot) {
        this.page = page;
        this.snapshot = snapshot;
        snapshot.instances().forEach(each -> {
            put(each.config().addresses());
            put(each.config().excluded());
        });
        put(snapshot.config().staticAddresses());
    }

    private void put(List<VirtualAddress> addresses) {
        addresses.forEach(each -> moving.add(each.address()));
    }

    void ports() {
        if (snapshot.ports().isEmpty()) {
            return;
        }
        page.section("VRRP Sockpool");
        for (Ports.Open each : snapshot.ports()) {
            page.words(
                    1,
                    "fd_in " + each.sockets().hearing() + " fd_out = "
                            + each.sockets().speaking());
            line("Interface", each.spec().interfaceName());
            line("Family", "IPv" + each.spec().family());
            line("Protocol", each.spec().authenticated() ? "AH" : "VRRP");
            IpAddress own = each.spec().source();
            line("Type", own == null ? "Multicast" : "Unicast");
            if (own != null) {
                line("Address", own);
            }
            line("Rx buf size", 0);
            page.words(3, "VRRP instances");
            each.users()
                    .forEach(user -> page.words(
                            5, user.config().name() + " vrid " + user.config().virtualRouterId()));
        }
    }

    void links() {
        page.section("Interfaces");
        snapshot.links().forEach(this::link);
    }

    private void line(String name, Object value) {
        page.line(3, name, value);
    }

    private void link(LinkDetail link) {
        page.line(1, "Name", link.name());
        line("index", link.index());
        addresses(link, 4);
        addresses(link, 6);
        if (!link.hardware().address().isEmpty() && link.hardware().type() != LOOPBACK_TYPE) {
            line("MAC", link.hardware().address());
            line("MAC broadcast", link.hardware().broadcast());
        }
        LinkDetail below = below(link);
        boolean orphan = below != null && !has(below, UP);
        line("State", upAndRunning(link) + peculiarities(link) + (orphan ? ", master down" : ""));
        line("Seen up", has(link, UP) ? 1 : 0);
        line("Delayed state change running", false);
        line("Up debounce timer", "0us");
        line("Down debounce timer", "0us");
        if (below != null) {
            page.words(
                    3,
                    "VMAC type private, underlying interface = " + below.name() + ", state = " + upAndRunning(below));
            page.words(3, "I/f created by keepalived");
        }
        line("MTU", link.mtu());
        line(
                "HW Type",
                switch (link.hardware().type()) {
                    case LOOPBACK_TYPE -> "LOOPBACK";
                    case ETHERNET -> "ETHERNET";
                    default -> "UNKNOWN (" + link.hardware().type() + ")";
                });
        page.words(3, "NIC netlink status update");
        page.words(3, "Reset ARP config counter " + link.arp().changes());
        page.words(3, "Original arp_ignore " + link.arp().ignore());
        page.words(3, "Original arp_filter " + link.arp().filter());
        page.words(3, "Original promote_secondaries 0");
        page.words(3, "Reset promote_secondaries counter 0");
        LinkDetail.Forwarding forwarding = link.forwarding();
        if (forwarding != null) {
            page.words(
                    3,
                    (forwarding.on() ? "" : "Not ") + "IPv6 forwarding. Last checked " + Page.time(forwarding.seen()));
        }
        watchers(link);
    }

    private @Nullable LinkDetail below(LinkDetail link) {
        return snapshot.links().stream()
                .filter(each -> each.name().equals(link.below()))
                .findFirst()
                .orElse(null);
    }

    /** Without those that move; of IPv6 only the link's own. */
    private void addresses(LinkDetail link, int version) {
        List<IpAddress> own = link.addresses().stream()
                .filter(each ->
                        each.version() == version && (version == 4 || each.isLinkLocal()) && !moving.contains(each))
                .toList();
        line("IPv" + version + " address", own.isEmpty() ? "(none)" : own.getFirst());
        if (own.size() > 1) {
            page.words(3, "Additional IPv" + version + " addresses :");
            own.subList(1, own.size()).forEach(each -> page.words(5, each.toString()));
        }
    }

    private static boolean has(LinkDetail link, int flag) {
        return (link.flags() & flag) != 0;
    }

    private static String upAndRunning(LinkDetail link) {
        return (has(link, UP) ? "UP, " : "not UP, ") + (has(link, RUNNING) ? "RUNNING" : "not RUNNING");
    }

    private static String peculiarities(LinkDetail link) {
        return (has(link, BROADCAST) ? "" : ", no broadcast")
                + (has(link, LOOPBACK) ? ", loopback" : "")
                + (has(link, POINT_TO_POINT) ? ", point to point" : "")
                + (has(link, NO_ARP) ? ", no arp" : "")
                + (has(link, MULTICAST) ? "" : ", no multicast");
    }

    private void watchers(LinkDetail link) {
        List<String> lines = new ArrayList<>();
        for (Instance each : snapshot.instances()) {
            InstanceConfig config = each.config();
            boolean own = config.interfaceName().equals(link.name())
                    || config.addressInterface().equals(link.name());
            if (own) {
                lines.add(config.name() + ", weight " + (config.trackPrimary() ? 0 : UNTRACKED));
            }
            for (Tracked tracked : config.tracked()) {
                if (!own
                        && tracked.kind() == Tracked.Kind.INTERFACE
                        && tracked.name().equals(link.name())) {
                    Integer weight = tracked.weight();
                    lines.add(config.name() + ", weight " + (weight == null ? 0 : weight)
                            + (tracked.reverse() ? " reverse" : ""));
                }
            }
        }
        if (!lines.isEmpty()) {
            page.words(3, "Tracking VRRP instances :");
            lines.forEach(each -> page.words(5, each));
        }
    }
}
