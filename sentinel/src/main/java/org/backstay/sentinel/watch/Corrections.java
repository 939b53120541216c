package org.backstay.sentinel.watch;

import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Period;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Brings replicas back that go their own way: an old master that returned and still takes itself for one, a replica that follows somebody
 * else. Owned by the loop.
 *
 * <p>Each waits for a while, because it may be us who do not know the newest configuration yet, and acts only while the master looks
 * sane: up, in its role, and heard of lately.
 */
public final class Corrections {
    private static final int HELLOS_TO_WAIT_FOR = 4;

    private final SentinelState state;
    private final Orders orders;
    private final Names names;
    private final Events events;
    private final Time time;

    /** Corrects by orders. */
    public Corrections(SentinelState state, Orders orders, Names names, Events events, Time time) {
        this.state = state;
        this.orders = orders;
        this.names = names;
        this.events = events;
        this.time = time;
    }

    /** Looks at what the replica just reported. */
    public void consider(KnownReplica replica) {
        if (replica.report.role() == Role.MASTER) {
            considerMaster(replica);
        } else if (replica.report.role() == Role.REPLICA && followsAnother(replica)) {
            considerStray(replica);
        }
    }

    private void considerMaster(KnownReplica replica) {
        long wait = HELLOS_TO_WAIT_FOR * state.periods.get(Period.PUBLISH_PERIOD);
        if (!replica.is(Flag.PROMOTED)
                && looksSane(replica.master())
                && upFor(replica, wait)
                && time.since(replica.roleSince) > wait
                && orders.follow(replica, replica.master().address)) {
            events.notice("+convert-to-slave", replica);
        }
    }

    private void considerStray(KnownReplica replica) {
        long wait = replica.master().failoverTimeout;
        if (looksSane(replica.master())
                && upFor(replica, wait)
                && time.since(replica.followsSince) > wait
                && orders.follow(replica, replica.master().address)) {
            events.notice("+fix-slave-config", replica);
        }
    }

    private boolean followsAnother(KnownReplica replica) {
        return !follows(replica, replica.master().address, names);
    }

    /** Whether the replica says that it follows the address. */
    public static boolean follows(RedisInstance replica, Address address, Names names) {
        String host = replica.report.masterHost();
        return host != null && replica.report.masterPort() == address.port() && isHost(address, host, names);
    }

    private static boolean isHost(Address address, String host, Names names) {
        String ip = names.known(host);
        return ip.isEmpty()
                ? address.host().equalsIgnoreCase(host)
                : address.ip().equals(ip);
    }

    private boolean looksSane(MonitoredMaster master) {
        return master.report.role() == Role.MASTER
                && !master.isDown()
                && time.since(master.infoAt) < 2 * state.periods.get(Period.INFO_PERIOD);
    }

    /** Whether it did not go down within the last so many milliseconds. */
    private boolean upFor(@Nullable KnownReplica replica, long millis) {
        return replica != null && time.since(replica.downSince) > millis;
    }
}
