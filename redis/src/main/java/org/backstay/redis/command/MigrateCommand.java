package org.backstay.redis.command;

import static org.backstay.resp.command.GenericRows.MIGRATE;

import java.util.ArrayList;
import java.util.List;
import org.backstay.keyspace.Entry;
import org.backstay.node.Endpoint;
import org.backstay.persistence.rdb.DumpPayload;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.RedisServer;
import org.backstay.redis.server.WorkWait;
import org.backstay.resp.Request;

/** MIGRATE: moves keys to another server; the client waits, others do not. */
public final class MigrateCommand {
    private static final long DEFAULT_TIMEOUT_MILLIS = 1_000;
    private static final int LARGEST_PORT = 65_535;

    private final MigrationLinks links;
    private final DumpPayload payloads;

    private MigrateCommand(MigrationLinks links, DumpPayload payloads) {
        this.links = links;
        this.payloads = payloads;
    }

    /** Binds the command. */
    public static void bind(Handlers handlers, MigrationLinks links, DumpPayload payloads) {
        handlers.on(MIGRATE, new MigrateCommand(links, payloads)::migrate);
    }

    /** {@code MIGRATE host port key|"" db timeout [COPY] [REPLACE] [AUTH password] [AUTH2 user password] [KEYS key ...]}. */
    private void migrate(Call call) {
        Request request = call.request();
        boolean copy = false;
        boolean replace = false;
        List<byte[]> credentials = List.of();
        int firstKey = 3;
        int lastKey = 3;
        for (int i = 6; i < request.size(); i++) {
            int left = request.size() - 1 - i;
            if (request.is(i, "copy")) {
                copy = true;
            } else if (request.is(i, "replace")) {
                replace = true;
            } else if (request.is(i, "auth") && left >= 1) {
                credentials = List.of(request.bytes(++i));
            } else if (request.is(i, "auth2") && left >= 2) {
                credentials = List.of(request.bytes(++i), request.bytes(++i));
            } else if (request.is(i, "keys")) {
                if (request.length(3) != 0) {
                    throw new CommandException("ERR When using MIGRATE KEYS option, the key argument must be set to"
                            + " the empty string");
                }
                firstKey = i + 1;
                lastKey = request.size() - 1;
                break;
            } else {
                throw Arguments.syntax();
            }
        }
        long timeout = Arguments.integer(request, 5);
        long database = Arguments.integer(request, 4);
        List<byte[]> keys = standing(call, firstKey, lastKey);
        if (keys.isEmpty()) {
            call.reply().simple("NOKEY");
            return;
        }
        Migration.Order order = new Migration.Order(
                target(request), database, timeout <= 0 ? DEFAULT_TIMEOUT_MILLIS : timeout, copy, replace, credentials);
        if (!call.mayWait()) {
            throw new CommandException("ERR MIGRATE waits for another server: not inside a transaction or a script");
        }
        begin(call, order, keys);
    }

    private static List<byte[]> standing(Call call, int first, int last) {
        List<byte[]> keys = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            Entry entry = call.database()
                    .forRead(call.request().address(i), call.request().length(i));
            if (entry != null) {
                keys.add(entry.key());
            }
        }
        return keys;
    }

    private static Endpoint target(Request request) {
        boolean isPort = request.parseLong(2) && request.parsed() > 0 && request.parsed() <= LARGEST_PORT;
        if (!isPort || request.length(1) == 0) {
            throw new CommandException("IOERR error or timeout connecting to the client");
        }
        return new Endpoint(request.text(1), (int) request.parsed());
    }

    private void begin(Call call, Migration.Order order, List<byte[]> keys) {
        Client client = call.client();
        RedisServer server = call.server();
        WorkWait wait = new WorkWait();
        client.block(wait);
        call.propagateNothing();
        new Migration(server, links, payloads, order, call.database(), keys, error -> {
                    if (wait.isOver()) {
                        server.endBatch();
                        return;
                    }
                    if (error == null) {
                        client.reply().ok();
                    } else {
                        client.reply().error(error);
                    }
                    server.clients().unblock(client);
                    server.endBatch();
                })
                .start();
    }
}
