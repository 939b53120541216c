package org.backstay.sentinel.command;

import java.util.List;
import java.util.Locale;
import org.backstay.resp.ReplyWriter;
import org.backstay.resp.Request;

/** Replies and arguments that several commands share. */
final class Replies {
    private static final int LONGEST_ECHO = 128;

    private Replies() {}

    /** A field of a map: a name and a text. */
    static void field(ReplyWriter reply, String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
    }

    /** A field of a map: a name and a number as text. */
    static void field(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.bulk(value);
    }

    /** The answer to HELP. */
    static void help(ReplyWriter reply, String command, List<String> lines) {
        reply.array(lines.size() + 3);
        reply.simple(command + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        lines.forEach(reply::simple);
        reply.simple("HELP");
        reply.simple("    Prints this help.");
    }

    static void wrongArity(ReplyWriter reply, String command) {
        reply.error("ERR wrong number of arguments for '" + command + "' command");
    }

    static void unknownCommand(ReplyWriter reply, Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.size() && arguments.length() < LONGEST_ECHO; i++) {
            arguments
                    .append('\'')
                    .append(shortened(request.text(i), LONGEST_ECHO - arguments.length()))
                    .append("' ");
        }
        reply.error("ERR unknown command '" + shortened(request.text(0), LONGEST_ECHO) + "', with args beginning with: "
                + arguments);
    }

    static void unknownSubcommand(ReplyWriter reply, Request request) {
        reply.error("ERR unknown subcommand '" + shortened(request.text(1), LONGEST_ECHO) + "'. Try "
                + request.text(0).toUpperCase(Locale.ROOT) + " HELP.");
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most));
    }
}
