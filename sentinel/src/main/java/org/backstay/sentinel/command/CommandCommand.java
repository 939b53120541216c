package org.backstay.sentinel.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.backstay.base.bytes.Glob;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.backstay.resp.command.IntrospectionRows;

/** COMMAND: what the rows say about themselves. No command of a sentinel has keys. */
final class CommandCommand {
    private final CommandTable<Handler> table;

    CommandCommand(CommandTable<Handler> table) {
        this.table = table;
    }

    void bind() {
        table.on(IntrospectionRows.COMMAND, (c, r) -> describeAll(c.reply()));
        table.on(
                IntrospectionRows.COMMAND_COUNT,
                (c, r) -> c.reply().integer(table.commands().size()));
        table.on(IntrospectionRows.COMMAND_INFO, this::info);
        table.on(IntrospectionRows.COMMAND_DOCS, this::docs);
        table.on(IntrospectionRows.COMMAND_LIST, this::list);
    }

    private void describeAll(ReplyWriter reply) {
        reply.array(table.commands().size());
        table.commands().forEach(entry -> describe(reply, entry));
    }

    private void info(Client client, Request request) {
        ReplyWriter reply = client.reply();
        if (request.size() == 2) {
            describeAll(reply);
            return;
        }
        reply.array(request.size() - 2);
        for (int i = 2; i < request.size(); i++) {
            CommandTable.Entry<Handler> entry = table.find(request.text(i));
            if (entry == null) {
                reply.nilArray();
            } else {
                describe(reply, entry);
            }
        }
    }

    private static void describe(ReplyWriter reply, CommandTable.Entry<Handler> entry) {
        CommandSpec spec = entry.spec();
        reply.array(10);
        reply.bulk(spec.fullName());
        reply.integer(spec.arity());
        reply.set(spec.flags().size());
        spec.flags().forEach(flag -> reply.simple(flag.wireName()));
        reply.integer(spec.firstKey());
        reply.integer(spec.lastKey());
        reply.integer(spec.keyStep());
        reply.set(spec.categories().size());
        spec.categories().forEach(category -> reply.simple(category.wireName()));
        reply.array(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(0);
        reply.array(entry.subcommands().size());
        entry.subcommands().forEach(sub -> describe(reply, sub));
    }

    private void docs(Client client, Request request) {
        List<CommandTable.Entry<Handler>> wanted = new ArrayList<>();
        if (request.size() == 2) {
            wanted.addAll(table.commands());
        }
        for (int i = 2; i < request.size(); i++) {
            CommandTable.Entry<Handler> entry = table.find(request.text(i));
            if (entry != null) {
                wanted.add(entry);
            }
        }
        document(client.reply(), wanted);
    }

    private static void document(ReplyWriter reply, Collection<CommandTable.Entry<Handler>> entries) {
        reply.map(entries.size());
        for (CommandTable.Entry<Handler> entry : entries) {
            CommandSpec spec = entry.spec();
            boolean container = !entry.subcommands().isEmpty();
            reply.bulk(spec.fullName());
            reply.map(container ? 5 : 4);
            Replies.field(reply, "summary", spec.summary());
            Replies.field(reply, "since", spec.since());
            Replies.field(reply, "group", spec.group().wireName());
            Replies.field(reply, "complexity", spec.complexity());
            if (container) {
                reply.bulk("subcommands");
                document(reply, entry.subcommands());
            }
        }
    }

    /** {@code COMMAND LIST [FILTERBY MODULE name|ACLCAT category|PATTERN pattern]}. */
    private void list(Client client, Request request) {
        boolean filtered = request.size() == 5 && request.is(2, "filterby");
        if (request.size() != 2 && !filtered) {
            client.reply().error("ERR syntax error");
            return;
        }
        Predicate<CommandSpec> filter = filtered ? filter(request) : spec -> true;
        List<String> names = new ArrayList<>();
        for (CommandTable.Entry<Handler> entry : table.commands()) {
            collect(names, entry, filter);
        }
        client.reply().array(names.size());
        names.forEach(client.reply()::bulk);
    }

    private static Predicate<CommandSpec> filter(Request request) {
        String wanted = request.text(4).toLowerCase(Locale.ROOT);
        if (request.is(3, "aclcat")) {
            return spec -> spec.categories().stream().anyMatch(c -> c.wireName().equals("@" + wanted));
        }
        Glob glob = Glob.ignoringCase(request.bytes(4));
        return request.is(3, "pattern")
                ? spec -> glob.matches(spec.fullName().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                : spec -> false;
    }

    private static void collect(List<String> names, CommandTable.Entry<Handler> entry, Predicate<CommandSpec> filter) {
        if (filter.test(entry.spec())) {
            names.add(entry.spec().fullName());
        }
        entry.subcommands().forEach(sub -> collect(names, sub, filter));
    }
}
