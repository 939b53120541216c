package org.backstay.redis.server;

/**
 * What a blocking command does with one of its keys. Tried at once with each key in order, and again, while the client waits, whenever a
 * key has become ready; then the arguments and the client are those of the command that waits, and its effects are a unit of their own.
 */
@FunctionalInterface
public interface KeyAttempt {
    /**
     * Looks the key up and, if it has what is wanted, replies and tells the log. Throws a {@link CommandException} to answer with an
     * error, which ends the waiting too.
     *
     * @param key the position of the key among the arguments
     * @return whether the command was answered; if not, nothing was written or changed
     */
    boolean serve(Call call, int key);
}
