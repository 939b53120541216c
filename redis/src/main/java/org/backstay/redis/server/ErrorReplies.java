package org.backstay.redis.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.backstay.keyspace.memory.MemoryLimitException;

/** Turns what a handler threw into the error its client gets. Stateless. */
public final class ErrorReplies {
    /** The error for a key that holds another type than the command is for. */
    public static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";

    /** The error for arguments that do not fit the command's grammar. */
    public static final String SYNTAX = "ERR syntax error";

    /** The error for an argument that should be a 64-bit integer. */
    public static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

    /** The error for an argument that should be a floating point number. */
    public static final String NOT_A_FLOAT = "ERR value is not a valid float";

    /** The error for a key that is not there. */
    public static final String NO_SUCH_KEY = "ERR no such key";

    /** The error for an index beyond a list's ends. */
    public static final String INDEX_OUT_OF_RANGE = "ERR index out of range";

    /** The error of a replica that must not serve what it has. */
    static final String MASTER_DOWN =
            "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";

    private ErrorReplies() {}

    static String of(RuntimeException failure) {
        return switch (failure) {
            case CommandException command -> command.error();
            case MemoryLimitException full -> MemoryGuard.OOM;
            default -> "ERR internal error: " + failure.getClass().getSimpleName();
        };
    }

    static boolean isExpected(RuntimeException failure) {
        return failure instanceof CommandException || failure instanceof MemoryLimitException;
    }

    static String trace(RuntimeException failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A text as the C library shows it: up to its first zero byte. */
    public static String untilZero(String text) {
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
