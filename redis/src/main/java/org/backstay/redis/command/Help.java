package org.backstay.redis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.resp.command.AclRows;
import org.backstay.resp.command.ArgumentSpec;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable.Entry;
import org.backstay.resp.command.ConnectionRows;
import org.backstay.resp.command.GenericRows;
import org.backstay.resp.command.IntrospectionRows;
import org.backstay.resp.command.PubSubRows;
import org.backstay.resp.command.ScriptingRows;
import org.backstay.resp.command.StreamRows;

/** What containers of subcommands answer to HELP, which their rows tell, and to what they do not know. Stateless. */
public final class Help {
    private static final List<CommandSpec> ROWS = List.of(
            AclRows.ACL_HELP,
            ConnectionRows.CLIENT_HELP,
            GenericRows.OBJECT_HELP,
            IntrospectionRows.COMMAND_HELP,
            IntrospectionRows.CONFIG_HELP,
            IntrospectionRows.LATENCY_HELP,
            IntrospectionRows.MEMORY_HELP,
            IntrospectionRows.SLOWLOG_HELP,
            PubSubRows.PUBSUB_HELP,
            ScriptingRows.FUNCTION_HELP,
            ScriptingRows.SCRIPT_HELP,
            StreamRows.XGROUP_HELP,
            StreamRows.XINFO_HELP);

    private Help() {}

    /** Binds HELP of all containers, which are bound before. */
    public static void bind(Handlers handlers) {
        ROWS.forEach(row -> handlers.on(row, Help::reply));
    }

    private static void reply(Call call) {
        String container = Objects.requireNonNull(call.command().spec().parent());
        Entry<Command> entry =
                Objects.requireNonNull(call.server().dispatcher().commands().find(container), container);
        List<String> lines = new ArrayList<>();
        for (Entry<Command> subcommand : entry.subcommands()) {
            CommandSpec spec = subcommand.spec();
            if (!spec.equals(call.command().spec())) {
                lines.add((spec.name().toUpperCase(Locale.ROOT) + " " + ArgumentSpec.usage(spec.arguments())).strip());
                lines.add(spec.summary());
            }
        }
        reply(call, container, lines);
    }

    /** Replies help for a container whose subcommands are no rows; {@code lines} alternate forms and what they do. */
    static void reply(Call call, String... lines) {
        reply(call, call.command().spec().name(), List.of(lines));
    }

    private static void reply(Call call, String container, List<String> lines) {
        call.reply().array(lines.size() + 3);
        call.reply()
                .simple(container.toUpperCase(Locale.ROOT)
                        + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (int i = 0; i < lines.size(); i++) {
            call.reply().simple(i % 2 == 0 ? lines.get(i) : "    " + lines.get(i));
        }
        call.reply().simple("HELP");
        call.reply().simple("    Prints this help.");
    }

    /** The answer to a subcommand's arguments that do not fit. */
    static CommandException syntax(Call call) {
        String container =
                Objects.requireNonNull(call.command().spec().parent()).toUpperCase(Locale.ROOT);
        return new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                + call.request().text(1) + "'. Try " + container + " HELP.");
    }
}
