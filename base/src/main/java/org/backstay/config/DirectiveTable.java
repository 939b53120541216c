package org.backstay.config;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directives of one program, in the order of its reference page. Immutable, of any thread. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class DirectiveTable {
    /** Makes a table. @throws IllegalArgumentException when two rows share a name */
    public DirectiveTable(List<Directive<?>> rows) {
        throw new UnsupportedOperationException();
    }

    /** All rows. */
    public Collection<Directive<?>> rows() {
        throw new UnsupportedOperationException();
    }

    /** The row of that name or alias, in either case, or null. */
    public @Nullable Directive<?> find(String name) {
        throw new UnsupportedOperationException();
    }

    /** Every directive at its standard value. */
    public Settings standard() {
        throw new UnsupportedOperationException();
    }

    /** Reads statements in order, the last one wins. @throws ConfigException at the first fault; nothing was applied then */
    public Settings read(List<Statement> statements) {
        throw new UnsupportedOperationException();
    }

    /** A sample file: every directive with its meaning and its standard value. */
    public String sample() {
        throw new UnsupportedOperationException();
    }

    /** The reference page in Markdown. */
    public String reference(String title) {
        throw new UnsupportedOperationException();
    }
}
