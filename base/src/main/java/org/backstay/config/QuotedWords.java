package org.backstay.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words on a line as redis.conf and inline commands write them: apart by white space; {@code "in double quotes"} with {@code \n \r \t \b
 * \a \xHH} and any other character behind a backslash as itself; {@code 'in single quotes'} with {@code \'} only. A closing quote ends
 * its word. A character is a byte (ISO 8859-1). Stateless, of any thread.
 */
public final class QuotedWords {
    private final String line;
    private int at;

    private QuotedWords(String line) {
        this.line = line;
    }

    /** The words of a line; null when a quote is left open, or something stands right behind a closing one. */
    public static @Nullable List<String> split(String line) {
        return new QuotedWords(line).words();
    }

    /** Writes a word so that it reads back the same: as it is when plain, else in double quotes with escapes. */
    public static String quote(String word) {
        return isPlain(word) ? word : inQuotes(word);
    }

    /** Writes a word in double quotes, with escapes where needed. */
    public static String inQuotes(String word) {
        StringBuilder quoted = new StringBuilder(word.length() + 2).append('"');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 7 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                default -> {
                    if (c >= ' ' && c < 127) {
                        quoted.append(c);
                    } else {
                        quoted.append(String.format("\\x%02x", c & 0xff));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPlain(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\');
    }

    private @Nullable List<String> words() {
        List<String> words = new ArrayList<>();
        while (true) {
            while (at < line.length() && isSpace(line.charAt(at))) {
                at++;
            }
            if (at == line.length() || line.charAt(at) == 0) {
                return words;
            }
            String word = word();
            if (word == null) {
                return null;
            }
            words.add(word);
        }
    }

    private @Nullable String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !isSeparator(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                boolean closed = c == '"' ? doubleQuoted(word) : singleQuoted(word);
                return closed && (at == line.length() || isSpace(line.charAt(at))) ? word.toString() : null;
            }
            word.append(c);
        }
        return word.toString();
    }

    private boolean singleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\'') {
                return true;
            }
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
                c = line.charAt(at++);
            }
            word.append(c);
        }
        return false;
    }

    private boolean doubleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return true;
            }
            word.append(c == '\\' && at < line.length() ? escaped() : c);
        }
        return false;
    }

    private char escaped() {
        char c = line.charAt(at++);
        if (c == 'x' && at + 1 < line.length()) {
            int high = Character.digit(line.charAt(at), 16);
            int low = Character.digit(line.charAt(at + 1), 16);
            if (high >= 0 && low >= 0) {
                at += 2;
                return (char) (high << 4 | low);
            }
        }
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> c;
        };
    }

    /** What ends a word: fewer characters than what may stand before one. */
    private static boolean isSeparator(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
