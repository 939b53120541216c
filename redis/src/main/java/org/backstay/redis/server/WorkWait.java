package org.backstay.redis.server;

import org.backstay.resp.ReplyWriter;

/** Waits for a piece of the server's own work, such as a save, however long that takes. Used on the server's loop. */
public final class WorkWait implements Suspension {
    private boolean over;

    /** Whether nobody waits any more: the client is gone. */
    public boolean isOver() {
        return over;
    }

    @Override
    public void cancel() {
        over = true;
    }

    @Override
    public void answerTimeout(ReplyWriter reply) {
        throw new IllegalStateException("this has no timeout");
    }

    @Override
    public boolean mayBeForced() {
        return false;
    }
}
