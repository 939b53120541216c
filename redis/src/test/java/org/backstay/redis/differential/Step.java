package org.backstay.redis.differential;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.backstay.config.QuotedLines;

/**
 * One command of a sequence; bytes are Latin-1 characters.
 *
 * @param client which of a sequence's connections sends it, from 0 on
 * @param words what is sent
 * @param meant the command whose answer comes back: another one where a script runs it
 */
record Step(int client, List<String> words, List<String> meant) {
    Step(List<String> words) {
        this(0, words, words);
    }

    /** The same, sent by another connection. */
    Step by(int other) {
        return new Step(other, words, meant);
    }

    static Step of(String... words) {
        return new Step(List.of(words));
    }

    /** The name, in small letters, of the command whose answer comes back. */
    String name() {
        return meant.getFirst().toLowerCase(Locale.ROOT);
    }

    /** Its subcommand, or first argument, in small letters. */
    String subcommand() {
        return meant.size() > 1 ? meant.get(1).toLowerCase(Locale.ROOT) : "";
    }

    String[] array() {
        return words.toArray(String[]::new);
    }

    /** A word as redis-cli would take it: in double quotes where it has to be. */
    static String quoted(String word) {
        return QuotedLines.quote(word);
    }

    @Override
    public String toString() {
        String line = words.stream().map(Step::quoted).collect(Collectors.joining(" "));
        return client == 0 ? line : "(" + client + ") " + line;
    }
}
