package org.backstay.sentinel.command;

import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.AclRows;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.ConnectionRows;
import org.backstay.resp.command.ServerRows;
import org.backstay.sentinel.model.Preferences;
import org.backstay.sentinel.model.SentinelState;
import org.jspecify.annotations.Nullable;

/** What every server says to whoever connects: PING, AUTH, HELLO, ROLE, SHUTDOWN. */
final class ConnectionCommands {
    private static final String DEFAULT_USER = "default";

    private final SentinelState state;
    private final Runnable shutdown;

    ConnectionCommands(SentinelState state, Runnable shutdown) {
        this.state = state;
        this.shutdown = shutdown;
    }

    void bind(CommandTable<Handler> table) {
        table.on(ConnectionRows.PING, ConnectionCommands::ping);
        table.on(ConnectionRows.AUTH, this::auth);
        table.on(ConnectionRows.HELLO, this::hello);
        table.on(ServerRows.ROLE, this::role);
        table.on(ServerRows.SHUTDOWN, this::shutdown);
        table.container(AclRows.ACL);
        table.on(AclRows.ACL_WHOAMI, (client, request) -> client.reply().bulk(DEFAULT_USER));
    }

    private static void ping(Client client, Request request) {
        ReplyWriter reply = client.reply();
        if (request.size() > 2) {
            Replies.wrongArity(reply, "ping");
        } else if (client.subscriptions() > 0 && reply.protocol() == 2) {
            reply.array(2);
            reply.bulk("pong");
            reply.bulk(request.size() == 2 ? request.text(1) : "");
        } else if (request.size() == 2) {
            reply.bulk(request.bytes(1));
        } else {
            reply.simple("PONG");
        }
    }

    private void auth(Client client, Request request) {
        if (request.size() > 3) {
            client.reply().error("ERR syntax error");
            return;
        }
        boolean named = request.size() == 3;
        if (!named && requirePass() == null) {
            client.reply()
                    .error("ERR AUTH <password> called without any password configured for the default user. "
                            + "Are you sure your configuration is correct?");
            return;
        }
        String user = named ? request.text(1) : DEFAULT_USER;
        if (login(client, user, request.text(request.size() - 1))) {
            client.reply().ok();
        }
    }

    private @Nullable String requirePass() {
        Preferences settings = state.settings;
        return settings.requirePass;
    }

    /** Lets the client in, or writes why not. Without a password the default user may give any. */
    private boolean login(Client client, String user, String password) {
        String required = requirePass();
        boolean right = user.equals(DEFAULT_USER) && (required == null || same(required, password));
        if (right) {
            client.authenticated = true;
            client.input().authenticated(true);
        } else {
            client.reply().error("WRONGPASS invalid username-password pair or user is disabled.");
        }
        return right;
    }

    /** In a time that does not tell how much of it was right. */
    private static boolean same(String required, String given) {
        return java.security.MessageDigest.isEqual(
                required.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                given.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /** {@code HELLO [protocol [AUTH user password] [SETNAME name]]}. */
    private void hello(Client client, Request request) {
        ReplyWriter reply = client.reply();
        int protocol = reply.protocol();
        if (request.size() > 1) {
            if (!request.parseLong(1)) {
                reply.error("ERR Protocol version is not an integer or out of range");
                return;
            }
            if (request.parsed() < 2 || request.parsed() > 3) {
                reply.error("NOPROTO unsupported protocol version");
                return;
            }
            protocol = (int) request.parsed();
        }
        if (!helloOptions(client, request)) {
            return;
        }
        reply.protocol(protocol);
        greet(client, protocol);
    }

    private boolean helloOptions(Client client, Request request) {
        String name = null;
        for (int i = 2; i < request.size(); i++) {
            int left = request.size() - 1 - i;
            if (request.is(i, "auth") && left >= 2) {
                if (!login(client, request.text(i + 1), request.text(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (request.is(i, "setname") && left >= 1) {
                i++;
                name = request.text(i);
                if (!ClientCommands.isName(name)) {
                    client.reply().error(ClientCommands.BAD_NAME);
                    return false;
                }
            } else {
                client.reply().error("ERR Syntax error in HELLO option '" + request.text(i) + "'");
                return false;
            }
        }
        if (!client.authenticated) {
            client.reply()
                    .error("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO "
                            + "<proto> AUTH <user> <pass> option can be used to authenticate the client and select the "
                            + "RESP protocol version at the same time");
            return false;
        }
        if (name != null) {
            client.name = name;
        }
        return true;
    }

    private static void greet(Client client, int protocol) {
        ReplyWriter reply = client.reply();
        reply.map(6);
        Replies.field(reply, "server", "redis");
        Replies.field(reply, "version", InfoCommand.VERSION);
        reply.bulk("proto");
        reply.integer(protocol);
        reply.bulk("id");
        reply.integer(client.id());
        Replies.field(reply, "mode", "sentinel");
        reply.bulk("modules");
        reply.array(0);
    }

    private void role(Client client, Request request) {
        ReplyWriter reply = client.reply();
        reply.array(2);
        reply.bulk("sentinel");
        reply.array(state.masters.size());
        state.masters.keySet().forEach(reply::bulk);
    }

    private void shutdown(Client client, Request request) {
        for (int i = 1; i < request.size(); i++) {
            boolean known =
                    request.is(i, "nosave") || request.is(i, "save") || request.is(i, "now") || request.is(i, "force");
            if (!known) {
                client.reply().error("ERR syntax error");
                return;
            }
        }
        client.hold();
        shutdown.run();
    }
}
