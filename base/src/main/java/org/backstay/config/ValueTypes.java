package org.backstay.config;

import java.util.List;

/** The types that directives of all programs share. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
final class ValueTypes {
    private ValueTypes() {}

    static ValueType<Boolean> yesNo() {
        throw new UnsupportedOperationException();
    }

    static ValueType<Integer> integer(int least, int most) {
        throw new UnsupportedOperationException();
    }

    static ValueType<Long> number(long least, long most) {
        throw new UnsupportedOperationException();
    }

    static ValueType<Long> memory(long least, long most) {
        throw new UnsupportedOperationException();
    }

    static ValueType<Long> memoryOrPercent(long least, long most) {
        throw new UnsupportedOperationException();
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        throw new UnsupportedOperationException();
    }

    static ValueType<String> text() {
        throw new UnsupportedOperationException();
    }

    static ValueType<List<String>> words(int least, int most) {
        throw new UnsupportedOperationException();
    }

    static ValueType<List<List<String>>> lines(int least, int most) {
        throw new UnsupportedOperationException();
    }
}
