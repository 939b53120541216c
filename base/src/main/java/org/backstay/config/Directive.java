package org.backstay.config;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One directive: a row of a program's table. Immutable, of any thread.
 *
 * <pre>{@code
 * static final Directive<Integer> PORT =
 *         Directive.integer("port", 0, 65_535).standard(6379).mutable().about("The TCP port; 0 listens nowhere.").row();
 * static final Directive<Boolean> REPLICA_READ_ONLY =
 *         Directive.yesNo("replica-read-only").alias("slave-read-only").standard(true).mutable().about("...").row();
 * }</pre>
 *
 * @param <T> the value's type
 */
public final class Directive<T> {
    private final String name;
    private final List<String> aliases;
    private final ValueType<T> type;
    private final T standard;
    private final boolean mutable;
    private final boolean hidden;
    private final boolean unlisted;
    private final boolean reread;
    private final String about;
    private final boolean withoutEffect;

    private Directive(Row<T> row, T standard) {
        this.name = row.name;
        this.aliases = List.copyOf(row.aliases);
        this.type = row.type;
        this.standard = standard;
        this.mutable = row.mutable;
        this.hidden = row.hidden;
        this.unlisted = row.unlisted;
        this.reread = row.reread;
        this.about = row.about;
        this.withoutEffect = row.withoutEffect;
    }

    /** The name, in lower case; two words for directives as {@code sentinel monitor}. */
    public String name() {
        return name;
    }

    /** Other names that are read, and shown by CONFIG GET, for the same. */
    public List<String> aliases() {
        return aliases;
    }

    /** How its value is read and written. */
    public ValueType<T> type() {
        return type;
    }

    /** The value when nothing is said. */
    public T standard() {
        return standard;
    }

    /** Whether it may change at run time. */
    public boolean mutable() {
        return mutable;
    }

    /** Whether CONFIG GET and SET do not know it: it is said in files and on the command line only. */
    public boolean hidden() {
        return hidden;
    }

    /** Whether CONFIG GET shows it to those only who ask for it by its whole name. */
    public boolean unlisted() {
        return unlisted;
    }

    /** Whether to set it to the value that it has is a change: it names something that may have changed itself, as a file. */
    public boolean reread() {
        return reread;
    }

    /** What it does, with units. */
    public String about() {
        return about;
    }

    /** Whether it is accepted, shown and rewritten, and changes nothing; {@link #about} says why. */
    public boolean withoutEffect() {
        return withoutEffect;
    }

    /** {@code yes} or {@code no}. */
    public static Row<Boolean> yesNo(String name) {
        return new Row<>(name, ValueTypes.yesNo());
    }

    /** An integer within a range, both ends included. */
    public static Row<Integer> integer(String name, int least, int most) {
        return new Row<>(name, ValueTypes.integer(least, most));
    }

    /** A long integer within a range, both ends included. */
    public static Row<Long> number(String name, long least, long most) {
        return new Row<>(name, ValueTypes.number(least, most));
    }

    /** An amount of memory in bytes: {@code 1gb}, {@code 512k} ...; what is more than the most is taken for it. */
    public static Row<Long> memory(String name, long least, long most) {
        return new Row<>(name, ValueTypes.memory(least, most));
    }

    /** An amount of memory in bytes, or a percentage as a negative number: {@code maxmemory-clients 5%}. */
    public static Row<Long> memoryOrPercent(String name, long least, long most) {
        return new Row<>(name, ValueTypes.memoryOrPercent(least, most));
    }

    /** One of an enum's constants, written in lower case with minus signs. */
    public static <E extends Enum<E>> Row<E> choice(String name, Class<E> type) {
        return new Row<>(name, ValueTypes.choice(type));
    }

    /** Any text in one word. */
    public static Row<String> text(String name) {
        return new Row<>(name, ValueTypes.text());
    }

    /** Several words on one line, at least {@code least} and at most {@code most}; the joined text is the value for CONFIG. */
    public static Row<List<String>> words(String name, int least, int most) {
        return new Row<>(name, ValueTypes.words(least, most));
    }

    /** A directive that may be given many times: the value is every line's words. */
    public static Row<List<List<String>>> lines(String name, int least, int most) {
        return new Row<>(name, ValueTypes.lines(least, most));
    }

    /** Any other type. */
    public static <T> Row<T> of(String name, ValueType<T> type) {
        return new Row<>(name, type);
    }

    /** A row while it is written. */
    public static final class Row<T> {
        private final String name;
        private ValueType<T> type;
        private final java.util.ArrayList<String> aliases = new java.util.ArrayList<>();
        private @Nullable T standard;
        private boolean mutable;
        private boolean hidden;
        private boolean unlisted;
        private boolean reread;
        private String about = "";
        private boolean withoutEffect;

        private Row(String name, ValueType<T> type) {
            this.name = name;
            this.type = type;
        }

        /** Adds another name. */
        public Row<T> alias(String other) {
            aliases.add(other);
            return this;
        }

        /** Brings values to others that are kept, without an error: {@code hz 0} is 1. */
        public Row<T> keptAs(UnaryOperator<T> change) {
            type = new AdjustedType<>(type, change);
            return this;
        }

        /** Sets the value when nothing is said. */
        public Row<T> standard(T value) {
            standard = value;
            return this;
        }

        /** Lets CONFIG SET change it. */
        public Row<T> mutable() {
            mutable = true;
            return this;
        }

        /** Keeps it from CONFIG GET and SET. */
        public Row<T> hidden() {
            hidden = true;
            return this;
        }

        /** Has CONFIG GET show it to those only who ask for it by its whole name. */
        public Row<T> unlisted() {
            unlisted = true;
            return this;
        }

        /** Calls to set it to the value that it has a change. */
        public Row<T> reread() {
            reread = true;
            return this;
        }

        /** Says what it does, in one line for the reference. */
        public Row<T> about(String line) {
            about = line;
            return this;
        }

        /** Says why it changes nothing here, though a file with it is accepted. */
        public Row<T> withoutEffect(String why) {
            withoutEffect = true;
            return about("Has no effect: " + why);
        }

        /** The finished row. */
        public Directive<T> row() {
            if (standard == null) {
                throw new IllegalStateException("directive " + name + " has no standard value");
            }
            return new Directive<>(this, standard);
        }
    }
}
