package org.backstay.redis.command;

import java.util.function.Predicate;
import org.backstay.redis.server.Command;
import org.backstay.redis.server.Handler;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;

/** Binds rows to their handlers while a server is put together. */
public final class Handlers {
    private final CommandTable<Command> table = new CommandTable<>();

    /** Binds one row; returns itself, so that a family reads as a list. */
    public Handlers on(CommandSpec row, Handler handler) {
        table.on(row, new Command(row, handler));
        return this;
    }

    /** Binds the row of a command that may write, though not by requests of which {@code onlyReads} holds. */
    public Handlers on(CommandSpec row, Handler handler, Predicate<Request> onlyReads) {
        table.on(row, new Command(row, handler, onlyReads));
        return this;
    }

    /** Binds one row under another handler of the same meaning, as {@code REPLICAOF} and {@code SLAVEOF}. */
    public Handlers on(CommandSpec row, CommandSpec sameAs, Handler handler) {
        return on(row, handler).on(sameAs, handler);
    }

    /** Binds a container, whose subcommands follow. */
    public Handlers container(CommandSpec row) {
        // Without a subcommand it is refused for its number of arguments, and that is counted.
        return on(row, call -> {
            throw new IllegalStateException(row.name() + " was executed without a subcommand");
        });
    }

    /** The finished table. */
    public CommandTable<Command> table() {
        return table;
    }
}
