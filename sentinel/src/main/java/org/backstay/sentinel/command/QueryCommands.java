package org.backstay.sentinel.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.SentinelRows;
import org.backstay.sentinel.link.Time;
import org.backstay.sentinel.model.Address;
import org.backstay.sentinel.model.KnownReplica;
import org.backstay.sentinel.model.KnownSentinel;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.RedisInstance;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.script.ScriptQueue;
import org.jspecify.annotations.Nullable;

/** The SENTINEL commands that only look. */
final class QueryCommands {
    private final SentinelState state;
    private final InstanceReply instances;
    private final ScriptQueue scripts;
    private final Time time;

    QueryCommands(SentinelState state, InstanceReply instances, ScriptQueue scripts, Time time) {
        this.state = state;
        this.instances = instances;
        this.scripts = scripts;
        this.time = time;
    }

    void bind(CommandTable<Handler> table) {
        table.on(SentinelRows.SENTINEL_MYID, (c, r) -> c.reply().bulk(state.myId));
        table.on(SentinelRows.SENTINEL_MASTERS, (c, r) -> instances.writeAll(c.reply(), state.masters.values()));
        table.on(SentinelRows.SENTINEL_MASTER, named((c, m) -> instances.write(c.reply(), m)));
        table.on(SentinelRows.SENTINEL_REPLICAS, named((c, m) -> instances.writeAll(c.reply(), m.replicas.values())));
        table.on(SentinelRows.SENTINEL_SLAVES, named((c, m) -> instances.writeAll(c.reply(), m.replicas.values())));
        table.on(SentinelRows.SENTINEL_SENTINELS, named((c, m) -> instances.writeAll(c.reply(), m.sentinels.values())));
        table.on(SentinelRows.SENTINEL_GET_MASTER_ADDR_BY_NAME, this::address);
        table.on(SentinelRows.SENTINEL_CKQUORUM, named((c, m) -> checkQuorum(c.reply(), m)));
        table.on(SentinelRows.SENTINEL_INFO_CACHE, this::infoCache);
        table.on(SentinelRows.SENTINEL_PENDING_SCRIPTS, (c, r) -> pendingScripts(c.reply()));
    }

    private Handler named(BiConsumer<Client, MonitoredMaster> answer) {
        return (client, request) -> {
            MonitoredMaster master = master(client, request);
            if (master != null) {
                answer.accept(client, master);
            }
        };
    }

    private @Nullable MonitoredMaster master(Client client, Request request) {
        return master(state, client, request.text(2));
    }

    /** The master of that name; without one, that is the reply. */
    static @Nullable MonitoredMaster master(SentinelState state, Client client, String name) {
        MonitoredMaster master = state.masters.get(name);
        if (master == null) {
            client.reply().error("ERR No such master with that name");
        }
        return master;
    }

    private void address(Client client, Request request) {
        MonitoredMaster master = state.masters.get(request.text(2));
        ReplyWriter reply = client.reply();
        if (master == null) {
            reply.nilArray();
            return;
        }
        Address address = master.currentAddress();
        reply.array(2);
        reply.bulk(state.shown(address));
        reply.bulk(address.port());
    }

    private static void checkQuorum(ReplyWriter reply, MonitoredMaster master) {
        int usable = 1;
        for (KnownSentinel sentinel : master.sentinels.values()) {
            usable += sentinel.isDown() ? 0 : 1;
        }
        List<String> missing = new ArrayList<>();
        if (usable < master.quorum) {
            missing.add("Not enough available Sentinels to reach the specified quorum for this master");
        }
        if (usable < master.voters() / 2 + 1) {
            missing.add("Not enough available Sentinels to reach the majority and authorize a failover");
        }
        if (missing.isEmpty()) {
            reply.simple("OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached");
        } else {
            reply.error("NOQUORUM " + usable + " usable Sentinels. " + String.join(". ", missing));
        }
    }

    private void infoCache(Client client, Request request) {
        List<MonitoredMaster> wanted = new ArrayList<>();
        for (int i = 2; i < request.size(); i++) {
            MonitoredMaster master = state.masters.get(request.text(i));
            if (master != null && !wanted.contains(master)) {
                wanted.add(master);
            }
        }
        ReplyWriter reply = client.reply();
        reply.map(wanted.size());
        for (MonitoredMaster master : wanted) {
            reply.bulk(master.name());
            reply.array(1 + master.replicas.size());
            cached(reply, master);
            for (KnownReplica replica : master.replicas.values()) {
                cached(reply, replica);
            }
        }
    }

    private void cached(ReplyWriter reply, RedisInstance redis) {
        reply.array(2);
        reply.integer(time.age(redis.infoAt));
        if (redis.report.text().isEmpty()) {
            reply.nil();
        } else {
            reply.bulk(redis.report.text());
        }
    }

    private void pendingScripts(ReplyWriter reply) {
        List<ScriptQueue.Pending> pending = scripts.pending();
        reply.array(pending.size());
        for (ScriptQueue.Pending job : pending) {
            reply.map(5);
            reply.bulk("argv");
            reply.array(job.command().size());
            job.command().forEach(reply::bulk);
            Replies.field(reply, "flags", job.running() ? "running" : "scheduled");
            Replies.field(reply, "pid", job.pid());
            Replies.field(reply, job.running() ? "run-time" : "run-delay", job.millis());
            Replies.field(reply, "retry-num", job.tries());
        }
    }
}
