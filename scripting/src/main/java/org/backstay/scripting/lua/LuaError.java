package org.backstay.scripting.lua;

/**
 * An error that a function raises in the script that called it. Has no stack trace: it is the script's business, not a fault of ours.
 */
public final class LuaError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What becomes of the message. */
    private enum Form {
        /** It is raised with the place of the caller before it. */
        PLACED,
        /** The error stands on the top of the stack already. */
        ON_STACK
    }

    private final Form form;

    private LuaError(String message, Form form) {
        super(message, null, false, false);
        this.form = form;
    }

    /** An error with the place of the caller before its message, characters of one byte each, as Lua's own functions raise them. */
    public LuaError(String message) {
        this(message, Form.PLACED);
    }

    /** An error whose value has been pushed. */
    public static LuaError onStack() {
        return new LuaError("", Form.ON_STACK);
    }

    /** Pushes the error's value. */
    void push(long lua) {
        if (form == Form.PLACED) {
            LuaText.push(lua, LuaText.where(lua, 1) + getMessage());
        }
    }
}
