package org.backstay.vrrp.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.backstay.vrrp.config.GratuitousSettings;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.Notifications;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.Ports;
import org.backstay.vrrp.instance.State;
import org.backstay.vrrp.link.AddressText;
import org.backstay.vrrp.link.Port;
import org.jspecify.annotations.Nullable;

/** One virtual router: what it is doing and how it is configured. */
final class InstanceSection {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int DEFAULT_TTL = 255;

    /** What scripts are for, in the order of the original's lines. */
    private static final List<Map.Entry<Notifications.Event, String>> EVENTS = List.of(
            Map.entry(Notifications.Event.BACKUP, "Backup"),
            Map.entry(Notifications.Event.MASTER, "Master"),
            Map.entry(Notifications.Event.FAULT, "Fault"),
            Map.entry(Notifications.Event.STOP, "Stop"),
            Map.entry(Notifications.Event.DELETED, "Deleted"),
            Map.entry(Notifications.Event.ANY, "Generic"),
            Map.entry(Notifications.Event.MASTER_RX_LOWER_PRI, "Master rx lower pri"));

    private final Page page;
    private final Snapshot snapshot;
    private final Instance instance;
    private final InstanceConfig config;

    InstanceSection(Page page, Snapshot snapshot, Instance instance) {
        this.page = page;
        this.snapshot = snapshot;
        this.instance = instance;
        config = instance.config();
    }

    static String word(State state) {
        return state == State.STOPPED ? "STOP" : state.name();
    }

    void write() {
        SyncGroup group = group();
        page.line(1, "VRRP Instance", config.name());
        line("VRRP Version", config.version());
        if (group != null) {
            line("Sync group", group.config().name());
        }
        if (config.family() == 6) {
            page.words(3, "Using Native IPv6");
        }
        line("State", word(instance.state()));
        master();
        flags();
        progress();
        where();
        gratuitous();
        line("Send advert after receive lower priority advert", !config.lowerPriorityNoAdvert());
        line("Send advert after receive higher priority advert", config.higherPrioritySendAdvert());
        line("Virtual Router ID", config.virtualRouterId());
        line("Priority", config.priority());
        line("Effective priority", instance.priority());
        line("Total priority", instance.priority());
        interval();
        rights();
        addresses("Virtual IP (" + config.addresses().size() + "):", config.addresses());
        addresses("Virtual IP Excluded :", config.excluded());
        unicast();
        sockets();
        list("Virtual Routes :", config.routes().stream().map(RouteText::of).toList());
        list("Virtual Rules :", config.rules().stream().map(RuleText::of).toList());
        new WatchedSection(page, snapshot).watched(own(group), "Tracked processes :");
        line("Using smtp notification", Page.yes(config.notifications().smtpAlert()));
        line("Notify deleted", config.notifications().deleted() ? "Deleted" : "Fault");
        scripts(page, snapshot, config.notifications());
        line("Notify priority changes", config.notifications().priorityChanges());
    }

    private @Nullable SyncGroup group() {
        return snapshot.groups().stream()
                .filter(each -> each.members().contains(instance))
                .findFirst()
                .orElse(null);
    }

    private void line(String name, Object value) {
        page.line(3, name, value);
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.words(3, title);
            lines.forEach(each -> page.words(5, each));
        }
    }

    private void master() {
        if (instance.state() != State.BACKUP) {
            return;
        }
        line("Master router", Objects.requireNonNullElse(instance.master().address(), "(none)"));
        line("Master priority", instance.master().priority());
        if (config.version() == 3) {
            String seconds =
                    String.format(Locale.ROOT, "%.2f", instance.master().interval() / 1e9);
            line("Master advert int", seconds + " sec");
        }
    }

    private void flags() {
        boolean none = config.unicast() == null
                && config.vmac() == null
                && config.source() == null
                && config.preemption().enabled()
                && config.trackPrimary()
                && !config.skipAddressCheck();
        page.words(3, none ? "Flags: none" : "Flags:");
        if (config.unicast() != null) {
            page.words(5, "Using unicast");
        }
    }

    private void progress() {
        line("Wantstate", instance.wantsMaster() ? word(State.MASTER) : word(State.BACKUP));
        line("Number of config faults", 0);
        line("Number of interface and track script faults", instance.faults().size());
        line("Number of track scripts init", instance.pending());
        line("Last transition", Page.time(instance.lastTransition()));
        long timeout = instance.timeout();
        line("Read timeout", timeout < 0 ? "DISABLED" : Page.time(timeout));
        line("Master down timer", instance.masterDown() / MICRO + " usecs");
    }

    private void where() {
        Vmac vmac = config.vmac();
        if (vmac == null) {
            line("Interface", config.interfaceName());
        } else {
            boolean up = snapshot.links().stream().anyMatch(link -> link.name().equals(vmac.name()));
            page.words(
                    3,
                    "Use VMAC, i/f name " + vmac.name() + ", is_up = " + up + ", xmit_base = "
                            + vmac.transmitsOnBase());
            line(
                    "Interface",
                    vmac.name() + ", vmac on " + config.interfaceName()
                            + (vmac.transmitsOnBase() ? ", xmit base i/f" : ""));
        }
        if (!config.trackPrimary()) {
            page.words(3, "VRRP interface tracking disabled");
        }
        if (config.skipAddressCheck()) {
            page.words(3, "Skip checking advert IP addresses");
        }
        if (config.strict()) {
            page.words(3, "Enforcing strict VRRP compliance");
        }
        line(
                "Using src_ip",
                Objects.requireNonNullElse(instance.source(), "(none)")
                        + (config.source() == null ? "" : " (from configuration)"));
        if (config.unicast() == null) {
            page.words(3, "Multicast address " + multicast());
        }
    }

    private String multicast() {
        Object own = config.group();
        if (config.family() == 4) {
            return Objects.requireNonNullElse(own, snapshot.config().global().group4())
                    .toString();
        }
        String on = config.advertisementInterface();
        int index = snapshot.links().stream()
                .filter(link -> link.name().equals(on))
                .mapToInt(link -> link.index())
                .findFirst()
                .orElse(0);
        return Objects.requireNonNullElse(own, snapshot.config().global().group6()) + ", ifindex " + index;
    }

    private void gratuitous() {
        GratuitousSettings garp = config.gratuitous();
        line("Gratuitous ARP delay", Page.seconds(garp.masterDelay()));
        line("Gratuitous ARP repeat", garp.masterRepeat());
        line("Gratuitous ARP refresh", Page.seconds(garp.refresh()));
        line("Gratuitous ARP refresh repeat", garp.refreshRepeat());
        line("Gratuitous ARP lower priority delay", Page.seconds(garp.lowerPriorityDelay()));
        line("Gratuitous ARP lower priority repeat", garp.lowerPriorityRepeat());
        line("Down timer adverts", config.downAdvertisements());
    }

    private void interval() {
        line(
                "Advert interval",
                config.version() == 2
                        ? Page.seconds(config.interval()) + " sec"
                        : config.interval() / MILLI + " milli-sec");
        if (instance.state() == State.BACKUP && config.version() == 3) {
            line("Master advert interval", instance.master().interval() / MILLI + " milli-sec");
        }
    }

    private void rights() {
        line("Accept", config.accepts() ? "enabled" : "disabled");
        line("Preempt", config.preemption().enabled() ? "enabled" : "disabled");
        long delay = config.preemption().delay();
        if (delay > 0) {
            boolean whole = Page.seconds(delay) * 1_000 * MILLI == delay;
            line(
                    "Preempt delay",
                    (whole ? String.valueOf(Page.seconds(delay)) : String.valueOf(delay / 1e9)) + " secs");
        }
        line("Promote_secondaries", "disabled");
        InstanceConfig.Authentication how = config.authentication();
        if (how != null && how.kind() == InstanceConfig.Authentication.Kind.AH) {
            line("Authentication type", "IPSEC_AH");
        } else if (how != null) {
            line("Authentication type", "SIMPLE_PASSWORD");
            line("Password", "(not shown)");
        } else if (config.version() == 2) {
            line("Authentication type", "none");
        }
    }

    private void addresses(String title, List<VirtualAddress> addresses) {
        list(
                title,
                addresses.stream()
                        .map(each -> AddressText.of(each, config, instance.holdsAddresses()))
                        .toList());
    }

    private void unicast() {
        InstanceConfig.Unicast unicast = config.unicast();
        if (unicast == null) {
            return;
        }
        if (unicast.ttl() != DEFAULT_TTL) {
            line("Unicast TTL", unicast.ttl());
        }
        page.words(3, "Check unicast src : " + Page.yes(unicast.checkSource()));
        list(
                "Unicast Peer :",
                unicast.peers().stream()
                        .map(each -> each.address() + " min_ttl " + each.leastTtl() + " max_ttl " + each.mostTtl())
                        .toList());
        line("Unicast checksum compatibility", "no");
    }

    private void sockets() {
        for (Ports.Open each : snapshot.ports()) {
            if (each.users().contains(instance)) {
                Port.Sockets sockets = each.sockets();
                page.words(3, "fd_in " + sockets.hearing() + ", fd_out " + sockets.speaking());
                return;
            }
        }
        page.words(3, "No sockets allocated");
    }

    /** What is really watched; what its group watches stands with the group. */
    private List<Tracked> own(@Nullable SyncGroup group) {
        return config.tracked().stream()
                .filter(each -> group == null || !group.config().tracked().contains(each))
                .filter(each -> snapshot.trackers().stream()
                        .anyMatch(tracker -> each.equals(tracker.watchers().get(instance))))
                .toList();
    }

    static void scripts(Page page, Snapshot snapshot, Notifications notifications) {
        for (Map.Entry<Notifications.Event, String> each : EVENTS) {
            ScriptCommand script = notifications.scripts().get(each.getKey());
            if (script != null) {
                page.line(3, each.getValue() + " state transition script", Page.script(script, snapshot));
            }
        }
    }
}
