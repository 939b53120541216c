package org.backstay.redis.server;

/**
 * A command's arguments cannot be executed; carries the error for the client. Thrown by argument readers, so that handlers read as
 * prose; nothing has been changed or replied when it is thrown. Has no stack trace: it is an answer, not a fault.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    /** Makes an answer; the text begins with its code, as {@code "ERR syntax error"}. */
    public CommandException(String error) {
        super(error, null, false, false);
        this.error = error;
    }

    /** The error reply's text. */
    public String error() {
        return error;
    }
}
