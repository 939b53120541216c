package org.backstay.redis.command;

import static org.backstay.resp.command.IntrospectionRows.CONFIG;
import static org.backstay.resp.command.IntrospectionRows.CONFIG_GET;
import static org.backstay.resp.command.IntrospectionRows.CONFIG_RESETSTAT;
import static org.backstay.resp.command.IntrospectionRows.CONFIG_REWRITE;
import static org.backstay.resp.command.IntrospectionRows.CONFIG_SET;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.backstay.redis.config.AclDirectives;
import org.backstay.redis.server.Call;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.CommandException;
import org.backstay.redis.server.RedisServer;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/** CONFIG and its subcommands. */
public final class ConfigCommands {
    private final @Nullable Path file;

    private ConfigCommands(@Nullable Path file) {
        this.file = file;
    }

    /** Binds the family; the file, if the server has one, is what CONFIG REWRITE rewrites. */
    public static void bind(Handlers handlers, @Nullable Path file) {
        ConfigCommands family = new ConfigCommands(file);
        handlers.container(CONFIG)
                .on(CONFIG_GET, ConfigCommands::get)
                .on(CONFIG_SET, ConfigCommands::set)
                .on(CONFIG_REWRITE, family::rewrite)
                .on(CONFIG_RESETSTAT, ConfigCommands::resetStatistics);
    }

    private static void get(Call call) {
        Map<String, String> shown = call.server().settings().show(words(call));
        call.reply().map(shown.size());
        shown.forEach((name, value) -> {
            call.reply().bulk(name);
            call.reply().bulk(value);
        });
    }

    private static void set(Call call) {
        if (call.request().size() % 2 != 0) {
            throw Arguments.wrongNumber("config|set");
        }
        String error = call.server().settings().set(words(call));
        if (error != null) {
            throw new CommandException(error);
        }
        call.reply().ok();
    }

    private static List<String> words(Call call) {
        List<String> words = new ArrayList<>();
        for (int i = 2; i < call.request().size(); i++) {
            words.add(call.request().text(i));
        }
        return words;
    }

    private void rewrite(Call call) {
        if (file == null) {
            throw new CommandException("ERR The server is running without a config file");
        }
        try {
            rewrite(call.server(), file);
        } catch (IOException e) {
            call.server().log().warning("CONFIG REWRITE of " + file + " failed, the file is unchanged: " + e);
            throw new CommandException("ERR Rewriting config file: " + e.getMessage());
        }
        call.server().log().notice("CONFIG REWRITE executed with success.");
        call.reply().ok();
    }

    private static void rewrite(RedisServer server, Path file) throws IOException {
        byte[] before = server.node().disk().exists(file) ? server.node().disk().readAll(file) : new byte[0];
        server.settings().put(AclDirectives.USER, server.access().store().declared());
        String after = server.settings().rewrite(new String(before, StandardCharsets.ISO_8859_1));
        server.node().disk().replace(file, after.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void resetStatistics(Call call) {
        call.server().statistics().reset();
        call.server().clients().resetStatistics();
        call.server().memory().resetStatistics();
        call.server().keyspace().resetStatistics();
        resetStatistics(call.server().dispatcher().commands().commands());
        call.reply().ok();
    }

    private static void resetStatistics(Collection<CommandTable.Entry<Command>> commands) {
        for (CommandTable.Entry<Command> entry : commands) {
            if (entry.handler() != null) {
                entry.handler().resetStatistics();
            }
            resetStatistics(entry.subcommands());
        }
    }
}
