package org.backstay.redis.config;

import java.util.List;
import org.backstay.config.QuotedWords;
import org.backstay.config.ValueType;

/**
 * The name of a file or folder inside another one; never a path.
 *
 * @param name the directive's, for the error
 * @param emptyIsAllowed whether no name is one
 */
record FileNameType(String name, boolean emptyIsAllowed) implements ValueType<String> {
    @Override
    public String read(List<String> words, String before) {
        if (words.size() != 1) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        String value = words.getFirst();
        if (value.contains("/")) {
            throw new IllegalArgumentException(name + " can't be a path, just a filename");
        }
        if (value.isEmpty() && !emptyIsAllowed) {
            throw new IllegalArgumentException(name + " can't be empty");
        }
        return value;
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public List<String> lines(String value) {
        return List.of(QuotedWords.inQuotes(value));
    }

    @Override
    public String expected() {
        return "a name without a slash";
    }
}
