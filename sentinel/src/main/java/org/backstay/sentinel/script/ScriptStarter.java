package org.backstay.sentinel.script;

import java.util.List;

/** Starts programs of the operating system. The simulation puts a recorder in its place. */
public interface ScriptStarter {
    /** What becomes of a program; called on the sentinel's loop. */
    interface Observer {
        /**
         * It runs.
         *
         * @param pid its process ID
         * @param kill ends it
         */
        void started(long pid, Runnable kill);

        /**
         * It ended, or could not be started, which counts as exit code 2.
         *
         * @param code its exit code, 0 when a signal ended it
         * @param signal that ended it, or 0
         */
        void ended(int code, int signal);
    }

    /** Starts a program with arguments; returns at once. */
    void start(List<String> command, Observer observer);

    /** Whether the path names a file that may be executed. */
    boolean isExecutable(String path);
}
