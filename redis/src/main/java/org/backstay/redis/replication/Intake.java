package org.backstay.redis.replication;

import org.backstay.node.Log;
import org.backstay.redis.persistence.StoredLog;
import org.backstay.redis.replication.Reading.Obstacle;

/**
 * Reads no further from the master while our own log holds too much that a slow disk has still to take; we go on to tell the master how far
 * we are. Owned by the server's loop.
 */
final class Intake {
    /** So much that is not written stops the reading, bytes: a second or more of a fast link, and little memory. */
    static final long PAUSE_ABOVE_BYTES = 64L << 20;

    /** It goes on below this, bytes: enough to keep the disk busy until the next bytes come. */
    static final long RESUME_BELOW_BYTES = 16L << 20;

    private final Reading reading;
    private final StoredLog stored;
    private final Log log;

    /** Watches over the reading of the stream. */
    Intake(Reading reading, StoredLog stored, Log log) {
        this.reading = reading;
        this.stored = stored;
        this.log = log;
    }

    /** More has been received, or written. */
    void adjust() {
        long unwritten = stored.unwritten();
        boolean paused = reading.isPausedBy(Obstacle.LOG_UNWRITTEN);
        if (!paused && unwritten > PAUSE_ABOVE_BYTES) {
            log.notice("The append only file is " + unwritten
                    + " bytes behind (disk is busy?): reading from the master pauses until it is written");
            reading.pause(Obstacle.LOG_UNWRITTEN);
        } else if (paused && unwritten < RESUME_BELOW_BYTES) {
            reading.resume(Obstacle.LOG_UNWRITTEN);
        }
    }
}
