package org.backstay.sentinel.watch;

import java.nio.charset.StandardCharsets;
import org.backstay.resp.RespValue;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Asks masters and replicas for INFO. Owned by the loop. */
public final class InfoPolls {
    private static final long OFTEN = 1_000;

    private final SentinelState state;
    private final Connections connections;
    private final InfoReader reader;
    private final Time time;

    /** Polls over the connections and has the answers read. */
    public InfoPolls(SentinelState state, Connections connections, InfoReader reader, Time time) {
        this.state = state;
        this.connections = connections;
        this.reader = reader;
        this.time = time;
    }

    /** Asks when it is time to. */
    public void poll(RedisInstance instance) {
        if (time.since(instance.infoAt) > period(instance) && time.since(instance.infoAskedAt) > OFTEN) {
            ask(instance);
        }
    }

    /** Every ten seconds; every second while something about the instance is about to change. */
    private long period(RedisInstance instance) {
        return instance instanceof KnownReplica replica && isUnsettled(replica)
                ? OFTEN
                : state.periods.get(Period.INFO_PERIOD);
    }

    private static boolean isUnsettled(KnownReplica replica) {
        MonitoredMaster master = replica.master();
        return master.is(Flag.O_DOWN)
                || master.is(Flag.FAILOVER_IN_PROGRESS)
                || replica.report.masterLinkDownMillis() != 0
                || replica.report.role() == Role.MASTER;
    }

    /** Asks at once, unless the last answer is still awaited. */
    public void ask(RedisInstance instance) {
        if (instance.awaitsInfo() && time.since(instance.infoAskedAt) <= OFTEN) {
            return;
        }
        if (connections.send(instance, (reply, failure) -> answered(instance, reply, failure), "INFO")) {
            instance.infoAskedAt = time.now();
        }
    }

    private void answered(RedisInstance instance, @Nullable RespValue reply, @Nullable Throwable failure) {
        if (failure != null) {
            instance.infoAskedAt = Time.NEVER;
        } else if (reply instanceof RespValue.Bulk bulk) {
            reader.read(instance, new String(bulk.bytes(), StandardCharsets.ISO_8859_1));
        } else if (reply instanceof RespValue.Verbatim verbatim) {
            reader.read(instance, verbatim.text());
        }
    }
}
