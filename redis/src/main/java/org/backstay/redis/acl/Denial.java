package org.backstay.redis.acl;

/**
 * Why a user may not execute a command.
 *
 * @param reason what is not allowed
 * @param argument where the key or channel stands in the request; 0 for the command itself
 */
public record Denial(Reason reason, int argument) {
    static final Denial OF_COMMAND = new Denial(Reason.COMMAND, 0);

    /** What is not allowed; a later one is the better explanation. */
    public enum Reason {
        /** The command or subcommand. */
        COMMAND("command"),
        /** A key. */
        KEY("key"),
        /** A channel. */
        CHANNEL("channel"),
        /** To be this user at all. */
        AUTH("auth");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /** The name in ACL LOG. */
        public String wireName() {
            return wireName;
        }
    }

    /** The one that says more, when two selectors refuse for reasons of their own. */
    Denial orBetter(Denial that) {
        int order = reason.compareTo(that.reason);
        return order < 0 || (order == 0 && argument < that.argument) ? that : this;
    }
}
