package org.backstay.redis.acl;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.backstay.resp.Request;
import org.backstay.resp.command.CommandFlag;
import org.backstay.resp.command.CommandSpec;
import org.backstay.resp.command.CommandTable;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a selector: all but some, or none but some, and single first arguments of commands that are not among them. A row
 * is itself only, so rows are compared by identity.
 */
final class CommandRights {
    private boolean all;
    private @Nullable String shown;
    private final Set<CommandSpec> exceptions = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<CommandSpec, Set<String>> firstArguments = new IdentityHashMap<>();

    CommandRights copy() {
        CommandRights copy = new CommandRights();
        copy.all = all;
        copy.shown = shown;
        copy.exceptions.addAll(exceptions);
        firstArguments.forEach((spec, words) -> copy.firstArguments.put(spec, new LinkedHashSet<>(words)));
        return copy;
    }

    void allow(boolean everything) {
        all = everything;
        shown = null;
        exceptions.clear();
        firstArguments.clear();
    }

    /** Allows a command or forbids it, its subcommands with it. */
    void allow(CommandTable.Entry<?> command, boolean yes) {
        allow(command.spec(), yes);
        command.subcommands().forEach(subcommand -> allow(subcommand.spec(), yes));
    }

    private void allow(CommandSpec spec, boolean yes) {
        shown = null;
        if (yes == all) {
            exceptions.remove(spec);
        } else {
            exceptions.add(spec);
        }
        firstArguments.remove(spec);
    }

    void allowFirstArgument(CommandSpec spec, String word) {
        shown = null;
        firstArguments.computeIfAbsent(spec, key -> new LinkedHashSet<>()).add(word.toLowerCase(Locale.ROOT));
    }

    /** The rules that make these rights; kept until they change, because finding few takes long. */
    String shown(CommandTable<?> commands) {
        String rules = shown;
        if (rules == null) {
            rules = CategoryRules.describe(this, commands);
            shown = rules;
        }
        return rules;
    }

    Set<String> firstArguments(CommandSpec spec) {
        return firstArguments.getOrDefault(spec, Set.of());
    }

    /** Whether commands are allowed that nobody has thought of yet. */
    boolean allowsUnknown() {
        return all;
    }

    boolean allowsAll() {
        return all && exceptions.isEmpty();
    }

    boolean allows(CommandSpec spec) {
        return all != exceptions.contains(spec);
    }

    boolean allows(CommandSpec spec, Request request) {
        if (allows(spec) || spec.is(CommandFlag.NO_AUTH)) {
            return true;
        }
        int first = spec.parent() == null ? 1 : 2;
        if (request.size() <= first) {
            return false;
        }
        for (String word : firstArguments(spec)) {
            if (request.is(first, word)) {
                return true;
            }
        }
        return false;
    }
}
