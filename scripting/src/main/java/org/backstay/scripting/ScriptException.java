package org.backstay.scripting;

/** A script cannot be compiled, or a library cannot be loaded; the message is for its author. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message, null, false, false);
    }

    /** Lua's message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
