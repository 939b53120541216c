package org.backstay.redis.command;

import static org.backstay.resp.command.AclRows.ACL;
import static org.backstay.resp.command.AclRows.ACL_CAT;
import static org.backstay.resp.command.AclRows.ACL_DELUSER;
import static org.backstay.resp.command.AclRows.ACL_DRYRUN;
import static org.backstay.resp.command.AclRows.ACL_GENPASS;
import static org.backstay.resp.command.AclRows.ACL_GETUSER;
import static org.backstay.resp.command.AclRows.ACL_LIST;
import static org.backstay.resp.command.AclRows.ACL_LOAD;
import static org.backstay.resp.command.AclRows.ACL_LOG;
import static org.backstay.resp.command.AclRows.ACL_SAVE;
import static org.backstay.resp.command.AclRows.ACL_SETUSER;
import static org.backstay.resp.command.AclRows.ACL_USERS;
import static org.backstay.resp.command.AclRows.ACL_WHOAMI;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.backstay.redis.acl.AccessLog;
import org.backstay.redis.acl.Denial;
import org.backstay.redis.acl.RuleException;
import org.backstay.redis.acl.Selector;
import org.backstay.redis.acl.User;
import org.backstay.redis.acl.Users;
import org.backstay.redis.server.Access;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.UserStore;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandTable;

/** ACL and its subcommands. */
public final class AclCommands {
    private static final int MOST_BITS = 4_096;
    private static final int STANDARD_BITS = 256;
    private static final int BITS_PER_DIGIT = 4;
    private static final long SHOWN_REFUSALS = 10;

    private AclCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.container(ACL)
                .on(ACL_CAT, AclCommands::cat)
                .on(ACL_DELUSER, AclCommands::delete)
                .on(ACL_DRYRUN, AclCommands::dryRun)
                .on(ACL_GENPASS, AclCommands::makePassword)
                .on(ACL_GETUSER, AclCommands::get)
                .on(ACL_LIST, AclCommands::list)
                .on(ACL_LOAD, call -> storeWithFile(call).load(call))
                .on(ACL_LOG, AclCommands::log)
                .on(ACL_SAVE, call -> storeWithFile(call).save(call))
                .on(ACL_SETUSER, AclCommands::set)
                .on(ACL_USERS, AclCommands::names)
                .on(
                        ACL_WHOAMI,
                        call -> call.reply()
                                .bulk(Arguments.latin(call.client().user().name())));
    }

    private static Users users(Call call) {
        return call.server().access().users();
    }

    private static UserStore storeWithFile(Call call) {
        UserStore store = call.server().access().store();
        if (!store.isFile()) {
            throw new CommandException(
                    "ERR This Redis instance is not configured to use an ACL file. You may want to specify"
                            + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
                            + " configuration file set) in order to store users in the Redis configuration.");
        }
        return store;
    }

    private static void cat(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Help.syntax(call);
        }
        if (request.size() == 2) {
            AclCategory[] all = AclCategory.values();
            call.reply().array(all.length);
            for (AclCategory category : all) {
                call.reply().bulk(category.wireName().substring(1));
            }
            return;
        }
        List<String> names = users(call).commandsOf(request.text(2));
        if (names == null) {
            throw new CommandException("ERR Unknown category '" + Arguments.shown(request, 2) + "'");
        }
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private static void set(Call call) {
        Request request = call.request();
        List<String> rules = new ArrayList<>();
        for (int i = 3; i < request.size(); i++) {
            rules.add(request.text(i));
        }
        Access access = call.server().access();
        try {
            access.users()
                    .set(request.text(2), rules, (user, becomes) -> access.endUnheard(call.client(), user, becomes));
        } catch (RuleException e) {
            throw new CommandException("ERR " + e.getMessage());
        }
        call.reply().ok();
    }

    private static void delete(Call call) {
        Request request = call.request();
        for (int i = 2; i < request.size(); i++) {
            if (request.text(i).equals(Users.DEFAULT)) {
                throw new CommandException("ERR The 'default' user cannot be removed");
            }
        }
        int deleted = 0;
        for (int i = 2; i < request.size(); i++) {
            deleted += users(call).delete(request.text(i)) == null ? 0 : 1;
        }
        call.server().access().endStrangers(call.client());
        call.reply().integer(deleted);
    }

    private static void get(Call call) {
        ReplyWriter reply = call.reply();
        User user = users(call).find(call.request().text(2));
        if (user == null) {
            reply.nil();
            return;
        }
        reply.map(6);
        reply.bulk("flags");
        reply.set(user.flags().size());
        user.flags().forEach(reply::bulk);
        reply.bulk("passwords");
        reply.array(user.passwords().size());
        user.passwords().forEach(reply::bulk);
        describe(call, user.root());
        reply.bulk("selectors");
        reply.array(user.furtherSelectors().size());
        for (Selector selector : user.furtherSelectors()) {
            reply.map(3);
            describe(call, selector);
        }
    }

    private static void describe(Call call, Selector selector) {
        ReplyWriter reply = call.reply();
        reply.bulk("commands");
        reply.bulk(Arguments.latin(users(call).describeCommands(selector)));
        reply.bulk("keys");
        reply.bulk(Arguments.latin(selector.shownKeys()));
        reply.bulk("channels");
        reply.bulk(Arguments.latin(selector.shownChannels()));
    }

    private static void list(Call call) {
        Collection<User> all = users(call).all();
        call.reply().array(all.size());
        for (User user : all) {
            call.reply().bulk(Arguments.latin(users(call).line(user)));
        }
    }

    private static void names(Call call) {
        Collection<User> all = users(call).all();
        call.reply().array(all.size());
        all.forEach(user -> call.reply().bulk(Arguments.latin(user.name())));
    }

    /** {@code ACL GENPASS [bits]}: hexadecimal digits that nobody can guess. */
    private static void makePassword(Call call) {
        Request request = call.request();
        if (request.size() > 3) {
            throw Help.syntax(call);
        }
        long bits = request.size() == 3 ? Arguments.integer(request, 2) : STANDARD_BITS;
        if (bits <= 0 || bits > MOST_BITS) {
            throw new CommandException("ERR ACL GENPASS argument must be the number of bits for the output password, "
                    + "a positive number up to " + MOST_BITS);
        }
        byte[] random = new byte[MOST_BITS / Byte.SIZE];
        call.server().node().secrets().nextBytes(random);
        int digits = (int) (bits + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT;
        call.reply().bulk(HexFormat.of().formatHex(random).substring(0, digits));
    }

    private static void dryRun(Call call) {
        Request request = call.request();
        User user = users(call).find(request.text(2));
        if (user == null) {
            throw new CommandException("ERR User '" + Arguments.shown(request, 2) + "' not found");
        }
        byte[][] words = new byte[request.size() - 3][];
        for (int i = 0; i < words.length; i++) {
            words[i] = request.bytes(i + 3);
        }
        Request tried = Request.of(words);
        try {
            dryRun(call, user, tried);
        } finally {
            tried.release();
        }
    }

    private static void dryRun(Call call, User user, Request tried) {
        CommandTable.Entry<Command> entry =
                call.server().dispatcher().commands().find(tried);
        if (entry == null) {
            throw new CommandException("ERR Command '" + Arguments.shown(tried, 0) + "' not found");
        }
        if (!entry.spec().accepts(tried.size())) {
            throw Arguments.wrongNumber(entry.spec().fullName());
        }
        Denial denial = user.check(entry.spec(), tried);
        if (denial == null) {
            call.reply().ok();
            return;
        }
        String what = switch (denial.reason()) {
            case KEY -> "access the '" + Arguments.shown(tried, denial.argument()) + "' key";
            case CHANNEL -> "access the '" + Arguments.shown(tried, denial.argument()) + "' channel";
            default -> "run the '" + entry.spec().fullName() + "' command";
        };
        call.reply().bulk(Arguments.latin("This user has no permissions to " + what));
    }

    private static void log(Call call) {
        Request request = call.request();
        AccessLog log = call.server().access().log();
        if (request.size() > 3) {
            throw Help.syntax(call);
        }
        if (request.size() == 3 && request.is(2, "reset")) {
            log.clear();
            call.reply().ok();
            return;
        }
        long wanted = request.size() == 3 ? Math.max(0, Arguments.integer(request, 2)) : SHOWN_REFUSALS;
        List<AccessLog.Entry> shown = log.entries().stream().limit(wanted).toList();
        call.reply().array(shown.size());
        shown.forEach(entry -> show(call, entry));
    }

    private static void show(Call call, AccessLog.Entry entry) {
        ReplyWriter reply = call.reply();
        reply.map(7);
        reply.bulk("count");
        reply.integer(entry.count());
        reply.bulk("reason");
        reply.bulk(entry.reason().wireName());
        reply.bulk("context");
        reply.bulk(entry.context().wireName());
        reply.bulk("object");
        reply.bulk(Arguments.latin(entry.object()));
        reply.bulk("username");
        reply.bulk(Arguments.latin(entry.username()));
        reply.bulk("age-seconds");
        reply.real((call.now() - entry.millis()) / 1e3);
        reply.bulk("client-info");
        reply.bulk(entry.client());
    }
}
