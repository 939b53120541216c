package org.backstay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command line of redis-server and redis-sentinel 7.0: a configuration file first, {@code -} first or last for more of it on standard
 * input, and {@code --directive value ...}. What comes later wins: file, standard input, arguments. Immutable, of any thread.
 *
 * @param file the configuration file, or null
 * @param standardInput whether standard input is to be read too
 * @param statements what the {@code --} arguments say, in order; they have no line
 */
public record ServerArguments(@Nullable String file, boolean standardInput, List<Statement> statements) {
    private static final String WHERE = "command line";

    /** Reads all arguments, without the program's name. */
    public static ServerArguments parse(List<String> arguments) {
        List<String> options = new ArrayList<>(arguments);
        String file = null;
        boolean standardInput = false;
        if (!options.isEmpty() && !options.getFirst().startsWith("-")) {
            file = options.removeFirst();
        } else if (!options.isEmpty() && options.getFirst().equals("-")) {
            options.removeFirst();
            standardInput = true;
        }
        if (!options.isEmpty() && options.getLast().equals("-")) {
            options.removeLast();
            standardInput = true;
        }
        return new ServerArguments(file, standardInput, statements(options));
    }

    /**
     * Reads {@code --directive value ...} arguments alone. A directive and its value may be one argument ({@code "--port 6380"}). Right behind a
     * directive's name, an argument is its value even when it begins with two minus signs.
     */
    static List<Statement> statements(List<String> arguments) {
        List<List<String>> options = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (complete && argument.startsWith("--") && argument.length() > 2) {
                List<String> words = option(argument.substring(2));
                options.add(words);
                complete = words.size() > 1 || endsWithoutValue(words, arguments, i);
            } else if (options.isEmpty()) {
                throw new ConfigException(WHERE, 0, "'" + argument + "'", "--DIRECTIVE VALUE");
            } else {
                options.getLast().add(argument);
                complete = true;
            }
        }
        return options.stream()
                .map(words -> new Statement(List.copyOf(words), WHERE, 0))
                .toList();
    }

    private static List<String> option(String text) {
        List<String> words = QuotedWords.split(text);
        if (words == null || words.isEmpty()) {
            throw new ConfigException(WHERE, 0, "'--" + text + "'", "a directive with quotes in pairs");
        }
        return new ArrayList<>(words);
    }

    /** An empty {@code --save} means no snapshots, and {@code --sentinel} takes no value. */
    private static boolean endsWithoutValue(List<String> words, List<String> arguments, int at) {
        boolean followed = at + 1 < arguments.size() && !arguments.get(at + 1).startsWith("--");
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        if (name.equals("save") && !followed) {
            words.add("");
        }
        return !followed && (name.equals("save") || name.equals("sentinel"));
    }
}
