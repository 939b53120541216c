package org.backstay.redis.server;

/**
 * Where the effects of commands go, in order: the append-only log and the replication stream, which are the same bytes. Runs on
 * the server's loop.
 */
public interface EffectLog {
    /** A log that keeps nothing: no file, no replica. */
    EffectLog NONE = new EffectLog() {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public long end() {
            return 0;
        }

        @Override
        public void append(int database, long address, int length) {}
    };

    /** Whether anything listens; when not, effects need not be written down at all. */
    boolean isOpen();

    /** The offset behind the last byte that was appended. */
    long end();

    /**
     * Appends one command as a multibulk frame.
     *
     * @param database the database it is meant for; the log adds SELECT when it differs from the one before
     * @param address where the frame begins; valid during the call only
     * @param length the frame's bytes
     */
    void append(int database, long address, int length);
}
