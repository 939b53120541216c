package org.backstay.sentinel.watch;

import org.backstay.node.Log;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Takes in what other sentinels say: that they exist, the epoch, and where the master is. Owned by the loop. */
public final class HelloReader {
    private final SentinelState state;
    private final Roster roster;
    private final MasterSwitch masterSwitch;
    private final Events events;
    private final StateFile file;
    private final Time time;
    private final Attention attention;

    /** Takes it into these. */
    public HelloReader(
            SentinelState state,
            Roster roster,
            MasterSwitch masterSwitch,
            Events events,
            StateFile file,
            Time time,
            Attention attention) {
        this.state = state;
        this.roster = roster;
        this.masterSwitch = masterSwitch;
        this.events = events;
        this.file = file;
        this.time = time;
        this.attention = attention;
    }

    /** Takes in a message; one that is no hello, our own, or about a master that we do not watch, is dropped. */
    public void read(String message) {
        Hello hello = Hello.parse(message);
        if (hello == null || hello.id().equals(state.myId)) {
            return;
        }
        MonitoredMaster master = roster.master(hello.masterName());
        if (master == null) {
            return;
        }
        KnownSentinel sender;
        Address masterAddress;
        try {
            sender = meet(master, hello);
            masterAddress = roster.address(hello.masterHost(), hello.masterPort());
        } catch (Roster.Refused nameWhereNamesAreNotAllowed) {
            return;
        }
        learnEpoch(master, hello.currentEpoch());
        if (master.configEpoch < hello.configEpoch()) {
            adopt(master, sender, hello.configEpoch(), masterAddress);
        }
        sender.lastHelloAt = time.now();
    }

    private KnownSentinel meet(MonitoredMaster master, Hello hello) throws Roster.Refused {
        Address address = roster.address(hello.host(), hello.port());
        KnownSentinel known = master.sentinels.get(hello.id());
        if (known != null && known.address.samePlace(address)) {
            return known;
        }
        boolean moved = roster.removeSentinel(master, hello.id());
        if (moved) {
            events.notice(
                    "+sentinel-address-switch",
                    master,
                    "ip " + hello.host() + " port " + hello.port() + " for " + hello.id());
        } else {
            replaceNamesake(master, address);
        }
        KnownSentinel sender = roster.addSentinel(master, hello.id(), hello.host(), hello.port());
        if (moved) {
            updateOthers(sender);
        } else {
            events.notice("+sentinel", sender);
        }
        file.save();
        attention.see(sender);
        return sender;
    }

    /** Two sentinels can't listen in one place: the one known there before is gone. */
    private void replaceNamesake(MonitoredMaster master, Address address) {
        KnownSentinel gone = roster.sentinelAt(master, address);
        if (gone != null) {
            events.notice("+sentinel-invalid-addr", gone);
            roster.removeSentinelEverywhere(gone.name());
        }
    }

    private void updateOthers(KnownSentinel sender) {
        int others = roster.moveSentinel(sender);
        if (others > 0) {
            events.notice("+sentinel-address-update", sender, others + " additional matching instances");
        }
    }

    private void learnEpoch(MonitoredMaster master, long epoch) {
        if (epoch > state.currentEpoch) {
            state.currentEpoch = epoch;
            file.save();
            events.tell(Log.Level.WARNING, "+new-epoch", master, Long.toString(epoch));
        }
    }

    private void adopt(MonitoredMaster master, @Nullable KnownSentinel sender, long epoch, Address address) {
        master.configEpoch = epoch;
        if (master.address.samePlace(address) || sender == null) {
            return;
        }
        events.warn("+config-update-from", sender);
        masterSwitch.observed(master, address);
    }
}
