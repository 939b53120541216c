package org.backstay.vrrp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backstay.vrrp.config.GratuitousSettings;
import org.backstay.vrrp.config.InstanceConfig;
import org.backstay.vrrp.config.KeepalivedConfig;
import org.backstay.vrrp.config.Notifications;
import org.backstay.vrrp.config.ScriptCommand;
import org.backstay.vrrp.config.ScriptConfig;
import org.backstay.vrrp.config.Tracked;
import org.backstay.vrrp.config.VirtualAddress;
import org.backstay.vrrp.config.Vmac;
import org.backstay.vrrp.instance.Counters;
import org.backstay.vrrp.instance.Instance;
import org.backstay.vrrp.link.AddressText;
import org.backstay.vrrp.packet.Refusal;
import org.jspecify.annotations.Nullable;

/** {@code keepalived.json}: an object an instance, with the original's names. Passwords are left out: the file may travel. */
public final class JsonReport {
    private static final long SECOND = 1_000_000_000;

    /** The original's numbers of states. */
    private static final int BACKUP = 1;

    private static final int MASTER = 2;
    private static final Map<String, Notifications.Event> SCRIPTS = scriptNames();

    private final List<ScriptConfig> scripts;
    private final StringBuilder json = new StringBuilder("[");
    private boolean first = true;

    private JsonReport(List<ScriptConfig> scripts) {
        this.scripts = scripts;
    }

    private static Map<String, Notifications.Event> scriptNames() {
        Map<String, Notifications.Event> names = new LinkedHashMap<>();
        names.put("script_backup", Notifications.Event.BACKUP);
        names.put("script_master", Notifications.Event.MASTER);
        names.put("script_fault", Notifications.Event.FAULT);
        names.put("script_stop", Notifications.Event.STOP);
        names.put("script_deleted", Notifications.Event.DELETED);
        names.put("script", Notifications.Event.ANY);
        names.put("script_master_rx_lower_pri", Notifications.Event.MASTER_RX_LOWER_PRI);
        return names;
    }

    /** The text of the file. */
    public static String text(KeepalivedConfig config, List<Instance> instances) {
        JsonReport report = new JsonReport(config.scripts());
        for (Instance each : instances) {
            report.comma();
            report.begin();
            report.name("data");
            report.data(each);
            report.name("stats");
            report.stats(each.counters());
            report.end();
        }
        return report.json.append("]\n").toString();
    }

    private void data(Instance instance) {
        InstanceConfig config = instance.config();
        GratuitousSettings garp = config.gratuitous();
        begin();
        text("iname", config.name());
        number("dont_track_primary", config.trackPrimary() ? 0 : 1);
        number("skip_check_adv_addr", config.skipAddressCheck() ? 1 : 0);
        number("strict_mode", config.strict() ? 1 : 0);
        Vmac vmac = config.vmac();
        text("vmac_ifname", vmac == null ? "" : vmac.name());
        text("ifp_ifname", config.addressInterface());
        number("master_priority", instance.master().priority());
        name("last_transition");
        json.append(instance.lastTransition() / 1_000_000)
                .append('.')
                .append(String.format("%06d", instance.lastTransition() % 1_000_000));
        seconds("garp_delay", garp.masterDelay());
        seconds("garp_refresh", garp.refresh());
        number("garp_rep", garp.masterRepeat());
        number("garp_refresh_rep", garp.refreshRepeat());
        seconds("garp_lower_prio_delay", garp.lowerPriorityDelay());
        number("garp_lower_prio_rep", garp.lowerPriorityRepeat());
        number("lower_prio_no_advert", config.lowerPriorityNoAdvert() ? 1 : 0);
        number("higher_prio_send_advert", config.higherPrioritySendAdvert() ? 1 : 0);
        number("vrid", config.virtualRouterId());
        number("base_priority", config.priority());
        number("effective_priority", instance.priority());
        flag("vipset", instance.holdsAddresses());
        flag("promote_secondaries", false);
        seconds("adver_int", config.interval());
        seconds("master_adver_int", instance.master().interval());
        number("accept", config.accepts() ? 1 : 0);
        flag("nopreempt", !config.preemption().enabled());
        seconds("preempt_delay", config.preemption().delay());
        number("state", state(instance));
        number("wantstate", instance.wantsMaster() ? MASTER : BACKUP);
        number("version", config.version());
        flag("smtp_alert", config.notifications().smtpAlert());
        flag("notify_deleted", config.notifications().deleted());
        scripts(config.notifications());
        addresses("vips", config.addresses(), instance);
        addresses("evips", config.excluded(), instance);
        array("vroutes", config.routes().stream().map(RouteText::of).toList());
        array("vrules", config.rules().stream().map(RuleText::of).toList());
        tracked(config);
        number("auth_type", authenticationType(config.authentication()));
        end();
    }

    private static int authenticationType(InstanceConfig.@Nullable Authentication how) {
        if (how == null) {
            return 0;
        }
        return how.kind() == InstanceConfig.Authentication.Kind.PASS ? 1 : 2;
    }

    private static int state(Instance instance) {
        return switch (instance.state()) {
            case INIT -> 0;
            case BACKUP -> BACKUP;
            case MASTER -> MASTER;
            case FAULT -> 3;
            case STOPPED -> 98;
        };
    }

    private void scripts(Notifications notifications) {
        SCRIPTS.forEach((name, event) -> {
            ScriptCommand script = notifications.scripts().get(event);
            if (script != null) {
                text(name, Page.quoted(script.command()));
            }
        });
    }

    private void tracked(InstanceConfig config) {
        List<String> interfaces = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (Tracked each : config.tracked()) {
            if (each.kind() == Tracked.Kind.INTERFACE) {
                interfaces.add(each.name());
            }
            scripts.stream()
                    .filter(script ->
                            each.kind() == Tracked.Kind.SCRIPT && script.name().equals(each.name()))
                    .forEach(script -> commands.add(Page.quoted(script.command().command())));
        }
        array("track_ifp", interfaces);
        array("track_script", commands);
    }

    private void addresses(String name, List<VirtualAddress> addresses, Instance instance) {
        array(
                name,
                addresses.stream()
                        .map(each -> AddressText.of(each, instance.config(), instance.holdsAddresses()))
                        .toList());
    }

    /** Nothing is written for an empty one. */
    private void array(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name);
        json.append('[');
        first = true;
        for (String each : values) {
            comma();
            quoted(each);
        }
        json.append(']');
        first = false;
    }

    private void stats(Counters counters) {
        begin();
        number("advert_rcvd", counters.received);
        number("advert_sent", counters.sent);
        number("become_master", counters.becameMaster);
        number("release_master", counters.releasedMaster);
        number("packet_len_err", counters.refusedFor(Refusal.LENGTH));
        number("advert_interval_err", counters.refusedFor(Refusal.INTERVAL));
        number("ip_ttl_err", counters.refusedFor(Refusal.HOP_LIMIT));
        number("invalid_type_rcvd", counters.refusedFor(Refusal.TYPE));
        number("addr_list_err", StatsReport.addressErrors(counters));
        number("invalid_authtype", counters.refusedFor(Refusal.AUTHENTICATION_UNKNOWN));
        number("authtype_mismatch", counters.refusedFor(Refusal.AUTHENTICATION_OTHER));
        number("auth_failure", StatsReport.authenticationFailures(counters));
        number("pri_zero_rcvd", counters.priorityZeroReceived);
        number("pri_zero_sent", counters.priorityZeroSent);
        end();
    }

    private void begin() {
        json.append('{');
        first = true;
    }

    private void end() {
        json.append('}');
        first = false;
    }

    private void comma() {
        if (!first) {
            json.append(',');
        }
        first = false;
    }

    private void name(String name) {
        comma();
        quoted(name);
        json.append(':');
    }

    private void text(String name, String value) {
        name(name);
        quoted(value);
    }

    private void number(String name, long value) {
        name(name);
        json.append(value);
    }

    private void flag(String name, boolean value) {
        name(name);
        json.append(value);
    }

    private void seconds(String name, long nanos) {
        name(name);
        if (nanos % SECOND == 0) {
            json.append(nanos / SECOND);
        } else {
            json.append(nanos / (double) SECOND);
        }
    }

    private void quoted(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c == '/') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
