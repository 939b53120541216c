package org.backstay.redis.replication;

import org.backstay.node.Log;

/** Says now and then how far a transfer is; a short one is not worth a line. Used on the server's loop. */
final class TransferLog {
    private static final long EVERY_MILLIS = 5_000;

    private final String what;
    private long lastMillis;

    /** Says it of this. */
    TransferLog(String what, long beganMillis) {
        this.what = what;
        lastMillis = beganMillis;
    }

    /** Time has passed. */
    void tick(Log log, Transfer transfer, long nowMillis) {
        if (nowMillis - lastMillis >= EVERY_MILLIS) {
            lastMillis = nowMillis;
            log.notice(what + ": " + transfer.progress());
        }
    }
}
