package org.backstay.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.backstay.base.bytes.Glob;
import org.jspecify.annotations.Nullable;

/**
 * The values of a program's directives. Owned by the thread that starts the program, then by its loop.
 *
 * <p>Reading a value costs a map look-up: what the hot path needs is kept in fields by {@link #onChange}.
 */
public final class Settings {
    /** Reacts to a change; may refuse it. */
    @FunctionalInterface
    public interface Change<T> {
        /**
         * Applies the new value.
         *
         * @throws IllegalArgumentException to refuse it, with a reason; everything that was set together is then taken back
         */
        void apply(T before, T now);
    }

    private final DirectiveTable table;
    private final Map<Directive<?>, Object> values = new HashMap<>();
    private final Map<Directive<?>, List<Change<?>>> changes = new HashMap<>();
    private final Set<Directive<?>> given = new LinkedHashSet<>();

    /** A value that CONFIG SET is about to give a directive. */
    private record Assignment<T>(Directive<T> row, String name, T before, T now) {}

    Settings(DirectiveTable table) {
        this.table = table;
        table.rows().forEach(row -> values.put(row, row.standard()));
    }

    /** The value of a directive. */
    @SuppressWarnings("unchecked") // put() is the only writer and takes a T for a Directive<T>
    public <T> T get(Directive<T> directive) {
        Object value = values.get(directive);
        if (value == null) {
            throw new IllegalArgumentException(directive.name() + " is not in this program's table");
        }
        return (T) value;
    }

    /** Notes that a file or the command line says something about the directive. */
    void give(Directive<?> row) {
        given.add(row);
    }

    /** The directives that the file or the command line said something about, and that change nothing. */
    public List<Directive<?>> givenWithoutEffect() {
        return given.stream().filter(Directive::withoutEffect).toList();
    }

    /** Sets a value from the program itself (REPLICAOF changes {@code replicaof}); no {@link Change} is called. */
    public <T> void put(Directive<T> directive, T value) {
        values.put(directive, value);
    }

    /** Calls {@code change} whenever CONFIG SET gives the directive another value. */
    public <T> void onChange(Directive<T> directive, Change<T> change) {
        changes.computeIfAbsent(directive, _ -> new ArrayList<>()).add(change);
    }

    /** Names and values, aliases too, whose name fits any of the glob patterns: CONFIG GET. Sorted by name. */
    public Map<String, String> show(List<String> patterns) {
        Map<String, String> shown = new TreeMap<>();
        for (String pattern : patterns) {
            Glob glob = Glob.ignoringCase(pattern.getBytes(StandardCharsets.ISO_8859_1));
            table.names().forEach((name, row) -> {
                boolean listed = !row.unlisted() && (name.equals(row.name()) || pattern.contains("*"));
                boolean asked = listed || pattern.equalsIgnoreCase(name);
                if (asked && !row.hidden() && glob.matches(name.getBytes(StandardCharsets.ISO_8859_1))) {
                    shown.put(name, shown(row));
                }
            });
        }
        return shown;
    }

    private <T> String shown(Directive<T> row) {
        return row.type().show(get(row));
    }

    /**
     * CONFIG SET of one or more name and value pairs: all of them or none.
     *
     * @return null, or the error's text as 7.0 words it, with {@code ERR}
     */
    public @Nullable String set(List<String> namesAndValues) {
        if (namesAndValues.isEmpty() || namesAndValues.size() % 2 != 0) {
            return "ERR syntax error";
        }
        Set<Directive<?>> seen = new HashSet<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String refusal = refusal(namesAndValues.get(i), seen);
            if (refusal != null) {
                return refusal;
            }
        }
        return assignAll(namesAndValues);
    }

    /** Why a name can't be set whatever the value is; all names are looked at before any value. */
    private @Nullable String refusal(String name, Set<Directive<?>> seen) {
        Directive<?> row = table.find(name);
        if (row == null || row.hidden()) {
            return "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'";
        }
        if (!row.mutable()) {
            return failure(name, "can't set immutable config");
        }
        return seen.add(row) ? null : failure(name, "duplicate parameter");
    }

    private @Nullable String assignAll(List<String> namesAndValues) {
        List<Assignment<?>> assignments = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = namesAndValues.get(i);
            try {
                assignments.add(assignment(Objects.requireNonNull(table.find(name)), name, namesAndValues.get(i + 1)));
            } catch (IllegalArgumentException e) {
                return failure(name, String.valueOf(e.getMessage()));
            }
        }
        return applyAll(assignments);
    }

    private <T> Assignment<T> assignment(Directive<T> row, String name, String text) {
        T before = get(row);
        return new Assignment<>(row, name, before, row.type().set(text, before));
    }

    /** All values stand before the first change is told, so that what depends on several is applied once. */
    private @Nullable String applyAll(List<Assignment<?>> assignments) {
        assignments.forEach(this::take);
        for (int i = 0; i < assignments.size(); i++) {
            try {
                tell(assignments.get(i));
            } catch (IllegalArgumentException e) {
                assignments.forEach(this::takeBack);
                assignments.subList(0, i).forEach(this::tellBack);
                return failure(assignments.get(i).name(), String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    private <T> void take(Assignment<T> assignment) {
        put(assignment.row(), assignment.now());
    }

    private <T> void takeBack(Assignment<T> assignment) {
        put(assignment.row(), assignment.before());
    }

    private <T> void tell(Assignment<T> assignment) {
        tell(assignment.row(), assignment.before(), assignment.now());
    }

    private <T> void tellBack(Assignment<T> assignment) {
        tell(assignment.row(), assignment.now(), assignment.before());
    }

    @SuppressWarnings("unchecked") // onChange() is the only writer and takes a Change<T> for a Directive<T>
    private <T> void tell(Directive<T> row, T before, T now) {
        if (now.equals(before) && !row.reread()) {
            return;
        }
        for (Change<?> change : changes.getOrDefault(row, List.of())) {
            ((Change<T>) change).apply(before, now);
        }
    }

    private static String failure(String name, String reason) {
        return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason;
    }

    /**
     * CONFIG REWRITE: the text of a file with these values in it. Comments and order stay, a directive's lines take its present value where
     * they stand, and what the file does not mention comes at the end unless it has its standard value.
     */
    public String rewrite(String text) {
        return new Rewrite(table, this).of(text);
    }

    /** The lines that say a row's present value, name included; none for a value that is said by leaving it out. */
    <T> List<String> lines(Directive<T> row) {
        return row.type().lines(get(row)).stream()
                .map(words -> row.name() + " " + words)
                .toList();
    }

    /** Whether a row has its standard value. */
    <T> boolean isStandard(Directive<T> row) {
        return get(row).equals(row.standard());
    }
}
