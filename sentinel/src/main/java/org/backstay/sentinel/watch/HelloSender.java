package org.backstay.sentinel.watch;

import org.backstay.resp.RespValue;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.Preferences;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Says hello: to each master and replica for all who listen there, and to each sentinel itself. Owned by the loop. */
public final class HelloSender {
    private final SentinelState state;
    private final Connections connections;
    private final Time time;

    /** Sends over the connections. */
    public HelloSender(SentinelState state, Connections connections, Time time) {
        this.state = state;
        this.connections = connections;
        this.time = time;
    }

    /** Says hello when it is time to. */
    public void greet(Instance instance) {
        if (time.since(instance.helloSentAt) > state.periods.get(Period.PUBLISH_PERIOD) && !instance.helloPending) {
            greetNow(instance);
        }
    }

    /** There is news about the master: says it to all at once. */
    public void spread(MonitoredMaster master) {
        master.related().forEach(this::greetNow);
    }

    private void greetNow(Instance instance) {
        if (!instance.link.isConnected()) {
            return;
        }
        Preferences settings = state.settings;
        String host = settings.announceIp == null ? instance.link.localIp() : settings.announceIp;
        if (host == null) {
            return;
        }
        int port = settings.announcePort == 0 ? settings.peerPort : settings.announcePort;
        MonitoredMaster master = instance.master();
        Address address = master.currentAddress();
        Hello hello = new Hello(
                host,
                port,
                state.myId,
                state.currentEpoch,
                master.name(),
                state.shown(address),
                address.port(),
                master.configEpoch);
        instance.helloPending = connections.send(
                instance,
                (reply, failure) -> answered(instance, reply),
                "PUBLISH",
                Connections.HELLO_CHANNEL,
                hello.format());
    }

    private void answered(Instance instance, @Nullable RespValue reply) {
        instance.helloPending = false;
        if (reply != null && !reply.isError()) {
            instance.helloSentAt = time.now();
        }
    }
}
