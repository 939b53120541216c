package org.backstay.resp.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a command, or a group of them: what COMMAND DOCS says about it. Immutable, of any thread.
 *
 * @param name what it is called in documentation
 * @param type what is read in its place
 * @param keySpec which of its command's {@linkplain CommandSpec#keys key specs} tells where it is; -1 for none
 * @param token the word before it, or, of a pure token, the word itself; null for none
 * @param since the version of the original that brought it, when it is younger than the command; else null
 * @param deprecatedSince the version of the original that advised against it, or null
 * @param repeats how often it may be there
 * @param optional whether it may be missing
 * @param parts of a block, in order, or the choices of a oneof; else empty
 */
public record ArgumentSpec(
        String name,
        Type type,
        int keySpec,
        @Nullable String token,
        @Nullable String since,
        @Nullable String deprecatedSince,
        Repeats repeats,
        boolean optional,
        List<ArgumentSpec> parts) {

    /** What is read in an argument's place. */
    public enum Type {
        STRING,
        INTEGER,
        DOUBLE,
        /** The name of a key. */
        KEY,
        /** A glob-style pattern. */
        PATTERN,
        /** A point in time. */
        UNIX_TIME,
        /** A word that is there or not. */
        PURE_TOKEN,
        /** One of its parts. */
        ONEOF,
        /** All of its parts in order. */
        BLOCK;

        /** The name in COMMAND DOCS. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How often an argument may be there. */
    public enum Repeats {
        ONCE,
        /** Several times, behind one token if it has one. */
        MULTIPLE,
        /** Several times, each behind a token. */
        MULTIPLE_WITH_TOKEN
    }

    /** As people write it: {@code [EX <seconds>|PX <milliseconds>]}. */
    public String usage() {
        String once = word();
        String all = switch (repeats) {
            case ONCE -> once;
            case MULTIPLE -> once + " [" + content() + " ...]";
            case MULTIPLE_WITH_TOKEN -> once + " [" + once + " ...]";
        };
        return optional ? "[" + all + "]" : all;
    }

    /** Several arguments as people write them. */
    public static String usage(List<ArgumentSpec> arguments) {
        return arguments.stream().map(ArgumentSpec::usage).collect(Collectors.joining(" "));
    }

    private String word() {
        if (token == null) {
            return content();
        }
        String shown = token.isEmpty() ? "\"\"" : token;
        return type == Type.PURE_TOKEN ? shown : shown + " " + content();
    }

    private String content() {
        return switch (type) {
            case PURE_TOKEN -> word();
            case BLOCK -> usage(parts);
            case ONEOF -> parts.stream().map(ArgumentSpec::usage).collect(Collectors.joining("|"));
            default -> "<" + name + ">";
        };
    }
}
