package org.backstay.resp.command;

import java.util.Collection;
import java.util.List;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * The commands that one program knows, with what it does for each. Filled at start, then only read; looking up allocates nothing.
 *
 * <pre>{@code
 * var table = new CommandTable<Handler>();
 * table.on(StringRows.GET, this::get);
 * table.on(ConnectionRows.CLIENT_LIST, this::clientList);   // adds the container CLIENT by itself
 * CommandTable.Entry<Handler> entry = table.find(request);
 * }</pre>
 *
 * @param <H> what a program binds to a row: a handler, or an object with its statistics too
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class CommandTable<H> {
    /** A row and what is bound to it. */
    public static final class Entry<H> {
        private final CommandSpec spec;
        private final @Nullable H handler;

        Entry(CommandSpec spec, @Nullable H handler) {
            this.spec = spec;
            this.handler = handler;
        }

        /** The row. */
        public CommandSpec spec() {
            return spec;
        }

        /** What is bound; null for a container that only has subcommands. */
        public @Nullable H handler() {
            return handler;
        }

        /** The subcommands; empty for most commands. */
        public Collection<Entry<H>> subcommands() {
            return List.of();
        }

        /** Whether it is named by its subcommands only. */
        public boolean isContainer() {
            return false;
        }
    }

    /** Binds a row. @throws IllegalStateException when it is bound already */
    public void on(CommandSpec row, H handler) {
        throw new UnsupportedOperationException();
    }

    /** Looks up by argument 0, and for a container by argument 1 too; null when there is no such command or subcommand. */
    public @Nullable Entry<H> find(Request request) {
        throw new UnsupportedOperationException();
    }

    /** Looks up a command, not a subcommand, by its name in either case. */
    public @Nullable Entry<H> find(long address, int length) {
        throw new UnsupportedOperationException();
    }

    /** Looks up by full name: {@code get}, {@code client|list}, in either case. */
    public @Nullable Entry<H> find(String fullName) {
        throw new UnsupportedOperationException();
    }

    /** All commands without subcommands of their own, in the order they were bound. */
    public Collection<Entry<H>> commands() {
        throw new UnsupportedOperationException();
    }

    /** Rows of a family that are not bound: a test asks for none. */
    public List<CommandSpec> missing(Collection<CommandSpec> rows) {
        throw new UnsupportedOperationException();
    }
}
