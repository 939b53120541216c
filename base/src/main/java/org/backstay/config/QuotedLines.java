package org.backstay.config;

import java.util.List;

/**
 * The format of redis.conf and sentinel.conf: a statement a line, words apart by white space, {@code "quoted"} with escapes or
 * {@code 'quoted'}, {@code #} begins a comment line.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // the bodies follow
public final class QuotedLines {
    /** Gives the bytes of an included file. */
    @FunctionalInterface
    public interface Files {
        /** Reads a whole file. */
        byte[] read(String path) throws java.io.IOException;
    }

    private QuotedLines() {}

    /** Reads text. {@code include} statements stay as they are. */
    public static List<Statement> read(String text, String file) {
        throw new UnsupportedOperationException();
    }

    /** Reads a file and what it includes, each at its place. */
    public static List<Statement> readFile(String path, Files files) {
        throw new UnsupportedOperationException();
    }

    /** The statements of a command line's {@code --name value ...} arguments, as redis-server 7.0 takes them. */
    public static List<Statement> commandLine(List<String> arguments) {
        throw new UnsupportedOperationException();
    }

    /** Writes a word so that it reads back the same: as it is when plain, else quoted with escapes. */
    public static String quote(String word) {
        throw new UnsupportedOperationException();
    }
}
