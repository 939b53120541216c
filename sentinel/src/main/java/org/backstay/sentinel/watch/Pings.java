package org.backstay.sentinel.watch;

import org.backstay.resp.RespValue;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Asks every instance whether it is there. Owned by the loop. */
public final class Pings {
    private final SentinelState state;
    private final Connections connections;
    private final Time time;
    private final Attention attention;

    /** Pings over the connections. */
    public Pings(SentinelState state, Connections connections, Time time, Attention attention) {
        this.state = state;
        this.connections = connections;
        this.time = time;
        this.attention = attention;
    }

    /** Pings when it is time to: each second, or as often as the instance may be silent if that is less. */
    public void ping(Instance instance) {
        Link link = instance.link;
        long period = Math.min(instance.downAfter, state.periods.get(Period.PING_PERIOD));
        if (time.since(link.pongAt) > period && time.since(link.pingAt) > period / 2) {
            pingNow(instance);
        }
    }

    /** Pings at once. From the first ping without an acceptable answer on the instance counts as silent. */
    public void pingNow(Instance instance) {
        Link link = instance.link;
        if (connections.send(instance, (reply, failure) -> answered(instance, reply), "PING")) {
            link.pingAt = time.now();
            link.silent();
        }
    }

    private void answered(Instance instance, @Nullable RespValue reply) {
        if (!(reply instanceof RespValue.Simple) && !(reply instanceof RespValue.Failure)) {
            return;
        }
        Link link = instance.link;
        link.pongAt = time.now();
        String text = reply.text();
        if (text.startsWith("PONG") || text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
            link.available();
            if (text.startsWith("PONG")) {
                instance.clear(Flag.MASTER_REBOOT);
            }
        } else if (text.startsWith("BUSY") && instance.is(Flag.S_DOWN) && !instance.is(Flag.SCRIPT_KILL_SENT)) {
            connections.send(instance, Connections::ignore, "SCRIPT", "KILL");
            instance.set(Flag.SCRIPT_KILL_SENT);
        }
        if (instance.is(Flag.S_DOWN)) {
            attention.judge(instance.master());
        }
    }
}
