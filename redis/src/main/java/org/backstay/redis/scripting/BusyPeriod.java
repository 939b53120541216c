package org.backstay.redis.scripting;

import org.backstay.node.Pollable;
import org.backstay.redis.server.Client;
import org.backstay.redis.server.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * The time during which a script has run longer than it should: others are read from, answered that the server is busy, and may stop
 * the script. Owned by the server's loop.
 *
 * <p>The loop is inside the script then. Its sockets are served by asking the loop for one more round of them from within, which is
 * safe because a client's scripts run as tasks of the loop, never inside its round over the sockets that are ready: so there is only
 * ever one such round. Tasks and timers wait until the script has ended, so nothing else of the server moves.
 */
final class BusyPeriod {
    private final RedisServer server;
    private @Nullable Client caller;

    BusyPeriod(RedisServer server) {
        this.server = server;
    }

    /**
     * Begins it.
     *
     * @param protectedCaller who called the script: nothing is read from it, and it is kept although it may go away
     * @param error for all other commands
     * @param stop ends the script when the server is to be shut down
     */
    void begin(Client protectedCaller, String error, Runnable stop) {
        caller = protectedCaller;
        protectedCaller.hold(true);
        server.busy(error, stop);
    }

    /** Reads from and answers whoever is ready; never waits. */
    void serveOthers() {
        if (server.dispatcher().isInTask() && server.loop() instanceof Pollable loop) {
            loop.poll();
        }
    }

    /** Ends it, if it has begun. */
    void end() {
        Client held = caller;
        if (held == null) {
            return;
        }
        caller = null;
        server.idle();
        held.hold(false);
        server.loop().execute(() -> server.clients().released(held)); // its request is still being looked at
    }
}
