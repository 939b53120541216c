package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.backstay.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** A {@code virtual_server} block, and whether what it says fits together. */
final class VirtualServerReader {
    private static final int MOST_PORT = 65_535;
    private static final int MOST_PERSISTENCE = 31 * 24 * 3_600;
    private static final int DEFAULT_PERSISTENCE = 360;
    private static final String DEFAULT_SCHEDULER = "wlc";
    private static final Set<String> SCHEDULERS =
            Set.of("rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos");

    private static final Keywords<VirtualServerReader> KEYWORDS = CheckTiming.<VirtualServerReader>keywords(
                    v -> v.timing)
            .on("real_server", VirtualServerReader::realServer)
            .on("sorry_server", VirtualServerReader::sorryServer)
            .on("sorry_server_inhibit", VirtualServerReader::sorryInhibit)
            .on("sorry_server_lvs_method", (v, w) -> Forwarding.read(w, "sorry"))
            .on("ip_family", VirtualServerReader::family)
            .on("lb_algo", VirtualServerReader::scheduler)
            .on("lvs_sched", VirtualServerReader::scheduler)
            .on("lb_kind", (v, w) -> v.forwarding = Forwarding.read(w, "virtual"))
            .on("lvs_method", (v, w) -> v.forwarding = Forwarding.read(w, "virtual"))
            .on("ops", (v, w) -> v.onePacket = true)
            .on("persistence_engine", (v, w) -> w.required(1))
            .on("persistence_timeout", VirtualServerReader::persistence)
            .on("persistence_granularity", VirtualServerReader::granularity)
            .on("protocol", VirtualServerReader::protocol)
            .on("ha_suspend", (v, w) -> v.suspend = true)
            .on("smtp_alert", (v, w) -> v.smtpAlert = w.flag(true))
            .on("virtualhost", (v, w) -> v.virtualHost = w.required(1))
            .on("omega", (v, w) -> v.omega = true)
            .on("quorum", (v, w) -> v.quorum = w.integer(1, 1, Integer.MAX_VALUE, 1))
            .on("hysteresis", (v, w) -> v.hysteresis = w.integer(1, 0, Integer.MAX_VALUE, 0))
            .on("quorum_up", (v, w) -> v.quorumUp = w.command())
            .on("quorum_down", (v, w) -> v.quorumDown = w.command())
            .on("inhibit_on_failure", (v, w) -> v.inhibit = true)
            .on("weight", (v, w) -> v.weight = w.integer(1, 1, RealServerReader.MOST_WEIGHT, 1))
            .accept("hashed", "flag-1", "flag-2", "flag-3", "sh-port", "sh-fallback", "mh-port", "mh-fallback")
            .withoutEffect("snmp_name", "service_type");

    private final Words opening;
    private final GlobalReader global;
    private final @Nullable IpAddress address;
    private int port;
    private final @Nullable String mark;
    private final @Nullable String groupName;
    private final CheckTiming timing = new CheckTiming();
    private final List<RealServerReader> servers = new ArrayList<>();
    private RealServerConfig.@Nullable Protocol protocol;
    private int family;
    private @Nullable String scheduler;
    private @Nullable Forwarding forwarding;
    private boolean onePacket;
    private int persistence;
    private boolean suspend;
    private @Nullable Boolean smtpAlert;
    private @Nullable String virtualHost;
    private boolean omega;
    private int quorum = 1;
    private int hysteresis;
    private @Nullable ScriptCommand quorumUp;
    private @Nullable ScriptCommand quorumDown;
    private boolean inhibit;
    private int weight = 1;
    private @Nullable IpAddress sorry;
    private int sorryPort;
    private boolean sorryInhibit;

    private VirtualServerReader(
            Words opening,
            GlobalReader global,
            @Nullable IpAddress address,
            @Nullable String mark,
            @Nullable String groupName) {
        this.opening = opening;
        this.global = global;
        this.address = address;
        this.mark = mark;
        this.groupName = groupName;
        family = address == null ? 0 : address.version();
    }

    /** Reads one; reported and null when it is nowhere. */
    static @Nullable VirtualServerReader read(Words words, GlobalReader global) {
        VirtualServerReader reader = open(words, global);
        if (reader != null) {
            KEYWORDS.read(reader, words.block().body(), words.diagnostics());
        }
        return reader;
    }

    private static @Nullable VirtualServerReader open(Words words, GlobalReader global) {
        String first = words.required(1);
        if (first == null) {
            return null;
        }
        if (first.equals("group")) {
            String name = words.required(2);
            return name == null ? null : new VirtualServerReader(words, global, null, null, name);
        }
        if (first.equals("fwmark")) {
            String mark = words.required(2);
            if (mark == null || ServerGroup.isMark(mark)) {
                return mark == null ? null : new VirtualServerReader(words, global, null, mark, null);
            }
            words.fault("virtual server fwmark '" + mark + "' must be in [0, 4294967295] - ignoring");
            return null;
        }
        IpAddress address = IpAddress.parse(first);
        int port = words.count() > 1 ? words.integer(2, 0, MOST_PORT, -1) : 0;
        if (address == null || port < 0) {
            String given = words.optional(2) == null ? first : first + "/" + words.optional(2);
            words.fault("Invalid virtual server IP address " + given + " - skipping");
            return null;
        }
        VirtualServerReader reader = new VirtualServerReader(words, global, address, null, null);
        reader.port = port;
        return reader;
    }

    CheckTiming timing() {
        return timing;
    }

    boolean inhibit() {
        return inhibit;
    }

    int weight() {
        return weight;
    }

    @Nullable
    String virtualHost() {
        return virtualHost;
    }

    /** Whether mail of its servers is sent that do not say so themselves: yes, unless the whole file says otherwise. */
    boolean alertsOfServers() {
        return Objects.requireNonNullElse(global.checkerAlert(), true);
    }

    /** The virtual server, when all groups are known; reported and null when nobody serves in it. */
    @Nullable
    VirtualServerConfig build(Map<String, ServerGroup> groups, Map<String, FileConfig> files) {
        ServerGroup group = groupName == null ? null : groups.get(groupName);
        if (groupName != null && group == null) {
            opening.fault("Virtual server group " + groupName + " specified but not configured");
            return null;
        }
        dropOtherFamilies(group);
        if (servers.isEmpty()) {
            opening.fault("Virtual server " + name() + " has no real servers - ignoring");
            return null;
        }
        dropDuplicates();
        settleProtocol(group);
        settleScheduling(group);
        settlePorts();
        settleQuorum();
        return new VirtualServerConfig(
                name(),
                suspend ? address : null,
                quorum,
                hysteresis,
                omega,
                quorumUp,
                quorumDown,
                Objects.requireNonNullElse(smtpAlert, Objects.requireNonNullElse(global.checkerAlert(), false)),
                sorry == null
                        ? null
                        : new VirtualServerConfig.SorryServer(
                                RealServerConfig.serviceName(sorry, spoken(), sorryPort), sorryInhibit),
                servers.stream().map(each -> each.build(this, spoken(), files)).toList());
    }

    private String name() {
        if (groupName != null) {
            return "[" + groupName + "]:" + port;
        }
        IpAddress own = address;
        return own == null ? "FWM " + mark : RealServerConfig.serviceName(own, spoken(), port);
    }

    private void dropOtherFamilies(@Nullable ServerGroup group) {
        int wanted = family != 0 ? family : group == null ? 0 : group.family();
        IpAddress instead = sorry;
        if (wanted != 0 && instead != null && instead.version() != wanted) {
            opening.fault("Address family of virtual server and sorry server " + instead
                    + " don't match - skipping sorry server.");
            sorry = null;
        }
        servers.removeIf(each -> {
            Forwarding how = Objects.requireNonNullElse(each.forwarding(), tunnels());
            boolean foreign = wanted != 0 && each.address.version() != wanted && how != Forwarding.TUN;
            if (foreign) {
                each.opening.fault("Address family of virtual server and real server " + each.address
                        + " don't match - skipping real server.");
            }
            return foreign;
        });
    }

    private void dropDuplicates() {
        Set<String> seen = new HashSet<>();
        servers.removeIf(each -> {
            boolean again = !seen.add(each.address + " " + each.port);
            if (again) {
                each.opening.fault("VS " + name() + ": real server "
                        + RealServerConfig.serviceName(each.address, spoken(), each.port)
                        + " is duplicated - removing second rs");
            }
            return again;
        });
    }

    private RealServerConfig.Protocol spoken() {
        return Objects.requireNonNullElse(protocol, RealServerConfig.Protocol.NONE);
    }

    private Forwarding tunnels() {
        return Objects.requireNonNullElse(forwarding, Forwarding.NAT);
    }

    private void settleProtocol(@Nullable ServerGroup group) {
        boolean byMark = mark != null || (group != null && !group.hasAddresses());
        if (byMark) {
            if (protocol != null) {
                remark("Warning: Virtual server " + name()
                        + ": protocol specified for fwmark - protocol will be ignored");
                protocol = null;
            }
        } else if (protocol == null) {
            remark("Virtual server " + name() + ": no protocol set - defaulting to UDP");
            protocol = RealServerConfig.Protocol.UDP;
        }
        if (onePacket && !byMark && protocol != RealServerConfig.Protocol.UDP) {
            opening.fault("Virtual server " + name() + ": one packet scheduling requires UDP - resetting");
        }
        if (suspend && (mark != null || (group != null && group.hasMarks()))) {
            opening.fault("Virtual server " + name() + ": cannot use ha_suspend with fwmarks - clearing ha_suspend");
            suspend = false;
        }
    }

    private void settleScheduling(@Nullable ServerGroup group) {
        boolean portless = group == null ? address != null && port == 0 : group.hasAddressWithoutPort();
        if (persistence == 0 && portless) {
            remark("Virtual server " + name() + ": zero port only valid for persistent services - setting");
        }
        if (scheduler == null) {
            remark("Virtual server " + name() + ": no scheduler set, setting default '" + DEFAULT_SCHEDULER + "'");
        }
        if (forwarding == null && servers.stream().anyMatch(each -> each.forwarding() == null)) {
            remark("Virtual server " + name() + ": no forwarding method set, setting default NAT");
        }
    }

    /** Only NAT can change a port on the way. */
    private void settlePorts() {
        for (RealServerReader each : servers) {
            boolean translated = Objects.requireNonNullElse(each.forwarding(), tunnels()) == Forwarding.NAT;
            if (address != null && each.port == 0) {
                each.port = port;
            } else if (address != null && !translated && each.port != port) {
                remark("WARNING - virtual server " + name() + " and real server "
                        + RealServerConfig.serviceName(each.address, spoken(), each.port)
                        + " ports don't match - resetting");
                each.port = port;
            } else if (mark != null && !translated && each.port != 0) {
                remark("WARNING - fwmark virtual server " + name() + ", real server "
                        + RealServerConfig.serviceName(each.address, spoken(), each.port)
                        + " has port specified - clearing");
                each.port = 0;
            }
        }
    }

    private void settleQuorum() {
        long sum = servers.stream().mapToLong(each -> each.weight(weight)).sum();
        if (quorum > sum) {
            remark("Warning - quorum " + quorum + " for " + name() + " exceeds total weight of real servers " + sum
                    + ", reducing quorum to " + sum);
            quorum = (int) sum;
        }
        if (hysteresis >= quorum && hysteresis > 0) {
            int least = Math.max(0, quorum - 1);
            remark("Virtual server " + name() + ": hysteresis " + hysteresis + " >= quorum " + quorum
                    + "; setting hysteresis to " + least);
            hysteresis = least;
        }
    }

    private void remark(String what) {
        opening.diagnostics().remark(opening.statement(), what);
    }

    private void realServer(Words words) {
        RealServerReader read = RealServerReader.read(words);
        if (read != null) {
            servers.add(read);
        }
    }

    private void sorryServer(Words words) {
        String text = words.required(1);
        IpAddress read = text == null ? null : IpAddress.parse(text);
        if (read == null) {
            words.fault("Invalid sorry server IP address " + text + " - skipping");
            return;
        }
        sorry = read;
        sorryPort = words.count() > 1 ? words.integer(2, 0, MOST_PORT, 0) : 0;
    }

    private void sorryInhibit(Words words) {
        if (sorry == null) {
            words.fault("Ignoring sorry_server inhibit used before or without sorry_server");
        }
        sorryInhibit = true;
    }

    private void family(Words words) {
        String text = words.required(1);
        int wanted = "inet".equals(text) ? 4 : "inet6".equals(text) ? 6 : 0;
        if (wanted == 0) {
            words.fault("unknown address family " + text);
        } else if (family != 0 && family != wanted) {
            words.fault("Virtual server specified family " + text + " conflicts with server family");
        } else {
            family = wanted;
        }
    }

    private void scheduler(Words words) {
        String text = words.required(1);
        if (text != null && !SCHEDULERS.contains(text)) {
            words.fault("Invalid lvs_scheduler '" + text + "' - ignoring");
            return;
        }
        scheduler = text;
    }

    private void persistence(Words words) {
        persistence = words.count() == 0 ? DEFAULT_PERSISTENCE : words.integer(1, 1, MOST_PERSISTENCE, 0);
    }

    private void granularity(Words words) {
        String text = words.required(1);
        if (text == null) {
            return;
        }
        IpAddress mask = IpAddress.parse(text);
        boolean six = family == 6 || (family == 0 && text.indexOf('.') < 0);
        if (six
                ? !text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > 128
                : mask == null || mask.version() != 4) {
            words.fault("Invalid IPv" + (six ? 6 : 4) + " persistence_granularity specified - " + text);
            return;
        }
        persistence = persistence == 0 ? DEFAULT_PERSISTENCE : persistence;
    }

    private void protocol(Words words) {
        String text = words.required(1);
        if (text == null) {
            return;
        }
        switch (text.toUpperCase(Locale.ROOT)) {
            case "TCP" -> protocol = RealServerConfig.Protocol.TCP;
            case "UDP" -> protocol = RealServerConfig.Protocol.UDP;
            case "SCTP" -> protocol = RealServerConfig.Protocol.SCTP;
            default -> words.fault("Unknown protocol " + text + " - ignoring");
        }
    }
}
