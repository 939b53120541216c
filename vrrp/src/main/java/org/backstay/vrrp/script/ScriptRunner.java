package org.backstay.vrrp.script;

import org.backstay.vrrp.config.ScriptCommand;

/** Runs the operator's programs. The simulation puts a recorder in its place. */
public interface ScriptRunner {
    /** What becomes of a program; called on the loop. */
    interface Observer {
        /** It runs. */
        default void started(Running program) {}

        /**
         * It ended, or could not be started, which counts as exit code 127.
         *
         * @param code its exit code; 128 and the number for a signal
         */
        void ended(int code);
    }

    /** A program that runs. */
    interface Running {
        /** Asks it and what it started to end: SIGTERM. */
        void terminate();

        /** Ends it and what it started: SIGKILL. */
        void kill();
    }

    /** Starts a program; returns at once. */
    void start(ScriptCommand command, Observer observer);

    /** What is to be said about a program before it is started. */
    Finding inspect(ScriptCommand command);

    /** Under whom a program runs. */
    Accounts.Identity identity(ScriptCommand command);
}
