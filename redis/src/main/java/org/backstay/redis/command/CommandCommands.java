package org.backstay.redis.command;

import static org.backstay.resp.command.IntrospectionRows.COMMAND;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_COUNT;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_DOCS;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_GETKEYS;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_GETKEYSANDFLAGS;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_INFO;
import static org.backstay.resp.command.IntrospectionRows.COMMAND_LIST;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.backstay.base.bytes.Glob;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.AclCategory;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable.Entry;
import org.backstay.resp.command.KeyPositions;
import org.backstay.resp.command.KeySpec;

/** COMMAND and its subcommands: what the rows say about themselves. */
public final class CommandCommands {
    private CommandCommands() {}

    /** Binds the family. */
    public static void bind(Handlers handlers) {
        handlers.on(COMMAND, CommandCommands::all)
                .on(COMMAND_COUNT, call -> call.reply().integer(commands(call).size()))
                .on(COMMAND_INFO, CommandCommands::info)
                .on(COMMAND_DOCS, CommandCommands::docs)
                .on(COMMAND_LIST, CommandCommands::list)
                .on(COMMAND_GETKEYS, call -> getKeys(call, false))
                .on(COMMAND_GETKEYSANDFLAGS, call -> getKeys(call, true));
    }

    private static Collection<Entry<Command>> commands(Call call) {
        return call.server().dispatcher().commands().commands();
    }

    private static void all(Call call) {
        Collection<Entry<Command>> commands = commands(call);
        call.reply().array(commands.size());
        commands.forEach(entry -> describe(call.reply(), entry));
    }

    private static void info(Call call) {
        Request request = call.request();
        if (request.size() == 2) {
            all(call);
            return;
        }
        call.reply().array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            Entry<Command> entry = call.server().dispatcher().commands().find(request.text(i));
            if (entry == null) {
                call.reply().nil();
            } else {
                describe(call.reply(), entry);
            }
        }
    }

    private static void describe(ReplyWriter reply, Entry<Command> entry) {
        CommandSpec spec = entry.spec();
        reply.array(10);
        reply.bulk(spec.fullName());
        reply.integer(spec.arity());
        reply.set(spec.flags().size());
        for (CommandFlag flag : spec.flags()) {
            reply.simple(flag.wireName());
        }
        reply.integer(spec.firstKey());
        reply.integer(spec.lastKey());
        reply.integer(spec.keyStep());
        reply.set(spec.categories().size());
        for (AclCategory category : spec.categories()) {
            reply.simple(category.wireName());
        }
        reply.set(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(spec.keys().size());
        spec.keys().forEach(key -> describe(reply, key));
        reply.set(entry.subcommands().size());
        entry.subcommands().forEach(sub -> describe(reply, sub));
    }

    private static void describe(ReplyWriter reply, KeySpec key) {
        boolean notes = !key.notes().isEmpty();
        reply.map(notes ? 4 : 3);
        if (notes) {
            reply.bulk("notes");
            reply.bulk(key.notes());
        }
        reply.bulk("flags");
        reply.set(key.flags().size());
        key.flags().forEach(flag -> reply.simple(flag.wireName()));
        reply.bulk("begin_search");
        begin(reply, key.begin());
        reply.bulk("find_keys");
        find(reply, key.find());
    }

    private static void begin(ReplyWriter reply, KeySpec.Begin begin) {
        switch (begin) {
            case KeySpec.Begin.Index index -> {
                kind(reply, "index", 1);
                field(reply, "index", index.position());
            }
            case KeySpec.Begin.Keyword keyword -> {
                kind(reply, "keyword", 2);
                reply.bulk("keyword");
                reply.bulk(keyword.word());
                field(reply, "startfrom", keyword.startFrom());
            }
            case KeySpec.Begin.Unknown unknown -> kind(reply, "unknown", 0);
        }
    }

    private static void find(ReplyWriter reply, KeySpec.Find find) {
        switch (find) {
            case KeySpec.Find.Range range -> {
                kind(reply, "range", 3);
                field(reply, "lastkey", range.lastKey());
                field(reply, "keystep", range.step());
                field(reply, "limit", range.limit());
            }
            case KeySpec.Find.Counted counted -> {
                kind(reply, "keynum", 3);
                field(reply, "keynumidx", counted.countAt());
                field(reply, "firstkey", counted.firstKey());
                field(reply, "keystep", counted.step());
            }
            case KeySpec.Find.Unknown unknown -> kind(reply, "unknown", 0);
        }
    }

    private static void kind(ReplyWriter reply, String type, int fields) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(fields);
    }

    private static void field(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void docs(Call call) {
        List<Entry<Command>> wanted = new ArrayList<>();
        if (call.request().size() == 2) {
            wanted.addAll(commands(call));
        }
        for (int i = 2; i < call.request().size(); i++) {
            Entry<Command> entry =
                    call.server().dispatcher().commands().find(call.request().text(i));
            if (entry != null) {
                wanted.add(entry);
            }
        }
        CommandDocs.write(call.reply(), wanted);
    }

    /** {@code COMMAND LIST [FILTERBY MODULE name|ACLCAT category|PATTERN pattern]}: commands and subcommands alike. */
    private static void list(Call call) {
        Request request = call.request();
        if (request.size() != 2 && (request.size() != 5 || !request.is(2, "filterby"))) {
            throw Arguments.syntax();
        }
        Predicate<CommandSpec> wanted = request.size() == 2 ? spec -> true : filter(request);
        List<String> names = new ArrayList<>();
        for (Entry<Command> entry : commands(call)) {
            collect(entry, wanted, names);
        }
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private static void collect(Entry<Command> entry, Predicate<CommandSpec> wanted, List<String> names) {
        if (wanted.test(entry.spec())) {
            names.add(entry.spec().fullName());
        }
        entry.subcommands().forEach(sub -> collect(sub, wanted, names));
    }

    private static Predicate<CommandSpec> filter(Request request) {
        if (request.is(3, "module")) {
            return spec -> false;
        }
        if (request.is(3, "aclcat")) {
            String category = "@" + request.text(4).toLowerCase(Locale.ROOT);
            return spec ->
                    spec.categories().stream().anyMatch(each -> each.wireName().equals(category));
        }
        if (request.is(3, "pattern")) {
            Glob glob = Glob.ignoringCase(request.bytes(4));
            return spec -> glob.matches(spec.fullName().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        throw Arguments.syntax();
    }

    private static void getKeys(Call call, boolean withFlags) {
        Request inner = Request.of(arguments(call.request(), 2));
        try {
            Entry<Command> entry = call.server().dispatcher().commands().find(inner);
            if (entry == null) {
                throw new CommandException("ERR Invalid command specified");
            }
            CommandSpec spec = entry.spec();
            if (spec.keys().stream().allMatch(key -> key.flags().contains(KeySpec.Flag.NOT_KEY))) {
                throw new CommandException("ERR The command has no key arguments");
            }
            if (!spec.accepts(inner.size())) {
                throw new CommandException("ERR Invalid number of arguments specified for command");
            }
            KeyPositions keys = new KeyPositions();
            if (!spec.keysOf(inner, keys)) {
                if (!spec.is(CommandFlag.NO_MANDATORY_KEYS)) {
                    throw new CommandException("ERR Invalid arguments specified for command");
                }
                call.reply().array(0);
                return;
            }
            reply(call.reply(), inner, keys, withFlags);
        } finally {
            inner.release();
        }
    }

    private static void reply(ReplyWriter reply, Request inner, KeyPositions keys, boolean withFlags) {
        reply.array(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            if (withFlags) {
                reply.array(2);
            }
            reply.bulk(inner.address(keys.get(i)), inner.length(keys.get(i)));
            if (withFlags) {
                reply.set(keys.flags(i).size());
                keys.flags(i).forEach(flag -> reply.simple(flag.wireName()));
            }
        }
    }

    private static byte[][] arguments(Request request, int from) {
        byte[][] arguments = new byte[request.size() - from][];
        for (int i = from; i < request.size(); i++) {
            arguments[i - from] = request.bytes(i);
        }
        return arguments;
    }
}
