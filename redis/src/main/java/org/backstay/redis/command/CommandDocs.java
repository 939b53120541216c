package org.backstay.redis.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.backstay.redis.server.Command;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.command.ArgumentSpec;
import org.backstay.resp.command.CommandHistory;
import org.backstay.resp.command.CommandHistory.Change;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable.Entry;
import org.backstay.resp.command.Deprecation;
import org.jspecify.annotations.Nullable;

/** The answer of COMMAND DOCS: what the rows say to people and to tools that complete their lines. Stateless. */
final class CommandDocs {
    private CommandDocs() {}

    /** Writes what is known of commands, with their subcommands. */
    static void write(ReplyWriter reply, Collection<Entry<Command>> entries) {
        reply.map(entries.size());
        for (Entry<Command> entry : entries) {
            CommandSpec spec = entry.spec();
            List<ArgumentSpec> arguments = spec.arguments();
            reply.bulk(spec.fullName());
            reply.beginMap();
            int fields = text(reply, "summary", spec.summary())
                    + text(reply, "since", spec.since())
                    + text(reply, "group", spec.group().wireName())
                    + text(reply, "complexity", spec.complexity())
                    + writeUse(reply, spec)
                    + writeHistory(reply, CommandHistory.of(spec));
            if (!arguments.isEmpty()) {
                reply.bulk("arguments");
                write(reply, arguments);
                fields++;
            }
            if (entry.isContainer()) {
                reply.bulk("subcommands");
                write(reply, entry.subcommands());
                fields++;
            }
            reply.endMap(fields);
        }
    }

    /** Writes who should not use a command; returns how many fields that makes. */
    private static int writeUse(ReplyWriter reply, CommandSpec spec) {
        Deprecation deprecation = Deprecation.of(spec);
        if (deprecation == null && !Deprecation.isOfTheSystem(spec)) {
            return 0;
        }
        reply.bulk("doc_flags");
        reply.set(1);
        reply.simple(deprecation == null ? "syscmd" : "deprecated");
        return 1
                + text(reply, "deprecated_since", deprecation == null ? null : deprecation.since())
                + text(reply, "replaced_by", deprecation == null ? null : deprecation.replacement());
    }

    /** Writes what changed in a command; returns how many fields that makes. */
    private static int writeHistory(ReplyWriter reply, List<Change> history) {
        if (history.isEmpty()) {
            return 0;
        }
        reply.bulk("history");
        reply.set(history.size());
        for (Change change : history) {
            reply.array(2);
            reply.bulk(change.since());
            reply.bulk(change.what());
        }
        return 1;
    }

    private static void write(ReplyWriter reply, List<ArgumentSpec> arguments) {
        reply.array(arguments.size());
        for (ArgumentSpec argument : arguments) {
            reply.beginMap();
            reply.endMap(writeFields(reply, argument));
        }
    }

    /** Writes what is known of an argument; returns how many fields that makes. */
    private static int writeFields(ReplyWriter reply, ArgumentSpec argument) {
        int fields = text(reply, "name", argument.name())
                + text(reply, "type", argument.type().wireName());
        if (argument.keySpec() >= 0) {
            reply.bulk("key_spec_index");
            reply.integer(argument.keySpec());
            fields++;
        }
        fields += text(reply, "token", argument.token())
                + text(reply, "since", argument.since())
                + text(reply, "deprecated_since", argument.deprecatedSince());
        List<String> flags = flags(argument);
        if (!flags.isEmpty()) {
            reply.bulk("flags");
            reply.set(flags.size());
            flags.forEach(reply::simple);
            fields++;
        }
        if (!argument.parts().isEmpty()) {
            reply.bulk("arguments");
            write(reply, argument.parts());
            fields++;
        }
        return fields;
    }

    private static List<String> flags(ArgumentSpec argument) {
        List<String> flags = new ArrayList<>();
        if (argument.optional()) {
            flags.add("optional");
        }
        if (argument.repeats() != ArgumentSpec.Repeats.ONCE) {
            flags.add("multiple");
        }
        if (argument.repeats() == ArgumentSpec.Repeats.MULTIPLE_WITH_TOKEN) {
            flags.add("multiple_token");
        }
        return flags;
    }

    /** Writes a field unless there is nothing to say; returns how many fields that makes. */
    private static int text(ReplyWriter reply, String name, @Nullable String value) {
        if (value == null) {
            return 0;
        }
        reply.bulk(name);
        reply.bulk(value);
        return 1;
    }
}
