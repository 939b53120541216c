package org.backstay.redis.server;

import org.backstay.resp.ReplyWriter;

/** Why a client executes nothing for now: it waits for a key, for replicas, for a save, for the end of a pause. Used on the server's loop. */
public interface Suspension {
    /** Ends the waiting, because its time is over, because it was ended by force or because the client is gone. */
    void cancel();

    /** Writes what the client is told when its time is over. */
    void answerTimeout(ReplyWriter reply);

    /** Bytes of the command that is kept meanwhile. */
    default long bytes() {
        return 0;
    }

    /** Whether others may end it: CLIENT UNBLOCK, or a change of role, which makes an answer impossible. */
    default boolean mayBeForced() {
        return true;
    }
}
