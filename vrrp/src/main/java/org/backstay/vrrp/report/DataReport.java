package org.backstay.vrrp.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.group.SyncGroup;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.instance.State;
import org.backstay.vrrp.link.AddressText;

/** {@code keepalived.data}: how the router is configured and what it is doing. */
public final class DataReport {
    private static final double MILLI = 1e3;
    private static final double SECOND = 1e9;
    private static final long MICRO = 1_000;

    private final StringBuilder text = new StringBuilder();

    private DataReport() {}

    /** The text of the file. */
    public static String text(
            KeepalivedConfig config, List<Instance> instances, List<SyncGroup> groups, Map<String, String> trackers) {
        DataReport report = new DataReport();
        report.global(config.global());
        report.text.append("------< VRRP Topology >------\n");
        instances.forEach(each -> report.instance(each, groupOf(each, groups)));
        if (!groups.isEmpty()) {
            report.text.append("------< VRRP Sync groups >------\n");
            groups.forEach(report::group);
        }
        if (!trackers.isEmpty()) {
            report.text.append("------< Trackers >------\n");
            trackers.forEach((name, state) -> report.line(1, name, state));
        }
        return report.text.toString();
    }

    private static String groupOf(Instance instance, List<SyncGroup> groups) {
        for (SyncGroup each : groups) {
            if (each.members().contains(instance)) {
                return each.config().name();
            }
        }
        return "";
    }

    private void line(int indent, String name, Object value) {
        text.append(" ".repeat(indent)).append(name).append(" = ").append(value).append('\n');
    }

    private void global(GlobalSettings global) {
        text.append("------< Global definitions >------\n");
        line(1, "Network namespace", Objects.requireNonNullElse(global.namespace(), "(default)"));
        line(1, "Router ID", Objects.requireNonNullElse(global.routerId(), ""));
        if (global.mail().server() != null) {
            line(1, "Smtp server", global.mail().server());
            line(1, "Smtp server port", global.mail().port());
            line(1, "Smtp server connection timeout", global.mail().timeout() / SECOND);
            line(
                    1,
                    "Email notification from",
                    Objects.requireNonNullElse(global.mail().from(), ""));
            global.mail().recipients().forEach(to -> line(1, "Email notification", to));
        }
        line(1, "Dynamic interfaces", global.dynamicInterfaces());
        line(1, "Default interface", global.defaultInterface());
        line(1, "FIFO write vrrp states on reload", global.writeStatesOnReload());
        line(1, "VRRP IPv4 mcast group", global.group4());
        line(1, "VRRP IPv6 mcast group", global.group6());
        line(1, "VRRP default protocol version", global.version());
        line(1, "VRRP process priority", global.nice());
        line(1, "VRRP don't swap", global.lockMemory());
        line(1, "VRRP realtime priority", global.realTimePriority());
        text.append(" Script security ")
                .append(global.scriptSecurity() ? "enabled" : "disabled")
                .append('\n');
    }

    private void instance(Instance instance, String group) {
        InstanceConfig config = instance.config();
        line(1, "VRRP Instance", config.name());
        line(3, "VRRP Version", config.version());
        if (!group.isEmpty()) {
            line(3, "Sync group", group);
        }
        line(3, "State", word(instance.state()));
        line(3, "Number of interface and track script faults", instance.faults().size());
        instance.faults().forEach(fault -> line(5, "Fault", fault));
        line(3, "Last transition", String.format("%.3f", instance.lastTransition() / MILLI));
        if (instance.state() == State.BACKUP && instance.master().address() != null) {
            line(3, "Master router", instance.master().address());
            line(3, "Master priority", instance.master().priority());
        }
        line(3, "Interface", config.interfaceName());
        line(3, "Using src_ip", instance.source() == null ? "(none)" : instance.source());
        InstanceConfig.Unicast unicast = config.unicast();
        if (unicast != null) {
            line(3, "Unicast TTL", unicast.ttl());
            line(3, "Check unicast src", unicast.checkSource() ? "yes" : "no");
            unicast.peers().forEach(peer -> line(5, "Unicast peer", peer.address()));
        }
        line(3, "Gratuitous ARP delay", seconds(config.gratuitous().masterDelay()));
        line(3, "Gratuitous ARP repeat", config.gratuitous().masterRepeat());
        line(3, "Gratuitous ARP refresh", seconds(config.gratuitous().refresh()));
        line(3, "Gratuitous ARP refresh repeat", config.gratuitous().refreshRepeat());
        line(
                3,
                "Gratuitous ARP lower priority delay",
                seconds(config.gratuitous().lowerPriorityDelay()));
        line(3, "Gratuitous ARP lower priority repeat", config.gratuitous().lowerPriorityRepeat());
        line(3, "Down timer adverts", config.downAdvertisements());
        line(3, "Send advert after receive lower priority advert", !config.lowerPriorityNoAdvert());
        line(3, "Send advert after receive higher priority advert", config.higherPrioritySendAdvert());
        line(3, "Virtual Router ID", config.virtualRouterId());
        line(3, "Priority", config.priority());
        line(3, "Effective priority", instance.priority());
        line(3, "Advert interval", interval(config.version(), config.interval()));
        if (config.version() == 3) {
            line(
                    3,
                    "Master advert interval",
                    interval(config.version(), instance.master().interval()));
        }
        line(3, "Preempt", config.preemption().enabled() ? "enabled" : "disabled");
        if (config.preemption().delay() > 0) {
            line(3, "Preempt delay", seconds(config.preemption().delay()) + " secs");
        }
        line(3, "Authentication type", config.password() == null ? "none" : "SIMPLE_PASSWORD");
        addresses("Virtual IP", config.addresses(), instance);
        addresses("Virtual IP Excluded", config.excluded(), instance);
        line(3, "Using smtp notification", config.notifications().smtpAlert() ? "yes" : "no");
        line(3, "Notify priority changes", config.notifications().priorityChanges());
    }

    private void addresses(String name, List<VirtualAddress> addresses, Instance instance) {
        if (addresses.isEmpty()) {
            return;
        }
        text.append("   ").append(name).append(" (").append(addresses.size()).append("):\n");
        for (VirtualAddress each : addresses) {
            text.append("     ")
                    .append(AddressText.of(each, instance.config(), instance.holdsAddresses()))
                    .append('\n');
        }
    }

    private void group(SyncGroup group) {
        line(1, "VRRP Sync Group", group.config().name() + ", " + word(group.state()));
        text.append("   VRRP member instances :\n");
        group.members()
                .forEach(each ->
                        text.append("     ").append(each.config().name()).append('\n'));
        line(3, "Using smtp notification", group.config().notifications().smtpAlert() ? "yes" : "no");
    }

    private static String word(State state) {
        return state == State.STOPPED ? "STOP" : state.name();
    }

    private static Object seconds(long nanos) {
        return nanos % 1_000_000_000 == 0 ? (Object) (nanos / 1_000_000_000) : (Object) (nanos / SECOND);
    }

    private static String interval(int version, long nanos) {
        return version == 2 ? nanos / 1_000_000_000 + " sec" : nanos / MICRO / 1_000 + " milli-sec";
    }
}
