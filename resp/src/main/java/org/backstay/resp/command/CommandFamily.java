package org.backstay.resp.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one family while they are declared: what they share, and the list of them. Used while classes load only. */
final class CommandFamily {
    private final CommandGroup group;
    private final Set<AclCategory> shared;
    private final List<CommandSpec> rows = new ArrayList<>();

    CommandFamily(CommandGroup group, AclCategory... shared) {
        this.group = group;
        this.shared = Set.of(shared);
    }

    Row row(String name, int arity) {
        return new Row(name, null, arity);
    }

    Row row(String parent, String name, int arity) {
        return new Row(name, parent, arity);
    }

    /** The rows declared so far; called last. */
    List<CommandSpec> rows() {
        return List.copyOf(rows);
    }

    /** One row while it is declared; {@link #about} ends it. */
    final class Row {
        private final String name;
        private final @Nullable String parent;
        private final int arity;
        private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        private final List<KeySpec> keys = new ArrayList<>();
        private final EnumSet<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
        private List<String> tips = List.of();
        private String since = "";
        private String complexity = "";
        private String syntax = "";

        private Row(String name, @Nullable String parent, int arity) {
            this.name = name;
            this.parent = parent;
            this.arity = arity;
            categories.addAll(shared);
        }

        /** Its arguments, as {@link ArgumentSyntax} reads them. */
        Row syntax(String line) {
            syntax = line;
            return this;
        }

        Row is(CommandFlag... some) {
            flags.addAll(List.of(some));
            return this;
        }

        /** One key at a position. */
        Row key(int at, KeySpec.Flag... what) {
            return keys(at, 0, 1, what);
        }

        /** Keys from a position to another one, which is relative, or counted from the end when negative. */
        Row keys(int first, int last, int step, KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Index(first), new KeySpec.Find.Range(last, step, 0), what);
        }

        /** As many keys as the number at a position says, right behind it. */
        Row countedKeys(int countAt, KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Index(countAt), new KeySpec.Find.Counted(0, 1, 1), what);
        }

        /** All arguments behind a word. */
        Row keysAfter(String word, int startFrom, KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Keyword(word, startFrom), new KeySpec.Find.Range(-1, 1, 0), what);
        }

        /** The one argument behind a word. */
        Row keyAfter(String word, int startFrom, KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Keyword(word, startFrom), new KeySpec.Find.Range(0, 1, 0), what);
        }

        /** The first half of the arguments behind a word. */
        Row firstHalfAfter(String word, int startFrom, KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Keyword(word, startFrom), new KeySpec.Find.Range(-1, 1, 2), what);
        }

        /** Keys whose places no rule of this form can tell. */
        Row keysSomewhere(KeySpec.Flag... what) {
            return add(new KeySpec.Begin.Unknown(), new KeySpec.Find.Unknown(), what);
        }

        private Row add(KeySpec.Begin begin, KeySpec.Find find, KeySpec.Flag... what) {
            keys.add(new KeySpec("", inOrder(EnumSet.copyOf(List.of(what))), begin, find));
            return this;
        }

        /** A remark on the keys declared last. */
        Row note(String text) {
            KeySpec last = keys.removeLast();
            keys.add(new KeySpec(text, last.flags(), last.begin(), last.find()));
            return this;
        }

        /** Categories in place of those of the family; those that follow from flags come by themselves. */
        Row in(AclCategory... some) {
            categories.clear();
            categories.addAll(List.of(some));
            return this;
        }

        Row tips(String... some) {
            tips = List.of(some);
            return this;
        }

        Row since(String version) {
            since = version;
            return this;
        }

        Row takes(String time) {
            complexity = time;
            return this;
        }

        /** Ends the row with its summary. */
        CommandSpec about(String summary) {
            addCategoriesOfFlags();
            if (KeyRange.isIncomplete(keys)) {
                flags.add(CommandFlag.MOVABLEKEYS);
            }
            CommandSpec row = new CommandSpec(
                    name,
                    parent,
                    arity,
                    inOrder(flags),
                    List.copyOf(keys),
                    inOrder(categories),
                    tips,
                    group,
                    since,
                    complexity,
                    summary,
                    syntax);
            rows.add(row);
            return row;
        }

        private void addCategoriesOfFlags() {
            if (flags.contains(CommandFlag.WRITE)) {
                categories.add(AclCategory.WRITE);
            }
            if (flags.contains(CommandFlag.READONLY) && !categories.contains(AclCategory.SCRIPTING)) {
                categories.add(AclCategory.READ);
            }
            if (flags.contains(CommandFlag.ADMIN)) {
                categories.add(AclCategory.ADMIN);
                categories.add(AclCategory.DANGEROUS);
            }
            if (flags.contains(CommandFlag.PUBSUB)) {
                categories.add(AclCategory.PUBSUB);
            }
            if (flags.contains(CommandFlag.BLOCKING)) {
                categories.add(AclCategory.BLOCKING);
            }
            categories.add(flags.contains(CommandFlag.FAST) ? AclCategory.FAST : AclCategory.SLOW);
        }

        private static <E extends Enum<E>> Set<E> inOrder(EnumSet<E> set) {
            return Collections.unmodifiableSet(set);
        }
    }
}
