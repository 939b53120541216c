package org.backstay.redis.acl;

/** A rule that is none; the message says why. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean aboutName;

    RuleException(String message) {
        this(message, false);
    }

    private RuleException(String message, boolean aboutName) {
        super(message);
        this.aboutName = aboutName;
    }

    /** One that names a command or category that there is not. */
    static RuleException unknownName() {
        return new RuleException("Unknown command or category name in ACL", true);
    }

    /** Whether the rule names a command or category that there is not; such a rule has no secrets in it and may be shown. */
    boolean isAboutName() {
        return aboutName;
    }
}
