package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backstay.base.net.IpAddress;
import org.backstay.config.Block;
import org.jspecify.annotations.Nullable;

/** {@code global_defs}. */
final class GlobalReader {
    private static final long SMTP_TIMEOUT = 30_000_000_000L;
    private static final int SMTP_PORT = 25;
    private static final int MOST_PRIORITY = 32_767;
    private static final int LONGEST_TABLE = 255;
    private static final IpAddress GROUP_4 = Objects.requireNonNull(IpAddress.parse("224.0.0.18"));
    private static final IpAddress GROUP_6 = Objects.requireNonNull(IpAddress.parse("ff02::12"));

    private final List<String> recipients = new ArrayList<>();
    private final GratuitousSettings.Builder garp = new GratuitousSettings.Builder();
    private @Nullable String routerId;
    private @Nullable String from;
    private @Nullable String smtpServer;
    private int smtpPort = SMTP_PORT;
    private @Nullable String helo;
    private long smtpTimeout = SMTP_TIMEOUT;
    private boolean withoutFaults;
    private IpAddress group4 = GROUP_4;
    private IpAddress group6 = GROUP_6;
    private String defaultInterface = "eth0";
    private @Nullable String scriptUser;
    private @Nullable String scriptGroup;
    private boolean scriptSecurity;
    private final Map<GlobalSettings.Subject, GlobalSettings.Fifo> fifos = new EnumMap<>(GlobalSettings.Subject.class);
    private boolean writeStatesOnReload;
    private long startupDelay;
    private boolean logUnknownIds;
    private boolean dynamicInterfaces;
    private int realTimePriority;
    private int nice;
    private boolean lockMemory;
    private @Nullable String namespace;
    private @Nullable String instance;
    private boolean instanceInReports;
    private boolean minimalGarp;
    private @Nullable Boolean alerts;
    private @Nullable Boolean routerAlert;
    private @Nullable Boolean checkerAlert;
    private boolean changesOnly;
    private boolean logAllFailures;
    private boolean initialNotifications;

    private final VmacNames vmacNames = new VmacNames();
    private String vmacPrefix = "vrrp";
    private String filterTable = Firewall.USUAL.table();
    private int filterPriority = Firewall.USUAL.priority();
    private boolean filterCounts;
    private boolean filterByIndex;
    private @Nullable String vmacAddressPrefix;

    int version = 2;
    boolean priorityChanges;
    boolean strict;
    boolean lowerPriorityNoAdvert;
    boolean higherPrioritySendAdvert;
    boolean skipAddressCheck;
    boolean checkUnicastSource;
    int downAdvertisements = 3;

    private static final Keywords<GlobalReader> KEYWORDS = new Keywords<GlobalReader>()
            .on(
                    "notification_email",
                    (g, w) -> w.block()
                            .body()
                            .forEach(b -> g.recipients.addAll(b.statement().words())))
            .on("notification_email_from", (g, w) -> g.from = w.required(1))
            .on("smtp_server", GlobalReader::smtpServer)
            .on("smtp_helo_name", (g, w) -> g.helo = w.required(1))
            .on("smtp_connect_timeout", (g, w) -> g.smtpTimeout = w.seconds(1, "0.001", "3600", SMTP_TIMEOUT))
            .on("smtp_alert", (g, w) -> g.alerts = w.flag(false))
            .on("smtp_alert_vrrp", (g, w) -> g.routerAlert = w.flag(false))
            .on("no_email_faults", (g, w) -> g.withoutFaults = true)
            .on("router_id", (g, w) -> g.routerId = w.required(1))
            .on("vrrp_mcast_group4", (g, w) -> g.group4 = group(w, 4, g.group4))
            .on("vrrp_mcast_group6", (g, w) -> g.group6 = group(w, 6, g.group6))
            .on("default_interface", (g, w) -> g.defaultInterface = String.valueOf(w.required(1)))
            .on("vrrp_garp_master_delay", (g, w) -> g.garp.masterDelay = w.seconds(1, "0", "", -1))
            .on("vrrp_garp_master_repeat", (g, w) -> g.garp.masterRepeat = w.integer(1, 1, 255, -1))
            .on("vrrp_garp_lower_prio_delay", (g, w) -> g.garp.lowerPriorityDelay = w.seconds(1, "0", "", -1))
            .on("vrrp_garp_lower_prio_repeat", (g, w) -> g.garp.lowerPriorityRepeat = w.integer(1, 0, 255, -1))
            .on("vrrp_garp_master_refresh", (g, w) -> g.garp.refresh = w.seconds(1, "0", "", -1))
            .on("vrrp_garp_master_refresh_repeat", (g, w) -> g.garp.refreshRepeat = w.integer(1, 1, 255, -1))
            .on("vrrp_min_garp", (g, w) -> g.minimalGarp = w.flag(false))
            .on("vrrp_lower_prio_no_advert", (g, w) -> g.lowerPriorityNoAdvert = w.flag(false))
            .on("vrrp_higher_prio_send_advert", (g, w) -> g.higherPrioritySendAdvert = w.flag(false))
            .on("vrrp_down_timer_adverts", (g, w) -> g.downAdvertisements = w.integer(1, 1, 100, 3))
            .on("vrrp_version", (g, w) -> g.version = w.integer(1, 2, 3, 2))
            .on("vrrp_check_unicast_src", (g, w) -> g.checkUnicastSource = true)
            .on("vrrp_skip_check_adv_addr", (g, w) -> g.skipAddressCheck = w.flag(false))
            .on("vrrp_notify_priority_changes", (g, w) -> g.priorityChanges = w.flag(false))
            .on("script_user", GlobalReader::scriptUser)
            .on("enable_script_security", (g, w) -> g.scriptSecurity = true)
            .on("notify_fifo", (g, w) -> g.fifo(GlobalSettings.Subject.ALL, w))
            .on("notify_fifo_script", (g, w) -> g.fifoScript(GlobalSettings.Subject.ALL, w))
            .on("vrrp_notify_fifo", (g, w) -> g.fifo(GlobalSettings.Subject.ROUTERS, w))
            .on("vrrp_notify_fifo_script", (g, w) -> g.fifoScript(GlobalSettings.Subject.ROUTERS, w))
            .on("lvs_notify_fifo", (g, w) -> g.fifo(GlobalSettings.Subject.SERVERS, w))
            .on("lvs_notify_fifo_script", (g, w) -> g.fifoScript(GlobalSettings.Subject.SERVERS, w))
            .on("smtp_alert_checker", (g, w) -> g.checkerAlert = w.flag(true))
            .on("no_checker_emails", (g, w) -> g.changesOnly = w.flag(true))
            .on("checker_log_all_failures", (g, w) -> g.logAllFailures = w.flag(true))
            .on("rs_init_notifies", (g, w) -> g.initialNotifications = w.flag(true))
            .on("fifo_write_vrrp_states_on_reload", (g, w) -> g.writeStatesOnReload = true)
            .on("vrrp_startup_delay", (g, w) -> g.startupDelay = w.seconds(1, "0.001", "1200", 0))
            .on("log_unknown_vrids", (g, w) -> g.logUnknownIds = true)
            .on("dynamic_interfaces", (g, w) -> g.dynamicInterfaces = true)
            .on("vrrp_rt_priority", (g, w) -> g.realTimePriority = w.integer(1, 1, 99, 0))
            .on("vrrp_priority", (g, w) -> g.nice = w.integer(1, -20, 19, 0))
            .on("data_use_instance", (g, w) -> g.instanceInReports = w.flag(false))
            .on("vrrp_no_swap", (g, w) -> g.lockMemory = true)
            .on("vrrp_strict", (g, w) -> g.strict = true)
            .on("nftables", GlobalReader::filterTable)
            .on("nftables_priority", (g, w) -> g.filterPriority = w.integer(1, -MOST_PRIORITY, MOST_PRIORITY, -1))
            .on("nftables_counters", (g, w) -> g.filterCounts = true)
            .on("nftables_ifindex", (g, w) -> g.filterByIndex = true)
            .on("vmac_prefix", (g, w) -> g.vmacPrefix = String.valueOf(w.required(1)))
            .on("vmac_addr_prefix", (g, w) -> g.vmacAddressPrefix = w.required(1))
            .accept("random_seed", "tmp_config_directory")
            .withoutEffect(
                    "umask",
                    "process_names",
                    "process_name",
                    "vrrp_process_name",
                    "checker_process_name",
                    "bfd_process_name",
                    "checker_priority",
                    "bfd_priority",
                    "checker_no_swap",
                    "bfd_no_swap",
                    "checker_rt_priority",
                    "bfd_rt_priority",
                    "vrrp_rlimit_rttime",
                    "checker_rlimit_rttime",
                    "bfd_rlimit_rttime",
                    "max_auto_priority",
                    "min_auto_priority_delay",
                    "vrrp_netlink_cmd_rcv_bufs",
                    "vrrp_netlink_cmd_rcv_bufs_force",
                    "vrrp_netlink_monitor_rcv_bufs",
                    "vrrp_netlink_monitor_rcv_bufs_force",
                    "lvs_netlink_cmd_rcv_bufs",
                    "lvs_netlink_cmd_rcv_bufs_force",
                    "lvs_netlink_monitor_rcv_bufs",
                    "lvs_netlink_monitor_rcv_bufs_force",
                    "process_monitor_rcv_bufs",
                    "process_monitor_rcv_bufs_force",
                    "vrrp_rx_bufs_policy",
                    "vrrp_rx_bufs_multiplier",
                    "reload_check_config",
                    "include_check",
                    "child_wait_time",
                    "vrrp_cpu_affinity",
                    "checker_cpu_affinity",
                    "bfd_cpu_affinity",
                    "disable_local_igmp",
                    "lvs_process_name",
                    "vrrp_rlimit_rtime",
                    "checker_rlimit_rtime",
                    "bfd_rlimit_rtime",
                    "lvs_flush_onstop",
                    "enable_snmp_keepalived",
                    "vrrp_vmac_garp_intvl",
                    "vrrp_garp_interval",
                    "vrrp_gna_interval",
                    "vrrp_garp_extra_if",
                    "vrrp_iptables",
                    "vrrp_ipsets",
                    "nftables_ipvs",
                    "nftables_ipvs_priority",
                    "nftables_ipvs_start_fwmark",
                    "lvs_sync_daemon",
                    "lvs_timeouts",
                    "lvs_flush",
                    "lvs_flush_on_stop",
                    "enable_snmp_vrrp",
                    "enable_snmp_checker",
                    "enable_snmp_rfc",
                    "enable_snmp_rfcv2",
                    "enable_snmp_rfcv3",
                    "enable_traps",
                    "snmp_socket",
                    "enable_dbus",
                    "dbus_service_name",
                    "startup_script",
                    "startup_script_timeout",
                    "shutdown_script",
                    "shutdown_script_timeout",
                    "config_save_dir",
                    "reload_time_file",
                    "reload_repeat",
                    "reload_file",
                    "linkbeat_use_polling");

    void read(Block block, Diagnostics diagnostics) {
        KEYWORDS.read(this, block.body(), diagnostics);
    }

    GratuitousSettings garp() {
        return garp.build(minimalGarp);
    }

    VmacNames vmacNames() {
        return vmacNames;
    }

    String vmacPrefix() {
        return vmacPrefix;
    }

    String vmacAddressPrefix() {
        return Objects.requireNonNullElse(vmacAddressPrefix, vmacPrefix);
    }

    void namespace(Words words) {
        namespace = words.required(1);
    }

    void instance(Words words) {
        instance = words.required(1);
    }

    IpAddress group(int family) {
        return family == 4 ? group4 : group6;
    }

    String defaultInterface() {
        return defaultInterface;
    }

    /** Whether mail of virtual routers is sent that do not say so themselves. */
    boolean routerAlert() {
        Boolean own = routerAlert == null ? alerts : routerAlert;
        return own != null && own;
    }

    /** Whether mail of servers is sent that do not say so themselves; null when nothing is said. */
    @Nullable
    Boolean checkerAlert() {
        return checkerAlert == null ? alerts : checkerAlert;
    }

    GlobalSettings build() {
        List<GlobalSettings.Fifo> known =
                fifos.values().stream().filter(fifo -> !fifo.path().isEmpty()).toList();
        return new GlobalSettings(
                routerId,
                new GlobalSettings.Mail(
                        List.copyOf(recipients), from, smtpServer, smtpPort, helo, smtpTimeout, withoutFaults),
                version,
                group4,
                group6,
                defaultInterface,
                scriptUser,
                scriptGroup,
                scriptSecurity,
                known,
                writeStatesOnReload,
                startupDelay,
                logUnknownIds,
                dynamicInterfaces,
                realTimePriority,
                nice,
                lockMemory,
                namespace,
                instance,
                instanceInReports,
                new GlobalSettings.Alerts(alerts, routerAlert, checkerAlert),
                new Firewall(filterTable, filterPriority, filterCounts, filterByIndex),
                new GlobalSettings.InstanceDefaults(
                        garp(),
                        downAdvertisements,
                        lowerPriorityNoAdvert,
                        higherPrioritySendAdvert,
                        skipAddressCheck,
                        checkUnicastSource,
                        priorityChanges,
                        strict),
                new GlobalSettings.Checking(changesOnly, logAllFailures, initialNotifications));
    }

    private void smtpServer(Words words) {
        smtpServer = words.required(1);
        smtpPort = words.count() > 1 ? words.integer(2, 1, 65_535, SMTP_PORT) : SMTP_PORT;
    }

    private void filterTable(Words words) {
        String name = words.optional(1);
        if (name != null && name.length() > LONGEST_TABLE) {
            words.fault("the name of a table has at most " + LONGEST_TABLE + " characters");
        } else if (name != null) {
            filterTable = name;
        }
    }

    private void scriptUser(Words words) {
        scriptUser = words.required(1);
        scriptGroup = words.optional(2);
    }

    private void fifo(GlobalSettings.Subject subject, Words words) {
        String path = words.required(1);
        GlobalSettings.Fifo known = fifos.get(subject);
        if (path != null) {
            fifos.put(
                    subject,
                    new GlobalSettings.Fifo(
                            subject,
                            path,
                            words.optional(2),
                            words.optional(3),
                            known == null ? null : known.script()));
        }
    }

    private void fifoScript(GlobalSettings.Subject subject, Words words) {
        GlobalSettings.Fifo known = fifos.get(subject);
        fifos.put(
                subject,
                known == null
                        ? new GlobalSettings.Fifo(subject, "", null, null, words.command())
                        : new GlobalSettings.Fifo(subject, known.path(), known.user(), known.group(), words.command()));
    }

    private static IpAddress group(Words words, int version, IpAddress otherwise) {
        IpAddress address = words.address(1);
        if (address == null || (address.version() == version && address.isMulticast())) {
            return address == null ? otherwise : address;
        }
        words.fault(address + " is not an IPv" + version + " multicast address");
        return otherwise;
    }
}
