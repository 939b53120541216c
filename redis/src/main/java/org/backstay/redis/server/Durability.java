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
        public boolean isLate() {
            return false;
        }

        @Override
        public boolean isSafe(long offset) {
            return true;
        }

        @Override
        public void whenDone(Runnable answer) {
            answer.run();
        }

        @Override
        public void whenDoneOrLate(Runnable answer) {
            answer.run();
        }
    };

    /** Whether something was executed that must reach the log before it is answered. */
    boolean isPending();

    /** Whether the log can't be written at present, or has not been for longer than those should wait who have written nothing. */
    boolean isLate();

    /** Whether everything before an offset is in the log, as {@code appendfsync} promises it. */
    boolean isSafe(long offset);

    /**
     * Runs {@code answer} when all that was executed so far is in the log, as {@code appendfsync} promises it. Calls of one
     * batch share one write and one sync.
     */
    void whenDone(Runnable answer);

    /** As {@link #whenDone}, but runs {@code answer} as soon as the log is {@linkplain #isLate late}, if that is sooner. */
    void whenDoneOrLate(Runnable answer);
}
