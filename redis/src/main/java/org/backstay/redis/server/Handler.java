package org.backstay.redis.server;

/** What a command does: look up, check the type, change, reply. Runs on the server's loop and never waits. */
@FunctionalInterface
public interface Handler {
    /** Executes one call; writes exactly one reply unless the command is one that has none. */
    void run(Call call);
}
