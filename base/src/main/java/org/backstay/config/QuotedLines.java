package org.backstay.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The format of redis.conf and sentinel.conf: a statement a line, words apart by white space, {@code "quoted"} with escapes or
 * {@code 'quoted'}, {@code #} begins a comment line.
 */
public final class QuotedLines {
    private static final int DEEPEST_INCLUDE = 16;
    private static final int MOST_STATEMENTS = 1_000_000;

    /** Gives the bytes of an included file. */
    @FunctionalInterface
    public interface Files {
        /** Reads a whole file. */
        byte[] read(String path) throws IOException;
    }

    private QuotedLines() {}

    /** Reads text. {@code include} statements stay as they are. */
    public static List<Statement> read(String text, String file) {
        List<Statement> statements = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> words = QuotedWords.split(line);
            if (words == null) {
                throw new ConfigException(
                        file, i + 1, "'" + line + "'", "balanced quotes with white space behind them");
            }
            if (words.isEmpty()) {
                continue;
            }
            statements.add(new Statement(List.copyOf(words), file, i + 1));
        }
        return statements;
    }

    /**
     * Reads a file and what it includes, each at its place.
     *
     * @throws ConfigException at the first fault; for a file that can't be read, where it is named
     */
    public static List<Statement> readFile(String path, Files files) {
        List<Statement> statements = new ArrayList<>();
        readInto(statements, path, files, new Statement(List.of(path), path, 0), 0);
        return statements;
    }

    private static void readInto(List<Statement> all, String path, Files files, Statement named, int depth) {
        if (depth > DEEPEST_INCLUDE) {
            throw named.error("an include inside " + DEEPEST_INCLUDE + " others", "files that end");
        }
        for (Statement statement : read(textOf(path, files, named), path)) {
            if (!statement.name().toLowerCase(Locale.ROOT).equals("include")) {
                all.add(statement);
            } else if (statement.size() != 1) {
                throw statement.error(statement.size() + " words after include", "one file");
            } else {
                readInto(all, statement.argument(1), files, statement, depth + 1);
            }
            if (all.size() > MOST_STATEMENTS) {
                throw statement.error("more than " + MOST_STATEMENTS + " statements", "fewer");
            }
        }
    }

    private static String textOf(String path, Files files, Statement named) {
        try {
            return new String(files.read(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw named.error("'" + path + "' (" + reason(e) + ")", "a readable file");
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.NoSuchFileException
                ? "no such file"
                : String.valueOf(failure.getMessage());
    }

    /** The statements of a command line's {@code --name value ...} arguments, as {@link ServerArguments} reads them. */
    public static List<Statement> commandLine(List<String> arguments) {
        return ServerArguments.statements(arguments);
    }

    /** Writes a word so that it reads back the same: as it is when plain, else quoted with escapes. */
    public static String quote(String word) {
        return QuotedWords.quote(word);
    }
}
