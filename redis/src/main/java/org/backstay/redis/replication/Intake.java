package org.backstay.redis.replication;

import io.netty.channel.Channel;
import org.backstay.node.Log;
import org.backstay.redis.persistence.StoredLog;

/**
 * Reads no further from the master while our own log holds too much that a slow disk has still to take. What we do not read waits at the
 * master, and we go on to tell it how far we are. Owned by the server's loop.
 */
final class Intake {
    /** So much that is not written stops the reading, bytes: a second or more of a fast link, and little memory. */
    static final long PAUSE_ABOVE_BYTES = 64L << 20;

    /** It goes on below this, bytes: enough to keep the disk busy until the next bytes come. */
    static final long RESUME_BELOW_BYTES = 16L << 20;

    private final Channel channel;
    private final StoredLog stored;
    private final Log log;
    private boolean paused;

    /** Begins to read the stream. */
    Intake(Channel channel, StoredLog stored, Log log) {
        this.channel = channel;
        this.stored = stored;
        this.log = log;
        channel.config().setAutoRead(true);
    }

    /** More has been received, or written. */
    void adjust() {
        long unwritten = stored.unwritten();
        if (!paused && unwritten > PAUSE_ABOVE_BYTES) {
            log.notice("The append only file is " + unwritten
                    + " bytes behind (disk is busy?): reading from the master pauses until it is written");
            pause(true);
        } else if (paused && unwritten < RESUME_BELOW_BYTES) {
            pause(false);
        }
    }

    private void pause(boolean yes) {
        paused = yes;
        channel.config().setAutoRead(!yes);
    }

    /** Whether nothing is heard of the master because we do not listen. */
    boolean isPaused() {
        return paused;
    }
}
