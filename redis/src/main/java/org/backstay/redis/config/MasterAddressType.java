package org.backstay.redis.config;

import java.util.List;
import org.backstay.config.QuotedLines;
import org.backstay.config.ValueType;

/** {@code replicaof HOST PORT}, or {@code no one} for a master: two words, or none, which is also how a master's file says it. */
final class MasterAddressType implements ValueType<List<String>> {
    private static final int LARGEST_PORT = 65_535;

    @Override
    public List<String> read(List<String> words, List<String> before) {
        if (words.size() != 2) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
            return List.of();
        }
        if (!isPort(words.get(1))) {
            throw new IllegalArgumentException("Invalid master port");
        }
        return List.copyOf(words);
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port <= LARGEST_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public String show(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public List<String> lines(List<String> value) {
        return value.isEmpty() ? List.of() : List.of(QuotedLines.quote(value.get(0)) + " " + value.get(1));
    }

    @Override
    public String expected() {
        return "host and port, or no one";
    }
}
