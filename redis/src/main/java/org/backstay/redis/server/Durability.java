package org.backstay.redis.server;

/** What must happen between executing commands and answering them. Runs on the server's loop. */
public interface Durability {
    /** Answers at once. */
    Durability NONE = new Durability() {
        @Override
        public boolean isPending() {
            return false;
        }

        @Override
        public boolean isBroken() {
            return false;
        }

        @Override
        public void whenDone(Runnable answer) {
            answer.run();
        }
    };

    /** Whether something was executed that must reach the log before it is answered. */
    boolean isPending();

    /** Whether the log can't be written at present, so that waiting for it may take long. Writes are refused meanwhile. */
    boolean isBroken();

    /**
     * Runs {@code answer} when all that was executed so far is in the log, as {@code appendfsync} promises it. Calls of one
     * batch share one write and one sync.
     */
    void whenDone(Runnable answer);
}
