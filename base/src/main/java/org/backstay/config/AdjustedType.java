package org.backstay.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A type whose values are brought to others that can be kept, without an error.
 *
 * @param type what is read
 * @param change to what is kept
 */
record AdjustedType<T>(ValueType<T> type, UnaryOperator<T> change) implements ValueType<T> {
    @Override
    public T read(List<String> words, T before) {
        return change.apply(type.read(words, before));
    }

    @Override
    public boolean isMany() {
        return type.isMany();
    }

    @Override
    public T set(String text, T before) {
        return change.apply(type.set(text, before));
    }

    @Override
    public String show(T value) {
        return type.show(value);
    }

    @Override
    public List<String> lines(T value) {
        return type.lines(value);
    }

    @Override
    public String expected() {
        return type.expected();
    }
}
