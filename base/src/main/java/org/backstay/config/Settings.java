package org.backstay.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a program's directives. Owned by the thread that starts the program, then by its loop.
 *
 * <p>Reading a value costs a map look-up: what the hot path needs is kept in fields by {@link #onChange}.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
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

    Settings(DirectiveTable table) {
        throw new UnsupportedOperationException();
    }

    /** The value of a directive. */
    public <T> T get(Directive<T> directive) {
        throw new UnsupportedOperationException();
    }

    /** Sets a value from the program itself (REPLICAOF changes {@code replicaof}); no {@link Change} is called. */
    public <T> void put(Directive<T> directive, T value) {
        throw new UnsupportedOperationException();
    }

    /** Calls {@code change} whenever CONFIG SET gives the directive another value. */
    public <T> void onChange(Directive<T> directive, Change<T> change) {
        throw new UnsupportedOperationException();
    }

    /** Names and values, aliases too, whose name fits any of the glob patterns: CONFIG GET. Sorted by name. */
    public Map<String, String> show(List<String> patterns) {
        throw new UnsupportedOperationException();
    }

    /**
     * CONFIG SET of one or more name and value pairs: all of them or none.
     *
     * @return null, or the error's text as 7.0 words it, with {@code ERR}
     */
    public @Nullable String set(List<String> namesAndValues) {
        throw new UnsupportedOperationException();
    }

    /** CONFIG REWRITE: the text of a file with these values in it; comments and order stay, lines at their standard value are dropped. */
    public String rewrite(String text) {
        throw new UnsupportedOperationException();
    }
}
