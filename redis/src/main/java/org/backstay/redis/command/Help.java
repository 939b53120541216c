package org.backstay.redis.command;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.CommandException;

/** What containers of subcommands answer to HELP, and to what they do not know. Stateless. */
final class Help {
    private Help() {}

    /** Lists subcommands, each with lines about it. */
    static void reply(Call call, List<String> lines) {
        call.reply().array(lines.size() + 3);
        call.reply().simple(container(call) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        lines.forEach(call.reply()::simple);
        call.reply().simple("HELP");
        call.reply().simple("    Prints this help.");
    }

    private static String container(Call call) {
        return Objects.requireNonNull(call.command().spec().parent()).toUpperCase(Locale.ROOT);
    }

    /** The answer to a subcommand's arguments that do not fit. */
    static CommandException syntax(Call call) {
        return new CommandException("ERR unknown subcommand or wrong number of arguments for '"
                + call.request().text(1) + "'. Try " + container(call) + " HELP.");
    }
}
