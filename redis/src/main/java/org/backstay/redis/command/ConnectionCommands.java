package org.backstay.redis.command;

import static org.backstay.resp.command.ConnectionRows.AUTH;
import static org.backstay.resp.command.ConnectionRows.ECHO;
import static org.backstay.resp.command.ConnectionRows.HELLO;
import static org.backstay.resp.command.ConnectionRows.PING;
import static org.backstay.resp.command.ConnectionRows.QUIT;
import static org.backstay.resp.command.ConnectionRows.RESET;
import static org.backstay.resp.command.ConnectionRows.SELECT;

import java.nio.charset.StandardCharsets;
import org.backstay.base.bytes.ByteString;
import org.backstay.redis.acl.Users;
import org.backstay.redis.pubsub.PubSub;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.ServerIdentity;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** PING, ECHO, SELECT, AUTH, HELLO, QUIT and RESET. */
public final class ConnectionCommands {
    private static final String WRONG_PASS = "WRONGPASS invalid username-password pair or user is disabled.";
    private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

    private final PubSub pubSub;
    private final RoleName role;

    /** Tells whether the server is a master or a replica, as HELLO names it. */
    @FunctionalInterface
    public interface RoleName {
        /** {@code master} or {@code replica}. */
        String get();
    }

    private ConnectionCommands(PubSub pubSub, RoleName role) {
        this.pubSub = pubSub;
        this.role = role;
    }

    /** Binds the family. */
    public static void bind(Handlers handlers, PubSub pubSub, RoleName role) {
        ConnectionCommands family = new ConnectionCommands(pubSub, role);
        handlers.on(PING, ConnectionCommands::ping)
                .on(ECHO, ConnectionCommands::echo)
                .on(SELECT, ConnectionCommands::select)
                .on(AUTH, ConnectionCommands::auth)
                .on(HELLO, family::hello)
                .on(QUIT, ConnectionCommands::quit)
                .on(RESET, family::reset);
    }

    private static void ping(Call call) {
        Request request = call.request();
        if (request.size() > 2) {
            throw Arguments.wrongNumber("ping");
        }
        if (call.client().isSubscribed() && call.reply().protocol() == 2) {
            call.reply().array(2);
            call.reply().bulk(PONG);
            call.reply().bulk(request.size() == 2 ? request.bytes(1) : new byte[0]);
            return;
        }
        if (request.size() == 2) {
            call.reply().bulk(request.address(1), request.length(1));
        } else {
            call.reply().simple("PONG");
        }
    }

    private static void echo(Call call) {
        call.reply().bulk(call.request().address(1), call.request().length(1));
    }

    private static void select(Call call) {
        int databases = call.server().keyspace().databases();
        call.client().database(Arguments.database(call.request(), 1, databases));
        call.reply().ok();
    }

    private static void auth(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Arguments.syntax();
        }
        boolean withUser = request.size() == 3;
        if (!withUser && call.server().access().users().standard().needsNoPassword()) {
            throw new CommandException(
                    "ERR AUTH <password> called without any password configured for the default user. "
                            + "Are you sure your configuration is correct?");
        }
        String user = withUser ? request.text(1) : Users.DEFAULT;
        authenticate(call, user, request.bytes(withUser ? 2 : 1));
        call.reply().ok();
    }

    private static void authenticate(Call call, String user, byte[] given) {
        if (!call.server().access().authenticate(call, user, given)) {
            throw new CommandException(WRONG_PASS);
        }
    }

    /** {@code HELLO [protover [AUTH user password] [SETNAME name]]}: everything is checked before anything changes. */
    private void hello(Call call) {
        Request request = call.request();
        int protocol = call.reply().protocol();
        if (request.size() > 1) {
            protocol = (int) Arguments.integer(
                    request,
                    1,
                    2,
                    3,
                    request.parseLong(1)
                            ? "NOPROTO unsupported protocol version"
                            : "ERR Protocol version is not an integer or out of range");
        }
        ByteString name = null;
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "auth") && i + 2 < request.size()) {
                authenticate(call, request.text(i + 1), request.bytes(i + 2));
                i += 2;
            } else if (request.is(i, "setname") && i + 1 < request.size()) {
                name = ClientCommands.validName(Arguments.byteString(request, i + 1));
                i += 1;
            } else {
                throw new CommandException("ERR Syntax error in HELLO option '" + Arguments.shown(request, i) + "'");
            }
        }
        if (!call.client().isAuthenticated()) {
            throw new CommandException(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the "
                            + "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP "
                            + "protocol version at the same time");
        }
        if (name != null) {
            call.client().name(name);
        }
        call.reply().protocol(protocol);
        describe(call);
    }

    private void describe(Call call) {
        ReplyWriter reply = call.reply();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerIdentity.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(reply.protocol());
        reply.bulk("id");
        reply.integer(call.client().id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk(role.get());
        reply.bulk("modules");
        reply.array(0);
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.client().closeAfterReply();
    }

    /** Makes the connection what it was when it was accepted. */
    private void reset(Call call) {
        Client client = call.client();
        client.endTransaction();
        call.server().watchedKeys().unwatch(client);
        call.server().clients().removeMonitor(client);
        pubSub.unsubscribeAll(client);
        call.server().tracking().disable(client);
        client.database(0);
        client.name(ByteString.EMPTY);
        client.noEvict(false);
        client.replyMode(Client.ReplyMode.ON);
        call.server().access().welcome(client);
        call.reply().protocol(2);
        call.reply().simple("RESET");
    }
}
