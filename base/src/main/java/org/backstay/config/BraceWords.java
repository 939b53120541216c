package org.backstay.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Words as keepalived.conf writes them: apart by white space, parts in {@code "double"} or {@code 'single'} quotes joined to what they
 * touch, with the shell's escapes between quotes. A brace outside quotes is a word of its own, wherever it stands.
 */
public final class BraceWords {
    private static final int LARGEST_OCTAL = 3;

    private final String line;
    private final boolean braces;
    private final List<Word> words = new ArrayList<>();
    private int at;

    /**
     * One word.
     *
     * @param text without quotes and escapes
     * @param brace whether it is an unquoted brace
     */
    record Word(String text, boolean brace) {}

    private BraceWords(String line, boolean braces) {
        this.line = line;
        this.braces = braces;
    }

    /** Splits a line; a quote left open ends with the line. */
    static List<Word> words(String line) {
        return new BraceWords(line, true).split();
    }

    /** Splits a command into its program and arguments, as a script's path in quotes is read. */
    public static List<String> command(String text) {
        return new BraceWords(text, false).split().stream().map(Word::text).toList();
    }

    private List<Word> split() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (isBrace(c)) {
                at++;
                words.add(new Word(String.valueOf(c), true));
            } else {
                words.add(new Word(word(), false));
            }
        }
        return words;
    }

    private boolean isBrace(char c) {
        return braces && (c == '{' || c == '}');
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == ' ' || c == '\t' || isBrace(c)) {
                break;
            }
            if (c == '"' || c == '\'') {
                at++;
                quoted(c, word);
            } else if (isParameter()) {
                int end = line.indexOf('}', at);
                word.append(line, at, end + 1); // an undefined ${NAME} is text, not a block
                at = end + 1;
            } else {
                word.append(c);
                at++;
            }
        }
        return word.toString();
    }

    private boolean isParameter() {
        return braces && line.startsWith("${", at) && line.indexOf('}', at) > 0;
    }

    private void quoted(char quote, StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            if (c == '\\' && at < line.length()) {
                escaped(word);
            } else {
                word.append(c);
            }
        }
    }

    private void escaped(StringBuilder word) {
        char c = line.charAt(at++);
        switch (c) {
            case 'a' -> word.append((char) 7);
            case 'b' -> word.append('\b');
            case 'E' -> word.append((char) 27);
            case 'f' -> word.append('\f');
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 't' -> word.append('\t');
            case 'v' -> word.append((char) 11);
            case 'x' -> word.append(number(16, Integer.MAX_VALUE));
            case 'c' -> {
                if (at < line.length()) {
                    word.append((char) (line.charAt(at++) & 0x1f));
                }
            }
            default -> {
                if (Character.digit(c, 8) >= 0) {
                    at--;
                    word.append(number(8, LARGEST_OCTAL));
                } else {
                    word.append(c);
                }
            }
        }
    }

    private char number(int radix, int most) {
        int value = 0;
        for (int i = 0; i < most && at < line.length() && Character.digit(line.charAt(at), radix) >= 0; i++) {
            value = (value * radix + Character.digit(line.charAt(at++), radix)) & 0xff;
        }
        return (char) value;
    }
}
