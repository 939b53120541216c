package org.backstay.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that directives of all programs share. */
final class ValueTypes {
    private static final String NO_AMOUNT_OR_PERCENT = "argument must be a memory or percent value";
    private static final String NO_INTEGER = "argument couldn't be parsed into an integer";

    private ValueTypes() {}

    /** A type of one word. */
    private record OneWord<T>(
            Function<String, T> reader, Function<T, String> writer, Function<T, List<String>> rewriter, String expected)
            implements ValueType<T> {
        OneWord(Function<String, T> reader, Function<T, String> writer, String expected) {
            this(reader, writer, value -> List.of(QuotedLines.quote(writer.apply(value))), expected);
        }

        @Override
        public T read(List<String> words, T before) {
            if (words.size() != 1) {
                throw new IllegalArgumentException("wrong number of arguments");
            }
            return reader.apply(words.getFirst());
        }

        @Override
        public String show(T value) {
            return writer.apply(value);
        }

        @Override
        public List<String> lines(T value) {
            return rewriter.apply(value);
        }
    }

    static ValueType<Boolean> yesNo() {
        return new OneWord<>(
                word -> switch (word.toLowerCase(Locale.ROOT)) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> throw new IllegalArgumentException("argument must be 'yes' or 'no'");
                },
                value -> value ? "yes" : "no",
                "yes or no");
    }

    static ValueType<Integer> integer(int least, int most) {
        return new OneWord<>(
                word -> (int) inRange(plainNumber(word), least, most), String::valueOf, least + " to " + most);
    }

    static ValueType<Long> number(long least, long most) {
        return new OneWord<>(word -> inRange(plainNumber(word), least, most), String::valueOf, least + " to " + most);
    }

    static ValueType<Long> memory(long least, long most) {
        return new OneWord<>(
                word -> Math.min(inRange(MemorySize.parse(word), least, Long.MAX_VALUE), most),
                String::valueOf,
                bytes -> List.of(MemorySize.format(bytes)),
                "bytes, or with k, kb, m, mb, g, gb; " + least + " to " + most);
    }

    static ValueType<Long> memoryOrPercent(long least, long most) {
        return new OneWord<>(
                word -> word.endsWith("%")
                        ? -percent(word, least)
                        : Math.min(inRange(amount(word), 0, Long.MAX_VALUE), most),
                value -> value < 0 ? -value + "%" : String.valueOf(value),
                value -> List.of(value < 0 ? -value + "%" : MemorySize.format(value)),
                "bytes, or with k, kb, m, mb, g, gb, or a percentage");
    }

    private static long amount(String word) {
        try {
            return MemorySize.parse(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_AMOUNT_OR_PERCENT, e);
        }
    }

    /** {@code least} is the largest percentage, negative. */
    private static long percent(String word, long least) {
        String digits = word.substring(0, word.length() - 1);
        if (digits.isEmpty() || digits.length() > 18 || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw new IllegalArgumentException(NO_AMOUNT_OR_PERCENT);
        }
        long value = Long.parseLong(digits);
        if (value > -least) {
            throw new IllegalArgumentException("percentage argument must be less or equal to " + -least);
        }
        return value;
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        String all =
                Arrays.stream(type.getEnumConstants()).map(ValueTypes::word).collect(Collectors.joining(", "));
        return new OneWord<>(
                word -> Arrays.stream(type.getEnumConstants())
                        .filter(each -> word(each).equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("argument(s) must be one of the following: " + all)),
                ValueTypes::word,
                "one of " + all);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Any text; an empty one is not written, as it is nothing. */
    static ValueType<String> text() {
        return new OneWord<>(
                word -> word,
                value -> value,
                value -> value.isEmpty() ? List.of() : List.of(QuotedWords.inQuotes(value)),
                "text");
    }

    static ValueType<List<String>> words(int least, int most) {
        return new Words(least, most);
    }

    private record Words(int least, int most) implements ValueType<List<String>> {
        @Override
        public List<String> read(List<String> words, List<String> before) {
            List<String> value = words.size() == 1 && words.getFirst().isEmpty() ? List.of() : List.copyOf(words);
            if (value.size() < least || value.size() > most) {
                throw new IllegalArgumentException("wrong number of arguments");
            }
            return value;
        }

        @Override
        public boolean isMany() {
            return true;
        }

        @Override
        public List<String> set(String text, List<String> before) {
            return read(text.isBlank() ? List.of("") : List.of(text.strip().split("\\s+")), before);
        }

        @Override
        public String show(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<String> lines(List<String> value) {
            return List.of(
                    value.isEmpty()
                            ? "\"\""
                            : value.stream().map(QuotedLines::quote).collect(Collectors.joining(" ")));
        }

        @Override
        public String expected() {
            return least + " to " + most + " words";
        }
    }

    static ValueType<List<List<String>>> lines(int least, int most) {
        return new Lines(least, most);
    }

    private record Lines(int least, int most) implements ValueType<List<List<String>>> {
        @Override
        public List<List<String>> read(List<String> words, List<List<String>> before) {
            if (words.size() < least || words.size() > most) {
                throw new IllegalArgumentException("wrong number of arguments");
            }
            List<List<String>> all = new ArrayList<>(before);
            all.add(List.copyOf(words));
            return List.copyOf(all);
        }

        @Override
        public boolean isMany() {
            return true;
        }

        @Override
        public List<List<String>> set(String text, List<List<String>> before) {
            return text.isBlank() ? List.of() : read(List.of(text.strip().split("\\s+")), List.of());
        }

        @Override
        public String show(List<List<String>> value) {
            return value.stream().map(words -> String.join(" ", words)).collect(Collectors.joining(" "));
        }

        @Override
        public List<String> lines(List<List<String>> value) {
            return value.stream()
                    .map(words -> words.stream().map(QuotedLines::quote).collect(Collectors.joining(" ")))
                    .toList();
        }

        @Override
        public String expected() {
            return least + " to " + most + " words a line, any number of lines";
        }
    }

    /** As strict as the original: no plus sign, no leading zeros. */
    private static long plainNumber(String word) {
        try {
            long value = Long.parseLong(word);
            if (Long.toString(value).equals(word)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(NO_INTEGER, e);
        }
        throw new IllegalArgumentException(NO_INTEGER);
    }

    private static long inRange(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("argument must be between " + least + " and " + most + " inclusive");
        }
        return value;
    }
}
