package org.backstay.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directives of one program, in the order of its reference page. Immutable, of any thread. */
public final class DirectiveTable {
    private final List<Directive<?>> rows;
    private final Map<String, Directive<?>> byName = new LinkedHashMap<>();

    /** Makes a table. @throws IllegalArgumentException when two rows share a name */
    public DirectiveTable(List<Directive<?>> rows) {
        this.rows = List.copyOf(rows);
        for (Directive<?> row : rows) {
            add(row.name(), row);
            row.aliases().forEach(alias -> add(alias, row));
        }
    }

    private void add(String name, Directive<?> row) {
        if (byName.putIfAbsent(name, row) != null) {
            throw new IllegalArgumentException("two directives are named " + name);
        }
    }

    /** All rows. */
    public Collection<Directive<?>> rows() {
        return rows;
    }

    /** The row of that name or alias, in either case, or null. */
    public @Nullable Directive<?> find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** Every name and alias with its row. */
    Map<String, Directive<?>> names() {
        return byName;
    }

    /** Every directive at its standard value. */
    public Settings standard() {
        return new Settings(this);
    }

    /** Reads statements in order, the last one wins. @throws ConfigException at the first fault; nothing was applied then */
    public Settings read(List<Statement> statements) {
        Settings settings = standard();
        for (Statement statement : statements) {
            Directive<?> row = find(statement.name());
            if (row == null) {
                throw statement.error("'" + statement.name() + "'", "a directive");
            }
            apply(settings, row, statement);
            settings.give(row);
        }
        return settings;
    }

    private static <T> void apply(Settings settings, Directive<T> row, Statement statement) {
        List<String> words = statement.words().subList(1, statement.words().size());
        try {
            settings.put(row, row.type().read(split(row, words), settings.get(row)));
        } catch (IllegalArgumentException e) {
            throw statement.error(
                    "'" + String.join(" ", statement.words()) + "' (" + e.getMessage() + ")",
                    row.name() + " " + row.type().expected());
        }
    }

    /** A quoted word that stands for several is split, where several are possible. */
    private static List<String> split(Directive<?> row, List<String> words) {
        if (!row.type().isMany() || words.size() != 1 || words.getFirst().isBlank()) {
            return words;
        }
        List<String> parts = QuotedWords.split(words.getFirst());
        if (parts == null) {
            throw new IllegalArgumentException("unbalanced quotes");
        }
        return parts;
    }

    /** A sample file: every directive with its meaning and its standard value. */
    public String sample() {
        StringBuilder text = new StringBuilder();
        for (Directive<?> row : rows) {
            text.append("# ").append(row.about()).append('\n');
            text.append("# ").append(row.type().expected()).append('\n');
            standardLines(row).forEach(line -> text.append("# ").append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    /** The lines that set a row to its standard value. */
    private static <T> List<String> standardLines(Directive<T> row) {
        return row.type().lines(row.standard()).stream()
                .map(value -> row.name() + " " + value)
                .toList();
    }

    /** The reference page in Markdown. */
    public String reference(String title) {
        StringBuilder text = new StringBuilder("# ").append(title).append("\n\n");
        text.append("| directive | value | standard | at run time | what it does |\n|---|---|---|---|---|\n");
        for (Directive<?> row : rows) {
            text.append("| ").append(names(row));
            text.append(" | ").append(row.type().expected());
            text.append(" | ").append(standardText(row));
            text.append(" | ").append(row.mutable() ? "yes" : "no");
            text.append(" | ").append(row.about()).append(" |\n");
        }
        return text.toString();
    }

    private static String names(Directive<?> row) {
        StringBuilder names = new StringBuilder("`").append(row.name()).append('`');
        row.aliases().forEach(alias -> names.append(", `").append(alias).append('`'));
        return names.toString();
    }

    private static <T> String standardText(Directive<T> row) {
        String shown = row.type().show(row.standard());
        return shown.isEmpty() ? "" : "`" + shown + "`";
    }
}
