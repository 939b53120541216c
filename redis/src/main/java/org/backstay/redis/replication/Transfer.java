package org.backstay.redis.replication;

/** A snapshot on its way from a master to a replica. Used on the server's loop. */
interface Transfer {
    /** Bytes that were sent, or received. */
    long transferred();

    /** All of its bytes; 0 when they are not known before its end. */
    long total();

    /** How far it is, in words. */
    default String progress() {
        return total() == 0
                ? transferred() + " bytes"
                : transferred() + " of " + total() + " bytes (" + 100 * transferred() / total() + "%)";
    }
}
