package org.backstay.redis.command;

import org.backstay.redis.server.Call;

/** The answer of a container's HELP: one line for each subcommand's form and one that says what it does. Stateless. */
final class HelpReply {
    private HelpReply() {}

    /** Replies help for a container; {@code lines} alternate forms and what they do. */
    static void write(Call call, String... lines) {
        String name = call.request().text(0).toUpperCase(java.util.Locale.ROOT);
        call.reply().array(lines.length + 3);
        call.reply().simple(name + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (int i = 0; i < lines.length; i++) {
            call.reply().simple(i % 2 == 0 ? lines[i] : "    " + lines[i]);
        }
        call.reply().simple("HELP");
        call.reply().simple("    Show this help.");
    }
}
