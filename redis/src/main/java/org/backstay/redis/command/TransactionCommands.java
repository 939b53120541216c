package org.backstay.redis.command;

import static org.backstay.resp.command.TransactionRows.DISCARD;
import static org.backstay.resp.command.TransactionRows.EXEC;
import static org.backstay.resp.command.TransactionRows.MULTI;
import static org.backstay.resp.command.TransactionRows.UNWATCH;
import static org.backstay.resp.command.TransactionRows.WATCH;

import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.MemoryGuard;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.Transaction;

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH. */
public final class TransactionCommands {
    private TransactionCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(MULTI, TransactionCommands::multi)
                .on(EXEC, TransactionCommands::exec)
                .on(DISCARD, TransactionCommands::discard)
                .on(WATCH, TransactionCommands::watch)
                .on(UNWATCH, TransactionCommands::unwatch);
    }

    private static void multi(Call call) {
        if (call.client().transaction() != null) {
            call.reply().error("ERR MULTI calls can not be nested");
            return;
        }
        call.client().beginTransaction();
        call.reply().ok();
    }

    private static void discard(Call call) {
        if (call.client().transaction() == null) {
            call.reply().error("ERR DISCARD without MULTI");
            return;
        }
        call.client().endTransaction();
        call.server().watchedKeys().unwatch(call.client());
        call.reply().ok();
    }

    private static void watch(Call call) {
        if (call.client().transaction() != null) {
            call.reply().error("ERR WATCH inside MULTI is not allowed");
            return;
        }
        for (int i = 1; i < call.request().size(); i++) {
            call.server()
                    .watchedKeys()
                    .watch(
                            call.client(),
                            call.client().database(),
                            call.request().address(i),
                            call.request().length(i));
        }
        call.reply().ok();
    }

    private static void unwatch(Call call) {
        call.server().watchedKeys().unwatch(call.client());
        call.reply().ok();
    }

    /** Executes what was queued, all at one instant, unless a watched key has changed or a command was refused. */
    private static void exec(Call call) {
        Client client = call.client();
        RedisServer server = call.server();
        Transaction transaction = client.takeTransaction();
        if (transaction == null) {
            call.reply().error("ERR EXEC without MULTI");
            return;
        }
        try {
            String refusal = refusal(server, client, transaction);
            boolean watchBroken = server.watchedKeys().isBroken(client);
            server.watchedKeys().unwatch(client);
            if (refusal != null) {
                call.reply().error(refusal);
            } else if (watchBroken) {
                call.reply().nilArray();
            } else {
                executeQueued(call, transaction);
            }
        } finally {
            transaction.release();
        }
    }

    private static @org.jspecify.annotations.Nullable String refusal(
            RedisServer server, Client client, Transaction transaction) {
        if (transaction.isBroken()) {
            return "EXECABORT Transaction discarded because of previous errors.";
        }
        if (client.role() == Client.Role.MASTER) {
            return null;
        }
        if (transaction.needsMemory() && !server.memory().makeRoom()) {
            return "EXECABORT Transaction discarded because of: " + MemoryGuard.OOM;
        }
        String refusal = transaction.writes() ? server.writeGate().refuse() : null;
        return refusal == null ? null : "EXECABORT Transaction discarded because of: " + refusal;
    }

    private static void executeQueued(Call call, Transaction transaction) {
        RedisServer server = call.server();
        Client client = call.client();
        String refusal = null;
        server.time().hold(true);
        client.reply().array(transaction.queue().size());
        try {
            for (Transaction.Queued queued : transaction.queue()) {
                if (refusal != null) {
                    server.dispatcher().refused(null, refusal);
                }
                refusal = server.access().refuseQueued(client, queued.command(), queued.request());
                if (refusal == null) {
                    server.dispatcher().execute(client, queued.command(), queued.request());
                } else {
                    client.reply().error(refusal);
                }
            }
        } finally {
            server.time().hold(false);
        }
        if (refusal == null) {
            // A last one that was refused is EXEC's own error, and counted as such.
            call.errorsAreOfParts();
        }
    }
}
