package org.backstay.sentinel.command;

import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;
import org.backstay.resp.ReplyWriter;
import org.backstay.sentinel.link.Link;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Failover;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.Instance;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.Role;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** Describes an instance as SENTINEL MASTERS and its like do: a map of names and texts, ages in milliseconds. */
final class InstanceReply {
    private final SentinelState state;
    private final Time time;

    InstanceReply(SentinelState state, Time time) {
        this.state = state;
        this.time = time;
    }

    /** Describes several; replicas that do not want to be shown are left out. */
    void writeAll(ReplyWriter reply, Collection<? extends Instance> instances) {
        reply.beginArray();
        int written = 0;
        for (Instance instance : instances) {
            if (!(instance instanceof KnownReplica replica) || replica.report.announced()) {
                write(reply, instance);
                written++;
            }
        }
        reply.endArray(written);
    }

    /** Describes one. */
    void write(ReplyWriter reply, Instance instance) {
        reply.beginMap();
        reply.endMap(new Fields(reply).all(instance));
    }

    /** Writes fields and counts them. */
    private final class Fields {
        private final ReplyWriter reply;
        private int count;

        Fields(ReplyWriter reply) {
            this.reply = reply;
        }

        private void add(String name, String value) {
            Replies.field(reply, name, value);
            count++;
        }

        private void add(String name, long value) {
            Replies.field(reply, name, value);
            count++;
        }

        int all(Instance instance) {
            add("name", instance.name());
            add("ip", state.shown(instance.address));
            add("port", instance.address.port());
            add("runid", orElse(instance.runId, ""));
            add("flags", flags(instance));
            link(instance);
            add("down-after-milliseconds", instance.downAfter);
            switch (instance) {
                case MonitoredMaster master -> {
                    role(master);
                    master(master);
                }
                case KnownReplica replica -> {
                    role(replica);
                    replica(replica);
                }
                case KnownSentinel sentinel -> sentinel(sentinel);
            }
            return count;
        }

        private void link(Instance instance) {
            Link link = instance.link;
            add("link-pending-commands", link.pending());
            add("link-refcount", link.owners());
            Failover failover = instance instanceof MonitoredMaster master ? master.failover() : null;
            if (failover != null) {
                add("failover-state", failover.state().word());
            }
            add("last-ping-sent", link.silence());
            add("last-ok-ping-reply", time.since(link.availableAt));
            add("last-ping-reply", time.since(link.pongAt));
            if (instance.is(Flag.S_DOWN)) {
                add("s-down-time", time.since(instance.downSince));
            }
            if (instance instanceof MonitoredMaster master && master.is(Flag.O_DOWN)) {
                add("o-down-time", time.since(master.agreedDownSince));
            }
        }

        private void role(RedisInstance redis) {
            add("info-refresh", time.age(redis.infoAt));
            Role role = redis.report.role();
            add("role-reported", role == Role.MASTER ? "master" : "slave");
            add("role-reported-time", time.since(redis.roleSince));
        }

        private void master(MonitoredMaster master) {
            add("config-epoch", master.configEpoch);
            add("num-slaves", master.replicas.size());
            add("num-other-sentinels", master.sentinels.size());
            add("quorum", master.quorum);
            add("failover-timeout", master.failoverTimeout);
            add("parallel-syncs", master.parallelSyncs);
            if (master.notificationScript != null) {
                add("notification-script", master.notificationScript);
            }
            if (master.clientReconfigScript != null) {
                add("client-reconfig-script", master.clientReconfigScript);
            }
        }

        private void replica(KnownReplica replica) {
            add("master-link-down-time", replica.report.masterLinkDownMillis());
            add("master-link-status", replica.report.masterLinkUp() ? "ok" : "err");
            add("master-host", orElse(replica.report.masterHost(), "?"));
            add("master-port", replica.report.masterPort());
            add("slave-priority", replica.report.priority());
            add("slave-repl-offset", replica.report.offset());
            add("replica-announced", replica.report.announced() ? 1 : 0);
        }

        private void sentinel(KnownSentinel sentinel) {
            add("last-hello-message", time.since(sentinel.lastHelloAt));
            add("voted-leader", orElse(sentinel.votedLeader, "?"));
            add("voted-leader-epoch", sentinel.votedEpoch);
        }
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null ? other : value;
    }

    private static String flags(Instance instance) {
        StringJoiner flags = new StringJoiner(",");
        for (Flag flag : Flag.values()) {
            if (flag == Flag.MASTER_DOWN) {
                flags.add(instance.kind());
                if (!instance.link.isConnected()) {
                    flags.add("disconnected");
                }
            }
            if (flag != Flag.MASTER_REBOOT && instance.is(flag)) {
                flags.add(flag.name().toLowerCase(Locale.ROOT));
            }
        }
        return flags.toString();
    }
}
