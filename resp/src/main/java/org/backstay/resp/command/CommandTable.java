package org.backstay.resp.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * The commands that one program knows, with what it does for each. Filled at start, then only read; looking up allocates nothing.
 *
 * <pre>{@code
 * var table = new CommandTable<Handler>();
 * table.on(StringRows.GET, this::get);
 * table.container(ConnectionRows.CLIENT);
 * table.on(ConnectionRows.CLIENT_LIST, this::clientList);
 * CommandTable.Entry<Handler> entry = table.find(request);
 * }</pre>
 *
 * @param <H> what a program binds to a row: a handler, or an object with its statistics too
 */
public final class CommandTable<H> {
    /**
     * A row and what is bound to it.
     *
     * @param <H> what is bound
     */
    public static final class Entry<H> {
        private final CommandSpec spec;
        private final @Nullable H handler;
        private final NameTable<Entry<H>> byName = new NameTable<>();
        private final List<Entry<H>> subcommands = new ArrayList<>();

        private Entry(CommandSpec spec, @Nullable H handler) {
            this.spec = spec;
            this.handler = handler;
        }

        /** The row. */
        public CommandSpec spec() {
            return spec;
        }

        /** What is bound; null for a container that can't be called without a subcommand. */
        public @Nullable H handler() {
            return handler;
        }

        /** The subcommands in the order they were bound; empty for most commands. */
        public Collection<Entry<H>> subcommands() {
            return Collections.unmodifiableList(subcommands);
        }

        /** Whether it has subcommands. */
        public boolean isContainer() {
            return !subcommands.isEmpty();
        }
    }

    private final NameTable<Entry<H>> byName = new NameTable<>();
    private final List<Entry<H>> commands = new ArrayList<>();

    /**
     * Binds a row. A subcommand's container is bound first.
     *
     * @throws IllegalStateException when the row is bound already, or its container is not bound yet
     */
    public void on(CommandSpec row, H handler) {
        bind(row, handler);
    }

    /** Adds a row that only has subcommands: CONFIG, CLIENT, OBJECT. */
    public void container(CommandSpec row) {
        bind(row, null);
    }

    private void bind(CommandSpec row, @Nullable H handler) {
        if (find(row.fullName()) != null) {
            throw new IllegalStateException("command " + row.fullName() + " is bound twice");
        }
        Entry<H> entry = new Entry<>(row, handler);
        String parent = row.parent();
        if (parent == null) {
            byName.put(row.name(), entry);
            commands.add(entry);
            return;
        }
        Entry<H> container = byName.get(parent);
        if (container == null) {
            throw new IllegalStateException("command " + row.fullName() + " is bound before " + parent);
        }
        container.byName.put(row.name(), entry);
        container.subcommands.add(entry);
    }

    /**
     * Looks up by argument 0 and, for a container with more arguments, by argument 1 too.
     *
     * @return null when there is no such command or subcommand; {@link #find(long, int)} tells the two apart
     */
    public @Nullable Entry<H> find(Request request) {
        Entry<H> command = byName.get(request.address(0), request.length(0));
        if (command == null || request.size() == 1 || !command.isContainer()) {
            return command;
        }
        return command.byName.get(request.address(1), request.length(1));
    }

    /** Looks up a command, not a subcommand, by its name in either case. */
    public @Nullable Entry<H> find(long address, int length) {
        return byName.get(address, length);
    }

    /** Looks up by full name, {@code get} or {@code client|list}, in either case. */
    public @Nullable Entry<H> find(String fullName) {
        int bar = fullName.indexOf('|');
        if (bar < 0) {
            return byName.get(fullName);
        }
        Entry<H> container = byName.get(fullName.substring(0, bar));
        return container == null ? null : container.byName.get(fullName.substring(bar + 1));
    }

    /** The commands, in the order they were bound, without their subcommands. */
    public Collection<Entry<H>> commands() {
        return Collections.unmodifiableList(commands);
    }

    /** Those of the rows that are not bound: a test asks for none. */
    public List<CommandSpec> missing(Collection<CommandSpec> rows) {
        return rows.stream().filter(row -> find(row.fullName()) == null).toList();
    }
}
