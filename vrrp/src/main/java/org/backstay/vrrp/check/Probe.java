package org.backstay.vrrp.check;

import java.util.function.Consumer;

/** One way to find out whether a real server serves, and the original's words for what is found out. Owned by the router's loop. */
interface Probe {
    /**
     * Begins an attempt; there is never more than one under way.
     *
     * @param up whether the server is known to be well so far
     * @param done told the outcome once
     */
    void attempt(boolean up, Consumer<Outcome> done);

    /** Gives up the attempt under way, if there is one; nobody is told of its outcome. */
    void cancel();

    /** Whether the log says that it begins. */
    default boolean announced() {
        return true;
    }

    /** The server counts as down from now on. */
    default void gaveUp() {}

    /** Whether what is left to look at of a server that may be well again is looked at without delay. */
    default boolean hurries() {
        return false;
    }

    /** For the log: the server is well now; empty when there is nothing to say. */
    String passed();

    /**
     * For the log: the server is down now.
     *
     * @param retries how many failures are forgiven
     * @param first whether it was the first attempt, for which nothing is
     */
    String failed(String why, int retries, boolean first);

    /**
     * For the log: a failure that is forgiven.
     *
     * @param count the how-manieth in a row; 1 for the first
     */
    String tried(String why, int count, int retries);

    /** The text of the mail that says so; empty for none. */
    String letter(boolean up, String why);

    /** {@code " after 2 retries"}, as most of the original's lines end. */
    static String after(int retries, boolean first) {
        return first || retries == 0 ? "." : " after " + retries + " retries.";
    }
}
