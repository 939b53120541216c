package org.backstay.vrrp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.backstay.base.net.IpAddress;
import org.backstay.config.Block;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_instance}, and whether what it says fits together. */
final class InstanceReader {
    private static final int PASSWORD_BYTES = 8;
    private static final int MOST_ADDRESSES = 255;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int DEFAULT_DOWN_ADVERTISEMENTS = 3;
    private static final int UNSET = 0;
    private static final long SECOND = 1_000_000_000;
    private static final long CENTISECOND = 10_000_000;
    private static final long MOST_CENTISECONDS = 4_095;
    private static final int TTL = 255;

    private final String name;
    private final Block block;
    private final GlobalReader global;
    private final Diagnostics diagnostics;
    private @Nullable Boolean initialMaster;
    private @Nullable String interfaceName;
    private int virtualRouterId;
    private int priority = UNSET;
    private int version;
    private boolean six;
    private long interval = SECOND;
    private int downAdvertisements;
    private InstanceConfig.Authentication.@Nullable Kind authentication;
    private @Nullable String password;
    private final List<VirtualAddress> addresses = new ArrayList<>();
    private final List<VirtualAddress> excluded = new ArrayList<>();
    private final List<VirtualRoute> routes = new ArrayList<>();
    private final List<VirtualRule> rules = new ArrayList<>();
    private final VmacReader vmac;
    private boolean preempt = true;
    private long preemptDelay;
    private final List<InstanceConfig.Peer> peers = new ArrayList<>();
    private boolean unicastWanted;
    private boolean unicastWord;
    private int unicastTtl = TTL;
    private boolean checkUnicastSource;
    private @Nullable IpAddress source;
    private @Nullable IpAddress group;
    private @Nullable Boolean lowerPriorityNoAdvert;
    private @Nullable Boolean higherPrioritySendAdvert;
    private @Nullable Boolean accept;
    private boolean strict;
    private boolean skipAddressCheck;
    private boolean trackPrimary = true;
    private boolean trackSource;
    private final GratuitousSettings.Builder garp = new GratuitousSettings.Builder();
    private final Notifications.Builder notifications = new Notifications.Builder();
    private final List<Tracked> tracked = new ArrayList<>();

    private static final Keywords<InstanceReader> AUTHENTICATION = new Keywords<InstanceReader>()
            .on("auth_type", InstanceReader::authType)
            .on("auth_pass", InstanceReader::authPass);

    private static final Keywords<InstanceReader> KEYWORDS = new Keywords<InstanceReader>()
            .on("state", InstanceReader::state)
            .on("interface", (i, w) -> i.interfaceName = w.required(1))
            .on("virtual_router_id", (i, w) -> i.virtualRouterId = w.integer(1, 1, 255, 0))
            .on("priority", (i, w) -> i.priority = w.integer(1, 1, 255, UNSET))
            .on("version", (i, w) -> i.version = w.integer(1, 2, 3, i.version))
            .on("native_ipv6", (i, w) -> i.six = true)
            .on("advert_int", (i, w) -> i.interval = w.seconds(1, "0.01", "255", SECOND))
            .on("down_timer_adverts", (i, w) -> i.downAdvertisements = w.integer(1, 1, 100, 3))
            .on("authentication", (i, w) -> AUTHENTICATION.read(i, w.block().body(), w.diagnostics()))
            .on("auth_type", InstanceReader::authType)
            .on("auth_pass", InstanceReader::authPass)
            .on("virtual_ipaddress", (i, w) -> lines(w, AddressLine::read, i.addresses))
            .on("virtual_ipaddress_excluded", (i, w) -> lines(w, AddressLine::read, i.excluded))
            .on("virtual_routes", (i, w) -> lines(w, RouteLine::read, i.routes))
            .on("virtual_rules", (i, w) -> lines(w, RuleLine::read, i.rules))
            .on("use_vmac", (i, w) -> i.vmac.wanted(w))
            .on("use_vmac_addr", (i, w) -> i.vmac.wantedForAddresses())
            .on("vmac_xmit_base", (i, w) -> i.vmac.transmitOnBase())
            .on("nopreempt", (i, w) -> i.preempt = false)
            .on("preempt", (i, w) -> i.preempt = true)
            .on("preempt_delay", (i, w) -> i.preemptDelay = w.seconds(1, "0", "1000", 0))
            .on("unicast_peer", InstanceReader::peers)
            .on("unicast_fault_no_peer", (i, w) -> i.unicastWanted = true)
            .on("unicast_ttl", (i, w) -> i.unicastTtl = i.unicastWord(w).integer(1, 0, 255, TTL))
            .on(
                    "check_unicast_src",
                    (i, w) -> i.checkUnicastSource = i.unicastWord(w).flag(true))
            .on("unicast_src_ip", (i, w) -> i.source = i.unicastWord(w).address(1))
            .on("mcast_src_ip", (i, w) -> i.source = w.address(1))
            .on("mcast_dst_ip", (i, w) -> i.group = w.address(1))
            .on("lower_prio_no_advert", (i, w) -> i.lowerPriorityNoAdvert = w.flag(false))
            .on("higher_prio_send_advert", (i, w) -> i.higherPrioritySendAdvert = w.flag(false))
            .on("skip_check_adv_addr", (i, w) -> i.skipAddressCheck = w.flag(false))
            .on("dont_track_primary", (i, w) -> i.trackPrimary = false)
            .on("garp_master_delay", (i, w) -> i.garp.masterDelay = w.seconds(1, "0", "", -1))
            .on("garp_master_repeat", (i, w) -> i.garp.masterRepeat = w.integer(1, 1, 255, -1))
            .on("garp_lower_prio_delay", (i, w) -> i.garp.lowerPriorityDelay = w.seconds(1, "0", "", -1))
            .on("garp_lower_prio_repeat", (i, w) -> i.garp.lowerPriorityRepeat = w.integer(1, 0, 255, -1))
            .on("garp_master_refresh", (i, w) -> i.garp.refresh = w.seconds(1, "0", "", -1))
            .on("garp_master_refresh_repeat", (i, w) -> i.garp.refreshRepeat = w.integer(1, 1, 255, -1))
            .on("track_interface", (i, w) -> TrackedLines.read(Tracked.Kind.INTERFACE, w, i.tracked))
            .on("track_script", (i, w) -> TrackedLines.read(Tracked.Kind.SCRIPT, w, i.tracked))
            .on("track_file", (i, w) -> TrackedLines.read(Tracked.Kind.FILE, w, i.tracked))
            .on("track_process", (i, w) -> TrackedLines.read(Tracked.Kind.PROCESS, w, i.tracked))
            .on("track_bfd", (i, w) -> TrackedLines.read(Tracked.Kind.BFD, w, i.tracked))
            .on("track_redis", (i, w) -> TrackedLines.read(Tracked.Kind.REDIS, w, i.tracked))
            .on("notify_master", (i, w) -> i.notifications.script(Notifications.Event.MASTER, w))
            .on("notify_backup", (i, w) -> i.notifications.script(Notifications.Event.BACKUP, w))
            .on("notify_fault", (i, w) -> i.notifications.script(Notifications.Event.FAULT, w))
            .on("notify_stop", (i, w) -> i.notifications.script(Notifications.Event.STOP, w))
            .on("notify_deleted", (i, w) -> i.notifications.deleted(w))
            .on(
                    "notify_master_rx_lower_pri",
                    (i, w) -> i.notifications.script(Notifications.Event.MASTER_RX_LOWER_PRI, w))
            .on("notify", (i, w) -> i.notifications.script(Notifications.Event.ANY, w))
            .on("notify_priority_changes", (i, w) -> i.notifications.priorityChanges = w.flag(false))
            .on("smtp_alert", (i, w) -> i.notifications.smtpAlert = w.flag(false))
            .on("accept", (i, w) -> i.accept = true)
            .on("no_accept", (i, w) -> i.accept = false)
            .on("strict_mode", (i, w) -> i.strict = w.flag(i.strict))
            .on("track_src_ip", (i, w) -> i.trackSource = true)
            .withoutEffect(
                    "debug",
                    "promote_secondaries",
                    "kernel_rx_buf_size",
                    "vmac_garp_intvl",
                    "use_ipvlan",
                    "vrf",
                    "linkbeat_use_polling",
                    "old_unicast_checksum",
                    "garp_extra_if",
                    "lvs_sync_daemon_interface");

    private InstanceReader(String name, Block block, GlobalReader global, Diagnostics diagnostics) {
        this.name = name;
        this.block = block;
        this.global = global;
        this.diagnostics = diagnostics;
        vmac = new VmacReader(name, global, diagnostics);
        downAdvertisements = global.downAdvertisements;
        strict = global.strict;
        skipAddressCheck = global.skipAddressCheck;
        checkUnicastSource = global.checkUnicastSource;
    }

    /** Reads one; reported and null when it can't run at all. */
    static @Nullable InstanceConfig read(String name, Block block, GlobalReader global, Diagnostics diagnostics) {
        InstanceReader reader = new InstanceReader(name, block, global, diagnostics);
        KEYWORDS.read(reader, block.body(), diagnostics);
        return reader.build();
    }

    private @Nullable InstanceConfig build() {
        if (virtualRouterId == 0) {
            fault("the virtual router id must be set");
            return null;
        }
        int family = family();
        int spoken = family == 6 ? 3 : version == 0 ? global.version : version;
        if (family == 6 && version == 2) {
            fault("version 2 is only for IPv4 - using version 3");
        }
        moveOtherFamily(family);
        if (unicastWanted && peers.isEmpty()) {
            fault("Cannot use unicast without any peers - leaving it out");
            return null;
        }
        if (unicastWord && peers.isEmpty()) {
            diagnostics.remark("(" + name + ") A unicast keyword has been specified without any unicast peers."
                    + " Defaulting to multicast.");
        }
        boolean usable = hasAddresses(spoken) && (!strict || strictly(!peers.isEmpty()));
        return usable ? build(family, spoken) : null;
    }

    private InstanceConfig build(int family, int spoken) {
        boolean unicast = !peers.isEmpty();
        boolean master = initialMaster();
        long advertised = interval(spoken);
        checkAuthentication(spoken);
        checkPreemption(master);
        checkFirst(family, unicast);
        String on = interfaceName == null ? global.defaultInterface() : interfaceName;
        Vmac own = vmac.own(on, family, virtualRouterId, unicast);
        vmac.place(addresses);
        vmac.place(excluded);
        return new InstanceConfig(
                name,
                master,
                on,
                virtualRouterId,
                priority,
                spoken,
                family,
                advertised,
                downAdvertisements,
                authenticated(spoken),
                List.copyOf(addresses),
                List.copyOf(excluded),
                List.copyOf(routes),
                List.copyOf(rules),
                new InstanceConfig.Preemption(preempt, preemptDelay),
                unicast ? new InstanceConfig.Unicast(List.copyOf(peers), unicastTtl, checkUnicastSource) : null,
                source != null && source.version() == family ? source : null,
                group != null && group.version() == family && group.isMulticast() ? group : null,
                own,
                Objects.requireNonNullElse(lowerPriorityNoAdvert, strict || global.lowerPriorityNoAdvert),
                Objects.requireNonNullElse(higherPrioritySendAdvert, !strict && global.higherPrioritySendAdvert),
                skipAddressCheck,
                trackPrimary,
                trackSource,
                accepts(spoken),
                strict,
                garp.build(global.garp()),
                notifications.build(global.routerAlert(), global.priorityChanges),
                List.copyOf(tracked),
                vmac.ofAddresses(),
                List.of());
    }

    private void fault(String what) {
        diagnostics.fault(block.statement(), "(" + name + ") " + what);
    }

    private boolean hasAddresses(int spoken) {
        if (!addresses.isEmpty()) {
            return true;
        }
        if (spoken == 3 || strict) {
            fault("No VIP specified; at least one is required");
            return false;
        }
        diagnostics.remark("(" + name + ") No VIP specified; at least one is sensible");
        return true;
    }

    /** Each of initial state and priority follows from the other, where only one is given. */
    private boolean initialMaster() {
        if (priority == UNSET) {
            priority = Boolean.TRUE.equals(initialMaster) ? InstanceConfig.OWNER : DEFAULT_PRIORITY;
        }
        boolean owner = priority == InstanceConfig.OWNER;
        boolean master = Objects.requireNonNullElse(initialMaster, owner);
        if (strict && master != owner) {
            fault("State MASTER must match being address owner");
            return owner;
        }
        return master;
    }

    /** RFC 5798, 5.2.9: the first address of IPv6 is the virtual router's link-local one. */
    private void checkFirst(int family, boolean unicast) {
        if (family == 4
                || unicast
                || addresses.isEmpty()
                || addresses.getFirst().address().isLinkLocal()) {
            return;
        }
        if (strict) {
            fault("the first IPv6 VIP address must be link local");
        } else {
            diagnostics.remark("(" + name + ") the first IPv6 VIP address should be link local");
        }
    }

    /** Whether packets to the addresses are taken by one who does not own them (RFC 5798, 6.1). */
    private boolean accepts(int spoken) {
        if (priority == InstanceConfig.OWNER) {
            return true;
        }
        if (strict && spoken == 2 && Boolean.TRUE.equals(accept)) {
            fault("warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting");
            return false;
        }
        return Objects.requireNonNullElse(accept, !strict);
    }

    /** Takes back what the RFCs know nothing of; false when nothing would be left. */
    private boolean strictly(boolean unicast) {
        if (authentication != null) {
            fault("Strict mode does not support authentication. Ignoring.");
            authentication = null;
        }
        if (unicast) {
            fault("Unicast peers are not supported in strict mode");
            return false;
        }
        vmac.restrict();
        if (preemptDelay > 0) {
            fault("preempt_delay is incompatible with strict mode - resetting");
            preemptDelay = 0;
        }
        if (downAdvertisements != DEFAULT_DOWN_ADVERTISEMENTS) {
            fault("down_timer_adverts is incompatible with strict mode - resetting");
            downAdvertisements = DEFAULT_DOWN_ADVERTISEMENTS;
        }
        if (Boolean.FALSE.equals(lowerPriorityNoAdvert)) {
            fault("Strict mode requires no lower priority advert. resetting");
        }
        if (Boolean.TRUE.equals(higherPrioritySendAdvert)) {
            fault("strict mode requires higher_prio_send_advert to be clear. resetting");
        }
        lowerPriorityNoAdvert = true;
        higherPrioritySendAdvert = false;
        if (garp.silence()) {
            fault("Strict mode requires no repeat garps. resetting");
        }
        return true;
    }

    private int family() {
        if (!addresses.isEmpty()) {
            return addresses.getFirst().address().version();
        }
        return six || (!peers.isEmpty() && peers.getFirst().address().version() == 6) ? 6 : 4;
    }

    /** Advertisements name addresses of one family only; the others move with them all the same. */
    private void moveOtherFamily(int family) {
        List<VirtualAddress> others =
                addresses.stream().filter(a -> a.address().version() != family).toList();
        if (!others.isEmpty()) {
            fault("address family must match VRRP instance (" + others.getFirst() + ") - treating as excluded");
            addresses.removeAll(others);
            excluded.addAll(others);
        }
        if (peers.removeIf(peer -> peer.address().version() != family)) {
            fault("unicast peers must be of the instance's address family - ignoring others");
        }
        while (addresses.size() > MOST_ADDRESSES) {
            fault("more than " + MOST_ADDRESSES + " addresses - treating " + addresses.getLast() + " as excluded");
            excluded.add(addresses.removeLast());
        }
    }

    /** Whole seconds in version 2, hundredths in version 3 up to 40.95 s: what the packet can say. */
    private long interval(int spoken) {
        long unit = spoken == 2 ? SECOND : CENTISECOND;
        long most = spoken == 2 ? 255 : MOST_CENTISECONDS;
        long rounded = Math.max(1, Math.min(most, (interval + unit / 2) / unit)) * unit;
        if (rounded != interval) {
            fault("advertisement interval " + interval / 1e9 + "s can't be said in version " + spoken + " - using "
                    + rounded / 1e9 + "s");
        }
        return rounded;
    }

    private void checkAuthentication(int spoken) {
        if (authentication == null) {
            return;
        }
        if (spoken == 3) {
            diagnostics.remark("(" + name + ") VRRP version 3 does not support authentication. Ignoring.");
        } else if (password == null) {
            fault("authentication specified but no password given");
        }
    }

    private InstanceConfig.@Nullable Authentication authenticated(int spoken) {
        String key = password;
        return authentication == null || key == null || spoken == 3
                ? null
                : new InstanceConfig.Authentication(authentication, key);
    }

    private void checkPreemption(boolean master) {
        if (priority == InstanceConfig.OWNER && !preempt) {
            fault("nopreempt is incompatible with priority 255 - clearing nopreempt");
            preempt = true;
        }
        if (master && !preempt) {
            diagnostics.remark("(" + name + ") Warning - nopreempt will not work with initial state MASTER - clearing");
            preempt = true;
        }
        if (!preempt && preemptDelay > 0) {
            diagnostics.remark("(" + name + ") Warning - preempt_delay will not work with nopreempt mode - resetting");
            preemptDelay = 0;
        }
        if (master && preemptDelay > 0) {
            diagnostics.remark(
                    "(" + name + ") Warning - preempt delay will not work with initial state MASTER - clearing");
            preemptDelay = 0;
        }
    }

    private void state(Words words) {
        String state = words.required(1);
        if ("MASTER".equals(state)) {
            initialMaster = true;
        } else if ("BACKUP".equals(state)) {
            initialMaster = false;
        } else {
            words.fault("(" + name + ") unknown state '" + state + "', defaulting to BACKUP");
        }
    }

    private void authType(Words words) {
        String type = Objects.requireNonNullElse(words.required(1), "");
        switch (type) {
            case "PASS" -> authentication = InstanceConfig.Authentication.Kind.PASS;
            case "AH" -> authentication = InstanceConfig.Authentication.Kind.AH;
            default -> words.fault("(" + name + ") unknown authentication type '" + type + "'");
        }
    }

    private void authPass(Words words) {
        String text = words.required(1);
        if (text == null) {
            return;
        }
        if (text.length() > PASSWORD_BYTES) {
            words.diagnostics().remark(words.statement(), "Truncating auth_pass to " + PASSWORD_BYTES + " characters");
        }
        password = (text + "\0".repeat(PASSWORD_BYTES)).substring(0, PASSWORD_BYTES);
    }

    /** A word that only means something where peers are. */
    private Words unicastWord(Words words) {
        unicastWord = true;
        return words;
    }

    private void peers(Words words) {
        for (Block line : words.block().body()) {
            Words peer = new Words(line, words.diagnostics());
            IpAddress address = IpAddress.parse(line.name());
            if (address == null) {
                peer.fault("invalid unicast peer '" + line.name() + "'");
                continue;
            }
            int least = 0;
            int most = TTL;
            for (int i = 1; i < peer.count(); i += 2) {
                if (peer.statement().argument(i).equals("min_ttl")) {
                    least = peer.integer(i + 1, 0, TTL, 0);
                } else {
                    most = peer.integer(i + 1, 0, TTL, TTL);
                }
                checkUnicastSource = true;
            }
            peers.add(new InstanceConfig.Peer(address, least, most));
        }
    }

    private static <T> void lines(Words words, Function<Words, @Nullable T> reader, List<T> into) {
        for (Block line : words.block().body()) {
            T read = reader.apply(new Words(line, words.diagnostics()));
            if (read != null) {
                into.add(read);
            }
        }
    }
}
