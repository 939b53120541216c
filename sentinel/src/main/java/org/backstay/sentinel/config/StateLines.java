package org.backstay.sentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.backstay.config.QuotedLines;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Preferences;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * What the file must say so that a restart, of this program or of a stock sentinel, goes on from the same state. Composed on the loop.
 */
final class StateLines {
    private final SentinelState state;
    private final List<ConfigRewrite.Line> lines = new ArrayList<>();

    private StateLines(SentinelState state) {
        this.state = state;
    }

    /** The lines, in the order in which a file without any of them gets them. */
    static List<ConfigRewrite.Line> of(SentinelState state, Map<String, String> overrides) {
        StateLines composed = new StateLines(state);
        overrides.forEach((name, line) -> composed.lines.add(new ConfigRewrite.Line(name, line, true)));
        composed.globals();
        state.masters.values().forEach(composed::master);
        composed.shared();
        return composed.lines;
    }

    private void globals() {
        Preferences settings = state.settings;
        add("myid", state.myId);
        unlessStandard("deny-scripts-reconfig", settings.denyScriptsReconfig, true);
        unlessStandard("resolve-hostnames", settings.resolveHostnames, false);
        unlessStandard("announce-hostnames", settings.announceHostnames, false);
    }

    private void shared() {
        Preferences settings = state.settings;
        add("current-epoch", Long.toString(state.currentEpoch));
        addIfSet("announce-ip", settings.announceIp);
        if (settings.announcePort != 0) {
            add("announce-port", Integer.toString(settings.announcePort));
        }
        addIfSet("sentinel-user", settings.sentinelUser);
        addIfSet("sentinel-pass", settings.sentinelPass);
    }

    private void master(MonitoredMaster master) {
        Address current = master.currentAddress();
        String name = master.name();
        add("monitor", name, told(current), Integer.toString(current.port()), Integer.toString(master.quorum));
        if (master.downAfter != state.periods.get(Period.DEFAULT_DOWN_AFTER)) {
            add("down-after-milliseconds", name, Long.toString(master.downAfter));
        }
        if (master.failoverTimeout != state.periods.get(Period.DEFAULT_FAILOVER_TIMEOUT)) {
            add("failover-timeout", name, Long.toString(master.failoverTimeout));
        }
        if (master.parallelSyncs != MonitoredMaster.DEFAULT_PARALLEL_SYNCS) {
            add("parallel-syncs", name, Integer.toString(master.parallelSyncs));
        }
        addIfSet("notification-script", name, master.notificationScript);
        addIfSet("client-reconfig-script", name, master.clientReconfigScript);
        addIfSet("auth-pass", name, master.authPass);
        addIfSet("auth-user", name, master.authUser);
        if (master.rebootDownAfter != 0) {
            add("master-reboot-down-after-period", name, Long.toString(master.rebootDownAfter));
        }
        add("config-epoch", name, Long.toString(master.configEpoch));
        add("leader-epoch", name, Long.toString(master.votedEpoch));
        known(master, current);
        master.renamedCommands.forEach((from, to) -> add("rename-command", name, from, to));
    }

    /** Once a promoted replica has confirmed its role, the old master stands in its place among the replicas. */
    private void known(MonitoredMaster master, Address current) {
        for (KnownReplica replica : master.replicas.values()) {
            Address address = replica.address.samePlace(current) ? master.address : replica.address;
            add("known-replica", master.name(), told(address), Integer.toString(address.port()));
        }
        for (KnownSentinel sentinel : master.sentinels.values()) {
            Address address = sentinel.address;
            add("known-sentinel", master.name(), told(address), Integer.toString(address.port()), sentinel.name());
        }
    }

    /** A name that could not be resolved yet must not be lost. */
    private String told(Address address) {
        String shown = state.shown(address);
        return shown.isEmpty() ? address.host() : shown;
    }

    private void unlessStandard(String name, boolean value, boolean standard) {
        String line = "sentinel " + name + " " + (value ? "yes" : "no");
        lines.add(new ConfigRewrite.Line("sentinel " + name, line, value != standard));
    }

    private void addIfSet(String name, @Nullable String value) {
        if (value != null) {
            add(name, value);
        }
    }

    private void addIfSet(String name, String master, @Nullable String value) {
        if (value != null) {
            add(name, master, value);
        }
    }

    private void add(String name, String... words) {
        StringBuilder line = new StringBuilder("sentinel ").append(name);
        for (String word : words) {
            line.append(' ').append(QuotedLines.quote(word));
        }
        lines.add(new ConfigRewrite.Line("sentinel " + name, line.toString(), true));
    }
}
