package org.backstay.redis.replication;

import static org.backstay.resp.command.GenericRows.WAIT;
import static org.backstay.resp.command.GenericRows.WAITAOF;
import static org.backstay.resp.command.ServerRows.FAILOVER;
import static org.backstay.resp.command.ServerRows.PSYNC;
import static org.backstay.resp.command.ServerRows.REPLCONF;
import static org.backstay.resp.command.ServerRows.REPLICAOF;
import static org.backstay.resp.command.ServerRows.ROLE;
import static org.backstay.resp.command.ServerRows.SLAVEOF;
import static org.backstay.resp.command.ServerRows.SYNC;

import java.util.ArrayList;
import java.util.List;
import org.backstay.config.QuotedWords;
import org.backstay.node.Endpoint;
import org.backstay.persistence.snapshot.SnapshotContent;
import org.backstay.redis.command.Handlers;
import org.backstay.redis.config.PersistenceDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** PSYNC, SYNC, REPLCONF, REPLICAOF, SLAVEOF, FAILOVER, ROLE, WAIT and WAITAOF. Runs on the server's loop. */
public final class ReplicationCommands {
    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST_ADDRESS = 255;

    private final Replication replication;

    private ReplicationCommands(Replication replication) {
        this.replication = replication;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, Replication replication) {
        ReplicationCommands commands = new ReplicationCommands(replication);
        handlers.on(PSYNC, commands::psync)
                .on(SYNC, commands::sync)
                .on(REPLCONF, commands::replconf)
                .on(REPLICAOF, SLAVEOF, commands::replicaof)
                .on(FAILOVER, new FailoverCommand(replication.failover())::run)
                .on(ROLE, commands::role)
                .on(WAIT, commands::waitFor)
                .on(WAITAOF, commands::waitForDisk);
    }

    private void psync(Call call) {
        Request request = call.request();
        if (!request.parseLong(2)) {
            call.reply().error("ERR value is not an integer or out of range");
            return;
        }
        long nextByte = request.parsed();
        if (request.size() <= 3 || !request.is(3, "failover") || takesOver(call, request.text(1))) {
            ask(call, request.text(1), nextByte);
        }
    }

    /** Our master hands its role over to us, and will follow; answers why that can't be. */
    private boolean takesOver(Call call, String id) {
        call.server().log().warning("Failover request received for replid " + id + ".");
        if (!replication.isReplica()) {
            call.reply().error("ERR PSYNC FAILOVER can't be sent to a master.");
            return false;
        }
        if (!id.equals(replication.history().id())) {
            call.reply().error("ERR PSYNC FAILOVER replid must match my replid.");
            return false;
        }
        replication.lead();
        call.server().log().notice("MASTER MODE enabled (failover request from '" + describe(call.client()) + "')");
        return true;
    }

    private void sync(Call call) {
        if (mayBegin(call)) {
            countTraffic(call);
            replication.replicas().sync(call.client());
        }
    }

    private void ask(Call call, String id, long nextByte) {
        if (mayBegin(call)) {
            countTraffic(call);
            replication.replicas().psync(call.client(), id, nextByte);
        }
    }

    private static void countTraffic(Call call) {
        call.client()
                .channel()
                .pipeline()
                .addLast(new ReplicaTraffic(call.server().statistics()));
    }

    /** Whether this connection may become a replica's; answers why not. */
    private boolean mayBegin(Call call) {
        Client client = call.client();
        if (client.role() == Client.Role.REPLICA) {
            return false;
        }
        if (replication.failover().isActive()) {
            call.reply().error("NOMASTERLINK Can't SYNC while failing over");
            return false;
        }
        if (!replication.isLinkUp()) {
            call.reply().error("NOMASTERLINK Can't SYNC while not connected with my master");
            return false;
        }
        Replica replica = replication.replicas().of(client);
        if (!replica.wantsEverything() && !replica.understandsEof()) {
            call.reply().error("ERR Filtered replica requires EOF capability");
            return false;
        }
        if (call.reply().size() > 0 || client.transaction() != null) {
            call.reply().error("ERR SYNC and PSYNC are invalid with pending output");
            return false;
        }
        return true;
    }

    private void replconf(Call call) {
        Request request = call.request();
        if (request.size() % 2 == 0) {
            call.reply().error("ERR syntax error");
            return;
        }
        for (int i = 1; i < request.size(); i += 2) {
            if (request.is(i, "ack")) {
                acknowledge(call, i + 1);
                return; // has no answer
            }
            if (request.is(i, "getack")) {
                answerGetAck(call);
                return;
            }
            String error = introduce(call, i);
            if (error != null) {
                call.reply().error(error);
                return;
            }
        }
        call.reply().ok();
    }

    private @Nullable String introduce(Call call, int option) {
        Request request = call.request();
        Replica replica = replication.replicas().of(call.client());
        int value = option + 1;
        if (request.is(option, "listening-port")) {
            if (!request.parseLong(value) || request.parsed() < 0 || request.parsed() > LARGEST_PORT) {
                return "ERR value is not an integer or out of range";
            }
            replica.introduce((int) request.parsed());
        } else if (request.is(option, "ip-address")) {
            if (request.length(value) > LONGEST_ADDRESS) {
                return "ERR REPLCONF ip-address provided by replica instance is too long: " + request.length(value)
                        + " bytes";
            }
            replica.introduce(request.text(value));
        } else if (request.is(option, "rdb-only")) {
            replica.wantsOnlySnapshot(request.is(value, "1"));
        } else if (request.is(option, "rdb-filter-only")) {
            return filter(replica, request.text(value));
        } else if (request.is(option, "capa")) {
            replica.capability(request.text(value));
        } else {
            return "ERR Unrecognized REPLCONF option: " + request.text(option);
        }
        return null;
    }

    private static @Nullable String filter(Replica replica, String parts) {
        List<String> wanted = QuotedWords.split(parts);
        if (wanted == null) {
            return "ERR Missing rdb-filter-only values";
        }
        replica.wants(SnapshotContent.NOTHING);
        for (String part : wanted) {
            if (!part.equalsIgnoreCase("functions")) {
                return "ERR Unsupported rdb-filter-only option: " + part;
            }
            replica.wants(SnapshotContent.FUNCTIONS);
        }
        return null;
    }

    private void acknowledge(Call call, int argument) {
        Request request = call.request();
        if (!request.parseLong(argument)) {
            return;
        }
        long offset = request.parsed();
        boolean tellsSynced =
                request.size() > argument + 2 && request.is(argument + 1, "fack") && request.parseLong(argument + 2);
        replication.replicas().acknowledged(call.client(), offset, tellsSynced ? request.parsed() : -1);
    }

    private void answerGetAck(Call call) {
        MasterLink link = replication.masterLink();
        if (call.client().role() != Client.Role.MASTER || link == null) {
            return;
        }
        // The request itself counts: it is acknowledged once its own bytes are in our log.
        link.acknowledgeSoon();
    }

    private void replicaof(Call call) {
        Request request = call.request();
        if (replication.failover().isActive()) {
            call.reply().error("ERR REPLICAOF not allowed while failing over.");
            return;
        }
        if (request.is(1, "no") && request.is(2, "one")) {
            if (replication.isReplica()) {
                replication.lead();
                call.server().log().notice("MASTER MODE enabled (user request from '" + describe(call.client()) + "')");
            }
            call.reply().ok();
            return;
        }
        if (call.client().role() == Client.Role.REPLICA) {
            call.reply().error("ERR Command is not valid when client is a replica.");
            return;
        }
        if (!request.parseLong(2)
                || request.parsed() < 0
                || request.parsed() > LARGEST_PORT
                || request.length(1) == 0) {
            call.reply().error("ERR Invalid master port");
            return;
        }
        Endpoint master = new Endpoint(request.text(1), (int) request.parsed());
        if (master.equals(replication.master()) && !replication.isMasterRefused()) {
            call.server()
                    .log()
                    .notice("REPLICAOF would result into synchronization with the master we are already connected with."
                            + " No operation performed.");
            call.reply().simple("OK Already connected to specified master");
            return;
        }
        replication.follow(master);
        call.server()
                .log()
                .notice("REPLICAOF " + master + " enabled (user request from '" + describe(call.client()) + "')");
        call.reply().ok();
    }

    private static String describe(Client client) {
        return "id=" + client.id() + " addr=" + org.backstay.redis.server.Peers.of(client.channel());
    }

    private void role(Call call) {
        ReplyWriter reply = call.reply();
        MasterLink link = replication.masterLink();
        if (link != null) {
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(link.master().host());
            reply.integer(link.master().port());
            reply.bulk(link.state().word());
            reply.integer(link.isConnected() ? replication.log().end() : -1);
            return;
        }
        List<Replica> online = new ArrayList<>(replication.replicas().in(FeedState.ONLINE));
        reply.array(3);
        reply.bulk("master");
        reply.integer(replication.log().end());
        reply.array(online.size());
        for (Replica replica : online) {
            reply.array(3);
            reply.bulk(replica.address());
            reply.bulk(Integer.toString(replica.port()));
            reply.bulk(Long.toString(replica.acknowledged()));
        }
    }

    private void waitFor(Call call) {
        Request request = call.request();
        if (replication.isReplica()) {
            call.reply()
                    .error(
                            "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is"
                                    + " configured to be writable (which is not the default) writes to replicas are just local and are not propagated.");
            return;
        }
        if (!request.parseLong(1)) {
            call.reply().error("ERR value is not an integer or out of range");
            return;
        }
        long wanted = request.parsed();
        if (parseTimeout(call, 2)) {
            Client client = call.client();
            Waits.Demand demand = new Waits.Received(client.writes().upTo(), wanted);
            replication.waits().await(client, call.mayWait(), demand, request.parsed());
        }
    }

    private static boolean parseTimeout(Call call, int argument) {
        Request request = call.request();
        if (!request.parseLong(argument)) {
            call.reply().error("ERR timeout is not an integer or out of range");
            return false;
        }
        if (request.parsed() < 0) {
            call.reply().error("ERR timeout is negative");
            return false;
        }
        return true;
    }

    /** As in Redis 7.2. */
    private void waitForDisk(Call call) {
        Request request = call.request();
        if (!request.parseLong(1) || request.parsed() < 0 || request.parsed() > 1) {
            call.reply().error("ERR value is out of range, value must between 0 and 1");
            return;
        }
        boolean local = request.parsed() == 1;
        if (!request.parseLong(2) || request.parsed() < 0) {
            call.reply().error("ERR value is out of range, must be positive");
            return;
        }
        long wanted = request.parsed();
        if (!parseTimeout(call, 3)) {
            return;
        }
        if (replication.isReplica()) {
            call.reply()
                    .error(
                            "ERR WAITAOF cannot be used with replica instances. Please also note that writes to replicas are just local and"
                                    + " are not propagated.");
        } else if (local && !call.server().settings().get(PersistenceDirectives.APPENDONLY)) {
            call.reply().error(Waits.NO_LOG);
        } else {
            Client client = call.client();
            Waits.Demand demand = new Waits.OnDisk(client.writes().upTo(), local, wanted);
            replication.waits().await(client, call.mayWait(), demand, request.parsed());
        }
    }
}
