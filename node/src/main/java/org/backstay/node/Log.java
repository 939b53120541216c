package org.backstay.node;

/** A node's log. Implementations write the originals' line formats; operators grep for them. */
public interface Log {
    /** How much a line matters; the names are redis.conf's {@code loglevel} values. */
    enum Level {
        /** For whoever follows the code. */
        DEBUG,
        /** Rarely useful, but not a mess. */
        VERBOSE,
        /** What an operator wants to see in production. */
        NOTICE,
        /** What an operator must act on. */
        WARNING
    }

    /** Writes one line when the level is enabled. */
    void log(Level level, String line);

    /** Whether lines of this level are written; ask before building a costly line. */
    boolean enabled(Level level);

    /** Writes a line of level {@link Level#DEBUG}. */
    default void debug(String line) {
        log(Level.DEBUG, line);
    }

    /** Writes a line of level {@link Level#VERBOSE}. */
    default void verbose(String line) {
        log(Level.VERBOSE, line);
    }

    /** Writes a line of level {@link Level#NOTICE}. */
    default void notice(String line) {
        log(Level.NOTICE, line);
    }

    /** Writes a line of level {@link Level#WARNING}. */
    default void warning(String line) {
        log(Level.WARNING, line);
    }
}
