package org.backstay.config;

import java.util.List;

/**
 * How a directive's value is read from words and written back.
 *
 * @param <T> the value's type
 */
public interface ValueType<T> {
    /**
     * Reads a value.
     *
     * @param words the words after the directive's name
     * @param before the value so far, for directives that are given several times
     * @throws IllegalArgumentException with a message that says what was expected, as {@code "argument must be 'yes' or 'no'"}
     */
    T read(List<String> words, T before);

    /** Whether a line may have several words; then a single word with spaces in it is split ({@code --save "900 1"}). */
    default boolean isMany() {
        return false;
    }

    /** Reads the single text that CONFIG SET gives. */
    default T set(String text, T before) {
        return read(List.of(text), before);
    }

    /** The text that CONFIG GET shows. */
    String show(T value);

    /** The lines, without the directive's name, that CONFIG REWRITE writes: mostly one; none when nothing is to be written. */
    List<String> lines(T value);

    /** What is expected, for the reference page: {@code yes or no}, {@code 0 to 65535}. */
    String expected();
}
