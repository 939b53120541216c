package org.backstay.sentinel.watch;

import org.backstay.node.Log;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;

/** Puts another address in a master's place, and tells everybody. Owned by the loop. */
public final class MasterSwitch {
    /** Our part in a failover, as client-reconfig-script is told it. */
    public enum Part {
        /** We led it. */
        LEADER("leader"),
        /** We heard of it. */
        OBSERVER("observer");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    private final SentinelState state;
    private final Roster roster;
    private final Events events;
    private final Events.Scripts scripts;
    private final StateFile file;
    private final Attention attention;

    /** Switches in these tables. */
    public MasterSwitch(
            SentinelState state,
            Roster roster,
            Events events,
            Events.Scripts scripts,
            StateFile file,
            Attention attention) {
        this.state = state;
        this.roster = roster;
        this.events = events;
        this.scripts = scripts;
        this.file = file;
        this.attention = attention;
    }

    /** We led the failover and it is done. */
    public void led(MonitoredMaster master, Address target) {
        apply(master, target);
    }

    /** Another sentinel led it and told us. */
    public void observed(MonitoredMaster master, Address target) {
        Address before = master.address;
        apply(master, target);
        reconfigureClients(master, Part.OBSERVER, before, target);
    }

    private void apply(MonitoredMaster master, Address target) {
        Address before = master.address;
        events.tell(
                Log.Level.WARNING, "+switch-master", master, master.name() + " " + told(before) + " " + told(target));
        for (KnownReplica replica : roster.switchAddress(master, target)) {
            events.notice("+slave", replica);
        }
        file.save();
        master.related().forEach(attention::see);
    }

    private String told(Address address) {
        return state.shown(address) + " " + address.port();
    }

    /** Runs {@code client-reconfig-script <master-name> <role> start <from-ip> <from-port> <to-ip> <to-port>}. */
    public void reconfigureClients(MonitoredMaster master, Part part, Address from, Address to) {
        String script = master.clientReconfigScript;
        if (script != null) {
            scripts.run(
                    script,
                    master.name(),
                    part.word,
                    "start",
                    state.shown(from),
                    Integer.toString(from.port()),
                    state.shown(to),
                    Integer.toString(to.port()));
        }
    }
}
