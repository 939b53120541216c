package org.backstay.vrrp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.backstay.vrrp.config.GlobalSettings;
import org.backstay.vrrp.config.GratuitousSettings;
import org.backstay.vrrp.config.ScriptCommand;
import org.jspecify.annotations.Nullable;

/** {@code global_defs}, as far as this program has what they speak of. */
final class GlobalSection {
    private final Page page;
    private final Snapshot snapshot;
    private final GlobalSettings global;

    GlobalSection(Page page, Snapshot snapshot) {
        this.page = page;
        this.snapshot = snapshot;
        global = snapshot.config().global();
    }

    void write() {
        page.section("Global definitions");
        line("Network namespace", Objects.requireNonNullElse(global.namespace(), "(default)"));
        line("Network namespace ipvs", "(main namespace)");
        known("Instance name", global.instance());
        line("Router ID", Objects.requireNonNullElse(global.routerId(), snapshot.hostName()));
        mail();
        line("Checkers log all failures", global.checking().logAllFailures());
        page.words(1, "No test config before reload");
        if (global.instanceInReports()) {
            page.words(1, "Use instance name in data dumps");
        }
        line("Dynamic interfaces", global.dynamicInterfaces());
        if (global.dynamicInterfaces()) {
            line("Allow interface changes", false);
        }
        if (global.mail().withoutFaults()) {
            line("Send emails for fault transitions", "off");
        }
        line("Default interface", global.defaultInterface());
        line("Disable local IGMP", "no");
        fifos();
        instances();
        process();
    }

    private void line(String name, Object value) {
        page.line(1, name, value);
    }

    private void known(String name, @Nullable Object value) {
        if (value != null) {
            line(name, value);
        }
    }

    private void mail() {
        GlobalSettings.Mail mail = global.mail();
        if (mail.server() != null) {
            line("Smtp server", mail.server());
            line("Smtp server port", mail.port());
            line("Smtp HELO name", Objects.requireNonNullElse(mail.helo(), snapshot.hostName()));
            line("Smtp server connection timeout", Page.seconds(mail.timeout()));
        }
        if (mail.from() != null) {
            line("Email notification from", mail.from());
            page.words(1, "Email notification to:");
            mail.recipients().forEach(to -> page.words(3, to));
        }
        line("Default smtp_alert", alert(global.alerts().all()));
        line("Default smtp_alert_vrrp", alert(global.alerts().routers()));
        line("Default smtp_alert_checker", alert(global.alerts().checkers()));
    }

    private static String alert(@Nullable Boolean wanted) {
        return wanted == null ? "unset" : wanted ? "on" : "off";
    }

    private void fifos() {
        for (GlobalSettings.Fifo each : global.fifos()) {
            String whose = switch (each.subject()) {
                case ALL -> "Global";
                case ROUTERS -> "VRRP";
                case SERVERS -> "LVS";
            };
            ScriptCommand owner = new ScriptCommand(List.of(each.path()), each.user(), each.group());
            line(whose + " notify fifo", each.path() + ", " + Page.user(owner, snapshot));
            ScriptCommand script = each.script();
            if (script != null) {
                List<String> words = new ArrayList<>(script.command());
                words.add(each.path());
                line(
                        whose + " notify fifo script",
                        Page.script(new ScriptCommand(words, script.user(), script.group()), snapshot));
            }
        }
    }

    private void instances() {
        GlobalSettings.InstanceDefaults defaults = global.defaults();
        GratuitousSettings garp = defaults.gratuitous();
        line("FIFO write vrrp states on reload", global.writeStatesOnReload());
        line("VRRP notify priority changes", defaults.priorityChanges());
        line("VRRP IPv4 mcast group", global.group4());
        line("VRRP IPv6 mcast group", global.group6());
        line("Gratuitous ARP delay", Page.seconds(garp.masterDelay()));
        line("Gratuitous ARP repeat", garp.masterRepeat());
        line("Gratuitous ARP refresh timer", Page.seconds(garp.refresh()));
        line("Gratuitous ARP refresh repeat", garp.refreshRepeat());
        line("Gratuitous ARP lower priority delay", Page.seconds(garp.lowerPriorityDelay()));
        line("Gratuitous ARP lower priority repeat", garp.lowerPriorityRepeat());
        line("Num adverts before down", defaults.downAdvertisements());
        line("Send advert after receive lower priority advert", !defaults.lowerPriorityNoAdvert());
        line("Send advert after receive higher priority advert", defaults.higherPrioritySendAdvert());
        line("VRRP default protocol version", global.version());
        line("VRRP check unicast_src", defaults.checkUnicastSource());
        line("VRRP skip check advert addresses", defaults.skipAddressCheck());
        line("VRRP strict mode", defaults.strict());
    }

    private void process() {
        line("VRRP process priority", global.nice());
        line("VRRP don't swap", global.lockMemory());
        line("VRRP realtime priority", global.realTimePriority());
        page.words(1, "Script security " + (global.scriptSecurity() ? "enabled" : "disabled"));
        ScriptCommand any = new ScriptCommand(List.of("any"), null, null);
        page.words(1, "Default script " + Page.user(any, snapshot));
        line("rs_init_notifies", global.checking().initialNotifications() ? 1 : 0);
        line("no_checker_emails", global.checking().changesOnly() ? 1 : 0);
        if (global.startupDelay() > 0) {
            line("vrrp_startup_delay", global.startupDelay() / 1e9);
        }
        if (global.logUnknownIds()) {
            page.words(1, "log_unknown_vrids");
        }
    }
}
