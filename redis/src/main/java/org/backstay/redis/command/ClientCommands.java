package org.backstay.redis.command;

import static org.backstay.resp.command.ConnectionRows.CLIENT;
import static org.backstay.resp.command.ConnectionRows.CLIENT_GETNAME;
import static org.backstay.resp.command.ConnectionRows.CLIENT_ID;
import static org.backstay.resp.command.ConnectionRows.CLIENT_INFO;
import static org.backstay.resp.command.ConnectionRows.CLIENT_KILL;
import static org.backstay.resp.command.ConnectionRows.CLIENT_LIST;
import static org.backstay.resp.command.ConnectionRows.CLIENT_NO_EVICT;
import static org.backstay.resp.command.ConnectionRows.CLIENT_PAUSE;
import static org.backstay.resp.command.ConnectionRows.CLIENT_REPLY;
import static org.backstay.resp.command.ConnectionRows.CLIENT_SETNAME;
import static org.backstay.resp.command.ConnectionRows.CLIENT_UNBLOCK;
import static org.backstay.resp.command.ConnectionRows.CLIENT_UNPAUSE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.backstay.base.bytes.ByteString;
import org.backstay.redis.acl.User;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.ClientLine;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.Peers;
import org.backstay.resp.Request;

/** CLIENT and its subcommands. */
public final class ClientCommands {
    private ClientCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.container(CLIENT)
                .on(CLIENT_ID, call -> call.reply().integer(call.client().id()))
                .on(CLIENT_GETNAME, ClientCommands::getName)
                .on(CLIENT_SETNAME, ClientCommands::setName)
                .on(CLIENT_INFO, call -> call.reply().verbatim("txt", line(call, call.client()) + "\n"))
                .on(CLIENT_LIST, ClientCommands::list)
                .on(CLIENT_KILL, ClientCommands::kill)
                .on(CLIENT_NO_EVICT, ClientCommands::noEvict)
                .on(CLIENT_REPLY, ClientCommands::reply)
                .on(CLIENT_UNBLOCK, ClientCommands::unblock)
                .on(CLIENT_PAUSE, ClientCommands::pause)
                .on(CLIENT_UNPAUSE, ClientCommands::unpause);
        ClientTrackingCommands.bind(handlers);
    }

    private static void getName(Call call) {
        ByteString name = call.client().name();
        if (name.length() == 0) {
            call.reply().nil();
        } else {
            call.reply().bulk(name.array());
        }
    }

    private static void setName(Call call) {
        call.client().name(validName(Arguments.byteString(call.request(), 2)));
        call.reply().ok();
    }

    /** Returns the name if it can stand in CLIENT LIST's lines. */
    static ByteString validName(ByteString name) {
        for (byte b : name.array()) {
            if (b < '!' || b > '~') {
                throw new CommandException("ERR Client names cannot contain spaces, newlines or special characters.");
            }
        }
        return name;
    }

    private static void noEvict(Call call) {
        call.client().noEvict(onOrOff(call.request(), 2));
        call.reply().ok();
    }

    private static boolean onOrOff(Request request, int i) {
        if (request.is(i, "on")) {
            return true;
        }
        if (request.is(i, "off")) {
            return false;
        }
        throw Arguments.syntax();
    }

    private static void reply(Call call) {
        Request request = call.request();
        if (request.is(2, "on")) {
            call.client().replyMode(Client.ReplyMode.ON);
            call.reply().ok();
        } else if (request.is(2, "off")) {
            call.client().replyMode(Client.ReplyMode.OFF);
        } else if (request.is(2, "skip")) {
            if (call.client().replyMode() == Client.ReplyMode.ON) {
                call.client().replyMode(Client.ReplyMode.SKIP_THIS);
            }
        } else {
            throw Arguments.syntax();
        }
    }

    /** {@code CLIENT UNBLOCK id [TIMEOUT|ERROR]}. */
    private static void unblock(Call call) {
        Request request = call.request();
        if (request.size() > 4) {
            throw Arguments.subcommandSyntax(request);
        }
        boolean error = request.size() == 4 && request.is(3, "error");
        if (request.size() == 4 && !error && !request.is(3, "timeout")) {
            throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        Client blocked = call.server().clients().byId(Arguments.integer(request, 2));
        String answer = error ? "UNBLOCKED client unblocked via CLIENT UNBLOCK" : null;
        boolean unblocked = blocked != null && call.server().clients().unblockByForce(blocked, answer);
        call.reply().integer(unblocked ? 1 : 0);
    }

    /** {@code CLIENT PAUSE milliseconds [WRITE|ALL]}. */
    private static void pause(Call call) {
        Request request = call.request();
        boolean all = request.size() == 3 || request.is(3, "all");
        if (request.size() > 4 || (!all && !request.is(3, "write"))) {
            throw new CommandException("ERR CLIENT PAUSE mode must be WRITE or ALL");
        }
        long millis = Arguments.integer(request, 2, "ERR timeout is not an integer or out of range");
        if (millis < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        call.server().pause().begin(millis, all);
        call.reply().ok();
    }

    private static void unpause(Call call) {
        call.server().pause().end();
        call.reply().ok();
    }

    private static void list(Call call) {
        Request request = call.request();
        Predicate<Client> wanted = client -> true;
        if (request.size() > 3 && request.is(2, "id")) {
            List<Long> ids = new ArrayList<>();
            for (int i = 3; i < request.size(); i++) {
                ids.add(Arguments.integer(request, i, "ERR Invalid client ID"));
            }
            wanted = client -> ids.contains(client.id());
        } else if (request.size() == 4 && request.is(2, "type")) {
            wanted = ofType(request.text(3));
        } else if (request.size() != 2) {
            throw Arguments.syntax();
        }
        StringBuilder lines = new StringBuilder();
        for (Client client : call.server().clients().all()) {
            if (wanted.test(client)) {
                lines.append(line(call, client)).append('\n');
            }
        }
        call.reply().verbatim("txt", lines.toString());
    }

    private static Predicate<Client> ofType(String type) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "normal" -> client -> client.role() == Client.Role.NORMAL && !client.isSubscribed();
            case "replica", "slave" -> client -> client.role() == Client.Role.REPLICA;
            case "master" -> client -> client.role() == Client.Role.MASTER;
            case "pubsub" -> client -> client.role() == Client.Role.NORMAL && client.isSubscribed();
            default -> throw new CommandException("ERR Unknown client type '" + type + "'");
        };
    }

    /** {@code CLIENT KILL addr} or filters, all of which must fit; one's own connection ends after the reply. */
    private static void kill(Call call) {
        Request request = call.request();
        if (request.size() == 3) {
            String address = request.text(2);
            if (killAll(call, client -> Peers.of(client.channel()).equals(address), false) == 0) {
                throw new CommandException("ERR No such client");
            }
            call.reply().ok();
            return;
        }
        boolean skipMe = true;
        Predicate<Client> wanted = client -> true;
        for (int i = 2; i < request.size(); i += 2) {
            if (i + 1 >= request.size()) {
                throw Arguments.syntax();
            }
            if (request.is(i, "skipme")) {
                skipMe = yesOrNo(request, i + 1);
            } else {
                wanted = wanted.and(filter(call, i));
            }
        }
        call.reply().integer(killAll(call, wanted, skipMe));
    }

    private static boolean yesOrNo(Request request, int i) {
        if (request.is(i, "yes")) {
            return true;
        }
        if (request.is(i, "no")) {
            return false;
        }
        throw Arguments.syntax();
    }

    private static Predicate<Client> filter(Call call, int i) {
        Request request = call.request();
        String value = request.text(i + 1);
        if (request.is(i, "id")) {
            long id = Arguments.integer(request, i + 1, 1, Long.MAX_VALUE, "ERR client-id should be greater than 0");
            return client -> client.id() == id;
        }
        if (request.is(i, "addr")) {
            return client -> Peers.of(client.channel()).equals(value);
        }
        if (request.is(i, "laddr")) {
            return client -> Peers.local(client.channel()).equals(value);
        }
        if (request.is(i, "type")) {
            return ofType(value);
        }
        if (request.is(i, "user")) {
            User user = call.server().access().users().find(value);
            if (user == null) {
                throw new CommandException("ERR No such user '" + value + "'");
            }
            return client -> client.user() == user;
        }
        throw Arguments.syntax();
    }

    private static int killAll(Call call, Predicate<Client> wanted, boolean skipMe) {
        int killed = 0;
        for (Client client : List.copyOf(call.server().clients().all())) {
            boolean self = client == call.client();
            if ((self && skipMe) || !wanted.test(client)) {
                continue;
            }
            killed++;
            if (self) {
                client.closeAfterReply();
            } else {
                call.server().clients().kill(client);
            }
        }
        return killed;
    }

    private static String line(Call call, Client client) {
        return ClientLine.of(
                client, call.now(), client == call.client() ? call.request().rawLength() : 0);
    }
}
