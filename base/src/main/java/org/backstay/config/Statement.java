package org.backstay.config;

import java.util.List;

/**
 * One statement of a configuration: its words, without quotes and escapes, and where it stands.
 *
 * @param words the directive's name and its arguments, a byte a character (ISO 8859-1); never empty
 * @param file as it was named, or {@code command line} or {@code standard input}
 * @param line the first line is 1; 0 on the command line
 */
public record Statement(List<String> words, String file, int line) {
    /** The directive's name as written. */
    public String name() {
        return words.getFirst();
    }

    /** The number of arguments after the name. */
    public int size() {
        return words.size() - 1;
    }

    /** The {@code i}-th argument, the first is 1. */
    public String argument(int i) {
        return words.get(i);
    }

    /** An error at this statement. */
    public ConfigException error(String whatWasRead, String whatWasExpected) {
        return new ConfigException(file, line, whatWasRead, whatWasExpected);
    }
}
