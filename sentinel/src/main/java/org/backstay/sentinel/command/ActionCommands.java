package org.backstay.sentinel.command;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.backstay.base.bytes.Glob;
import org.backstay.node.Log;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.SentinelRows;
import org.backstay.sentinel.config.StateFile;
import org.backstay.sentinel.event.Events;
import org.backstay.sentinel.failover.Failovers;
import org.backstay.sentinel.link.Names;
import org.backstay.sentinel.model.Flag;
import org.backstay.sentinel.model.MonitoredMaster;
import org.backstay.sentinel.model.Roster;
import org.backstay.sentinel.model.SentinelState;
import org.backstay.sentinel.model.SimulatedFailure;
import org.backstay.sentinel.watch.Attention;
import org.jspecify.annotations.Nullable;

/** The SENTINEL commands that do something: watch, forget, fail over, vote. */
final class ActionCommands {
    private final SentinelState state;
    private final Roster roster;
    private final Names names;
    private final Failovers failovers;
    private final Events events;
    private final StateFile file;
    private final Attention attention;
    private final Log log;

    ActionCommands(
            SentinelState state,
            Roster roster,
            Names names,
            Failovers failovers,
            Events events,
            StateFile file,
            Attention attention,
            Log log) {
        this.state = state;
        this.roster = roster;
        this.names = names;
        this.failovers = failovers;
        this.events = events;
        this.file = file;
        this.attention = attention;
        this.log = log;
    }

    void bind(CommandTable<Handler> table) {
        table.on(SentinelRows.SENTINEL_IS_MASTER_DOWN_BY_ADDR, this::isMasterDown);
        table.on(SentinelRows.SENTINEL_FAILOVER, this::failover);
        table.on(SentinelRows.SENTINEL_RESET, this::reset);
        table.on(SentinelRows.SENTINEL_MONITOR, this::monitor);
        table.on(SentinelRows.SENTINEL_REMOVE, this::remove);
        table.on(SentinelRows.SENTINEL_FLUSHCONFIG, (client, request) -> saveAndReply(file, client));
        table.on(SentinelRows.SENTINEL_SIMULATE_FAILURE, this::simulateFailure);
    }

    /** {@code ip port epoch id-or-*}: do we see it down, and may the sentinel of that ID have our vote? */
    private void isMasterDown(Client client, Request request) {
        ReplyWriter reply = client.reply();
        if (!request.parseLong(3)) {
            reply.error("ERR value is not an integer or out of range");
            return;
        }
        long port = request.parsed();
        if (!request.parseLong(4)) {
            reply.error("ERR value is not an integer or out of range");
            return;
        }
        long epoch = request.parsed();
        MonitoredMaster master = masterAt(request.text(2), port);
        boolean down = master != null && seesDown(master);
        String candidate = request.text(5);
        if (master == null || candidate.equals("*")) {
            answer(reply, down, null, 0);
            return;
        }
        client.hold();
        failovers
                .votes()
                .request(master, epoch, candidate, v -> client.release(r -> answer(r, down, v.leader(), v.epoch())));
    }

    /** Who asks sees it down: if we do too, the agreement that we miss may be there now. */
    private boolean seesDown(MonitoredMaster master) {
        boolean down = !state.isTilted() && master.is(Flag.S_DOWN);
        if (down && !master.is(Flag.O_DOWN)) {
            attention.judge(master);
        }
        return down;
    }

    private @Nullable MonitoredMaster masterAt(String host, long port) {
        try {
            return roster.masterAt(roster.address(host, port));
        } catch (Roster.Refused notAnAddress) {
            return null;
        }
    }

    private static void answer(ReplyWriter reply, boolean down, @Nullable String leader, long epoch) {
        reply.array(3);
        reply.integer(down ? 1 : 0);
        reply.bulk(leader == null ? "*" : leader);
        reply.integer(epoch);
    }

    private void failover(Client client, Request request) {
        MonitoredMaster master = QueryCommands.master(state, client, request.text(2));
        if (master == null) {
            return;
        }
        if (master.failover() != null) {
            client.reply().error("INPROG Failover already in progress");
        } else if (failovers.choice().best(master).isEmpty()) {
            client.reply().error("NOGOODSLAVE No suitable replica to promote");
        } else {
            log.warning("Executing user requested FAILOVER of '" + master.name() + "'");
            failovers.force(master);
            attention.judge(master);
            client.reply().ok();
        }
    }

    private void reset(Client client, Request request) {
        Glob pattern = Glob.of(request.bytes(2));
        int done = 0;
        for (MonitoredMaster master : List.copyOf(state.masters.values())) {
            if (pattern.matches(master.name().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
                roster.reset(master, true);
                events.warn("+reset-master", master);
                attention.see(master);
                done++;
            }
        }
        client.reply().integer(done);
    }

    /** {@code name host port quorum}. A name of a host is looked up first: the reply waits for it. */
    private void monitor(Client client, Request request) {
        ReplyWriter reply = client.reply();
        long quorum = request.parseLong(5) ? request.parsed() : Long.MIN_VALUE;
        long port = request.parseLong(4) ? request.parsed() : Long.MIN_VALUE;
        String host = request.text(3);
        if (quorum == Long.MIN_VALUE || quorum > Integer.MAX_VALUE) {
            reply.error("ERR Invalid quorum");
        } else if (port == Long.MIN_VALUE) {
            reply.error("ERR Invalid port");
        } else if (quorum <= 0) {
            reply.error("ERR Quorum must be 1 or greater.");
        } else if (!Names.isIp(host) && !state.settings.resolveHostnames) {
            reply.error("ERR Invalid IP address or hostname specified");
        } else {
            String name = request.text(2);
            client.hold();
            names.resolve(host, ip -> {
                if (ip.isEmpty()) {
                    client.release(r -> r.error("ERR Invalid IP address or hostname specified"));
                } else {
                    monitor(client, name, host, port, (int) quorum);
                }
            });
        }
    }

    private void monitor(Client client, String name, String host, long port, int quorum) {
        try {
            MonitoredMaster master = roster.addMaster(name, host, port, quorum);
            events.warn("+monitor", master, "quorum " + quorum);
            attention.see(master);
            file.save(failure -> client.release(r -> saved(r, failure)));
        } catch (Roster.Refused refused) {
            client.release(r -> r.error("ERR " + refused.getMessage()));
        }
    }

    private void remove(Client client, Request request) {
        MonitoredMaster master = QueryCommands.master(state, client, request.text(2));
        if (master != null) {
            events.warn("-monitor", master);
            roster.removeMaster(master);
            saveAndReply(file, client);
        }
    }

    /** Replies when the state is on disk. */
    static void saveAndReply(StateFile file, Client client) {
        client.hold();
        file.save(failure -> client.release(reply -> saved(reply, failure)));
    }

    private static void saved(ReplyWriter reply, @Nullable IOException failure) {
        if (failure == null) {
            reply.ok();
        } else {
            reply.error("ERR Failed to save config file. Check server logs.");
        }
    }

    private void simulateFailure(Client client, Request request) {
        Set<SimulatedFailure> wanted = EnumSet.noneOf(SimulatedFailure.class);
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "help")) {
                client.reply().array(SimulatedFailure.values().length);
                EnumSet.allOf(SimulatedFailure.class)
                        .forEach(f -> client.reply().bulk(f.word()));
                return;
            }
            SimulatedFailure failure = named(request, i);
            if (failure == null) {
                client.reply().error("ERR Unknown failure simulation specified");
                return;
            }
            log.warning("Failure simulation: this Sentinel " + failure.effect());
            wanted.add(failure);
        }
        state.simulated.clear();
        state.simulated.addAll(wanted);
        client.reply().ok();
    }

    private static @Nullable SimulatedFailure named(Request request, int i) {
        for (SimulatedFailure failure : SimulatedFailure.values()) {
            if (request.is(i, failure.word())) {
                return failure;
            }
        }
        return null;
    }
}
