package org.backstay.redis.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.backstay.base.bytes.ByteString;
import org.backstay.redis.acl.AccessLog;
import org.backstay.redis.acl.Denial;
import org.backstay.redis.acl.RuleException;
import org.backstay.redis.acl.User;
import org.backstay.redis.acl.Users;
import org.backstay.redis.config.AclDirectives;
import org.backstay.redis.config.RedisDirectives;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Who may come in, and what each client's user may do. Owned by the server's loop. */
public final class Access {
    private final RedisServer server;
    private final Users users;
    private final AccessLog log = new AccessLog();
    private final UserStore store;

    Access(RedisServer server) {
        this.server = server;
        this.users = new Users(() ->
                server.settings().get(AclDirectives.ACL_PUBSUB_DEFAULT) == AclDirectives.NewUsersChannels.ALLCHANNELS);
        this.store = new UserStore(server, this);
        users.standardPassword(server.settings().get(RedisDirectives.REQUIREPASS));
        server.settings().onChange(RedisDirectives.REQUIREPASS, (before, now) -> users.standardPassword(now));
    }

    /** The users. */
    public Users users() {
        return users;
    }

    /** Where the users are kept. */
    public UserStore store() {
        return store;
    }

    /** What was refused. */
    public AccessLog log() {
        return log;
    }

    /** Makes a client what it is before it says who it is. */
    public void welcome(Client client) {
        client.user(users.standard());
        client.authenticated(users.standard().isOpen());
    }

    /** Whether a client must say who it is before it does anything else. */
    boolean mustAuthenticate(Client client) {
        return !client.isAuthenticated() && !users.standard().isOpen();
    }

    /** Makes a call's client this user, if the password is right; a wrong one is remembered. */
    public boolean authenticate(Call call, String name, byte[] password) {
        Client client = call.client();
        User user = users.authenticate(name, password);
        if (user == null) {
            remember(client, Denial.Reason.AUTH, context(client), call.request().text(0), name);
            return false;
        }
        client.user(user);
        client.authenticated(true);
        return true;
    }

    private static AccessLog.Context context(Client client) {
        return client.transaction() == null ? AccessLog.Context.TOPLEVEL : AccessLog.Context.MULTI;
    }

    /** Why a client's user may not execute a command, or null. */
    @Nullable
    String refuse(Client client, Command command, Request request) {
        User user = client.user();
        if (user.isUnrestricted()) {
            return null;
        }
        Denial denial = deny(client, context(client), command, request);
        return denial == null
                ? null
                : "NOPERM this user has no permissions to "
                        + switch (denial.reason()) {
                            case KEY -> "access one of the keys used as arguments";
                            case CHANNEL -> "access one of the channels used as arguments";
                            default -> "run the '" + command.spec().fullName() + "' command";
                        };
    }

    /** Why a command that was allowed when it was queued is not when it is to be executed, or null. */
    public @Nullable String refuseQueued(Client client, Command command, Request request) {
        if (client.user().isUnrestricted()) {
            return null;
        }
        Denial denial = deny(client, AccessLog.Context.MULTI, command, request);
        return denial == null
                ? null
                : "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                        + "This command is no longer allowed for the following reason: "
                        + switch (denial.reason()) {
                            case KEY -> "no permission to touch the specified keys";
                            case CHANNEL -> "no permission to access one of the channels used as arguments";
                            default -> "no permission to execute the command or subcommand";
                        };
    }

    /** Why a script may not execute a command in its caller's name, or null. */
    public @Nullable String refuseInScript(Client caller, Command command, Request request) {
        if (caller.user().isUnrestricted()) {
            return null;
        }
        Denial denial = deny(caller, AccessLog.Context.LUA, command, request);
        return denial == null
                ? null
                : "ERR The user executing the script "
                        + switch (denial.reason()) {
                            case KEY -> "can't access at least one of the keys mentioned in the command arguments";
                            case CHANNEL -> "can't publish to the channel mentioned in the command";
                            default -> "can't run this command or subcommand";
                        };
    }

    private @Nullable Denial deny(Client client, AccessLog.Context context, Command command, Request request) {
        Denial denial = client.user().check(command.spec(), request);
        if (denial != null) {
            String object = denial.reason() == Denial.Reason.COMMAND
                    ? command.spec().fullName()
                    : request.text(denial.argument());
            remember(client, denial.reason(), context, object, client.user().name());
        }
        return denial;
    }

    private void remember(Client client, Denial.Reason reason, AccessLog.Context context, String object, String name) {
        long now = server.time().millis();
        log.add(
                new AccessLog.Entry(1, reason, context, object, name, now, ClientLine.of(client, now, 0)),
                server.settings().get(AclDirectives.ACLLOG_MAX_LEN));
    }

    /** Disconnects the clients that hear what their user, as it becomes, may not. */
    public void endUnheard(Client self, User user, User becomes) {
        for (Client client : List.copyOf(server.clients().all())) {
            if (client.user() == user && client.isSubscribed() && !mayHearAll(becomes, client)) {
                end(self, client);
            }
        }
    }

    private static boolean mayHearAll(User user, Client client) {
        return client.patterns().stream().allMatch(pattern -> user.mayHear(text(pattern), true))
                && client.channels().stream().allMatch(channel -> user.mayHear(text(channel), false))
                && client.shardChannels().stream().allMatch(channel -> user.mayHear(text(channel), false));
    }

    private static String text(ByteString name) {
        return new String(name.array(), StandardCharsets.ISO_8859_1);
    }

    /** Replaces all users by those of a file's text, and disconnects the clients of the others. */
    void replace(Client self, String file, String text) throws RuleException {
        users.replace(file, text, (user, becomes) -> endUnheard(self, user, becomes));
        endStrangers(self);
    }

    /** Disconnects the clients whose user is no more. */
    public void endStrangers(Client self) {
        for (Client client : List.copyOf(server.clients().all())) {
            User user = client.user();
            if (user != User.NOBODY && users.find(user.name()) != user) {
                client.user(users.standard());
                client.authenticated(false);
                end(self, client);
            }
        }
    }

    private void end(Client self, Client client) {
        if (client == self) {
            client.closeAfterReply();
        } else {
            server.clients().kill(client);
        }
    }
}
