package org.backstay.stack;

/** Why a command of ours can't go on; the message is one line that says what is wrong and where. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public StackException(String message) {
        super(message);
    }
}
