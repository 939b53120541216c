package org.backstay.config;

/** A fault in a configuration. The message is one line: {@code FILE:LINE: read WHAT, expected WHAT}. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String expected;

    /** Says where, what was read and what was expected instead. */
    public ConfigException(String file, int line, String read, String expected) {
        super(file + (line > 0 ? ":" + line : "") + ": read " + read + ", expected " + expected);
        this.file = file;
        this.line = line;
        this.expected = expected;
    }

    /** The file as it was named. */
    public String file() {
        return file;
    }

    /** The line; 0 when the whole file is meant. */
    public int line() {
        return line;
    }

    /** What was expected. */
    public String expected() {
        return expected;
    }
}
