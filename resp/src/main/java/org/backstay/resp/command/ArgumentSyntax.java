package org.backstay.resp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line that says a command's arguments beside its row. For one call.
 *
 * <pre>
 *   value              a string of this name
 *   seconds:integer    another type; key stands for the command's first key spec, key1 (pattern1) for its second, key- for none
 *   NX                 a pure token, called by its own name in small letters
 *   change:CH          a pure token of another name; '*' when it is no word
 *   EX=seconds:integer a token before it
 *   trim(a b)          a block
 *   by(a | b)          one of several
 *   member...          several; with a token before each: GET*=pattern...
 *   a@6.2.0  a!6.2.0   since this version; deprecated since this version
 *   [a]                optional
 * </pre>
 */
final class ArgumentSyntax {
    private static final String END_OF_WORD = " ()[]=*@!|";
    private static final char QUOTE = '\'';
    private static final String REPEATED = "...";

    private final String text;
    private int at;

    private ArgumentSyntax(String text) {
        this.text = text;
    }

    /**
     * Reads a whole line.
     *
     * @throws IllegalArgumentException saying where it can't be read
     */
    static List<ArgumentSpec> read(String line) {
        ArgumentSyntax syntax = new ArgumentSyntax(line);
        List<ArgumentSpec> arguments = syntax.sequence();
        if (syntax.at < line.length()) {
            throw syntax.unexpected();
        }
        return arguments;
    }

    private List<ArgumentSpec> sequence() {
        List<ArgumentSpec> arguments = new ArrayList<>();
        skipBlanks();
        while (at < text.length() && !isAt(")") && !isAt("|")) {
            arguments.add(argument());
            skipBlanks();
        }
        return List.copyOf(arguments);
    }

    private ArgumentSpec argument() {
        if (!take("[")) {
            return one(false);
        }
        ArgumentSpec optional = one(true);
        if (!take("]")) {
            throw unexpected();
        }
        return optional;
    }

    private ArgumentSpec one(boolean optional) {
        int start = at;
        String token = word();
        boolean eachWithToken = take("*");
        if (!take("=")) {
            at = start;
            token = null;
        }
        String word = word();
        if (take("(")) {
            return group(word, token, eachWithToken, optional);
        }
        int quote = word.indexOf(QUOTE);
        int colon = word.lastIndexOf(':', quote < 0 ? word.length() : quote);
        String type = word.substring(colon + 1);
        if (isToken(type)) {
            String shown = unquoted(type);
            String name = colon < 0 ? shown.toLowerCase(Locale.ROOT) : word.substring(0, colon);
            return finish(name, ArgumentSpec.Type.PURE_TOKEN, -1, shown, eachWithToken, optional, List.of());
        }
        if (quote >= 0) {
            throw unexpected();
        }
        ArgumentSpec.Type known = colon < 0 ? null : type(type);
        // A colon that no type follows belongs to the name.
        String name = known == null ? word : word.substring(0, colon);
        ArgumentSpec.Type read = known == null ? ArgumentSpec.Type.STRING : known;
        int keySpec = known == null ? -1 : keySpec(type);
        return finish(name, read, keySpec, unquotedOrNull(token), eachWithToken, optional, List.of());
    }

    private ArgumentSpec group(String name, @Nullable String token, boolean eachWithToken, boolean optional) {
        List<ArgumentSpec> parts = sequence();
        ArgumentSpec.Type type = ArgumentSpec.Type.BLOCK;
        if (isAt("|") && parts.size() == 1) {
            type = ArgumentSpec.Type.ONEOF;
            parts = choices(parts.getFirst());
        }
        if (parts.isEmpty() || !take(")")) {
            throw unexpected();
        }
        return finish(name, type, -1, unquotedOrNull(token), eachWithToken, optional, parts);
    }

    private List<ArgumentSpec> choices(ArgumentSpec first) {
        List<ArgumentSpec> choices = new ArrayList<>(List.of(first));
        while (take("|")) {
            skipBlanks();
            choices.add(argument());
            skipBlanks();
        }
        return List.copyOf(choices);
    }

    private ArgumentSpec finish(
            String name,
            ArgumentSpec.Type type,
            int keySpec,
            @Nullable String token,
            boolean eachWithToken,
            boolean optional,
            List<ArgumentSpec> parts) {
        ArgumentSpec.Repeats repeats = ArgumentSpec.Repeats.ONCE;
        if (take(REPEATED)) {
            repeats = eachWithToken ? ArgumentSpec.Repeats.MULTIPLE_WITH_TOKEN : ArgumentSpec.Repeats.MULTIPLE;
        }
        String since = take("@") ? word() : null;
        String deprecated = take("!") ? word() : null;
        return new ArgumentSpec(name, type, keySpec, token, since, deprecated, repeats, optional, parts);
    }

    /** Up to a sign of the syntax; what is between quotes is taken as it stands. */
    private String word() {
        int start = at;
        boolean quoted = false;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == QUOTE) {
                quoted = !quoted;
            } else if (!quoted && (END_OF_WORD.indexOf(next) >= 0 || isAt(REPEATED))) {
                break;
            }
            at++;
        }
        if (at == start || quoted) {
            throw unexpected();
        }
        return text.substring(start, at);
    }

    private static boolean isToken(String word) {
        boolean capitals = word.chars().allMatch(c -> c == '-' || c == '_' || (c >= 'A' && c <= 'Z'));
        return isQuoted(word) || (capitals && !word.isEmpty());
    }

    private static boolean isQuoted(String word) {
        return word.length() > 1 && word.charAt(0) == QUOTE && word.indexOf(QUOTE, 1) == word.length() - 1;
    }

    private static String unquoted(String word) {
        return isQuoted(word) ? word.substring(1, word.length() - 1) : word;
    }

    private static @Nullable String unquotedOrNull(@Nullable String word) {
        return word == null ? null : unquoted(word);
    }

    private static ArgumentSpec.@Nullable Type type(String word) {
        return switch (word) {
            case "integer" -> ArgumentSpec.Type.INTEGER;
            case "double" -> ArgumentSpec.Type.DOUBLE;
            case "pattern", "pattern1" -> ArgumentSpec.Type.PATTERN;
            case "unix-time" -> ArgumentSpec.Type.UNIX_TIME;
            case "key", "key1", "key2", "key-" -> ArgumentSpec.Type.KEY;
            default -> null;
        };
    }

    private static int keySpec(String type) {
        return switch (type) {
            case "key" -> 0;
            case "key1", "pattern1" -> 1;
            case "key2" -> 2;
            default -> -1;
        };
    }

    private void skipBlanks() {
        while (isAt(" ")) {
            at++;
        }
    }

    private boolean isAt(String sign) {
        return text.startsWith(sign, at);
    }

    private boolean take(String sign) {
        if (!isAt(sign)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("a command's arguments can't be read at " + at + ": " + text);
    }
}
