package org.backstay.redis.acl;

/** A rule that is none; the message says why. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
