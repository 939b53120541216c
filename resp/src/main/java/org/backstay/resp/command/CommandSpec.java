package org.backstay.resp.command;

import java.util.List;
import java.util.Set;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/**
 * One command: a row of the catalogue. Immutable, of any thread.
 *
 * @param name in lower case; of a subcommand, its own word alone
 * @param parent the container's name for a subcommand, else null
 * @param arity the exact number of arguments with the name (and the subcommand's); negative for "at least"
 * @param flags what kind of command it is
 * @param keys where its keys are
 * @param categories for access rules; those that follow from flags included
 * @param tips hints for clients and proxies, as COMMAND INFO's eighth element
 * @param group its chapter
 * @param since the version of the original that brought it
 * @param complexity in time
 * @param summary one line
 * @param syntax its arguments in a line, as {@link ArgumentSyntax} reads them; empty for none
 */
public record CommandSpec(
        String name,
        @Nullable String parent,
        int arity,
        Set<CommandFlag> flags,
        List<KeySpec> keys,
        Set<AclCategory> categories,
        List<String> tips,
        CommandGroup group,
        String since,
        String complexity,
        String summary,
        String syntax) {
    /** The name as in {@code COMMAND INFO} and error texts: {@code get}, {@code client|list}. */
    public String fullName() {
        return parent == null ? name : parent + "|" + name;
    }

    /** Its arguments behind the name, read anew each time: documentation alone asks for them. */
    public List<ArgumentSpec> arguments() {
        return ArgumentSyntax.read(syntax);
    }

    /** Whether it has the flag. */
    public boolean is(CommandFlag flag) {
        return flags.contains(flag);
    }

    /** Whether a request of this many arguments, name included, fits. */
    public boolean accepts(int size) {
        return arity >= 0 ? size == arity : size >= -arity;
    }

    /** The first key's position, as COMMAND INFO's fourth element; 0 when there is none. */
    public int firstKey() {
        return KeyRange.of(keys).first();
    }

    /** The last key's position; negative counts from the end. */
    public int lastKey() {
        return KeyRange.of(keys).last();
    }

    /** The distance from key to key. */
    public int keyStep() {
        return KeyRange.of(keys).step();
    }

    /**
     * Finds the keys of a request, without allocating.
     *
     * @param into receives their positions in order; whatever it held before is forgotten
     * @return false when the arguments do not say where all keys are, because they are wrong or because there are none of a kind; those that are
     *     certain are found all the same
     */
    public boolean keysOf(Request request, KeyPositions into) {
        return into.find(this, request);
    }
}
