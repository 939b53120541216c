package org.backstay.vrrp.tracker;

import org.backstay.vrrp.config.FileConfig;
import org.backstay.vrrp.config.ProcessConfig;
import org.backstay.vrrp.config.ScriptConfig;

/** How a tracker stands, for reports. */
public sealed interface Standing {
    /** A script's run. */
    enum Run {
        /** It waits for its next time. */
        IDLE("idle"),
        /** It runs. */
        RUNNING("running"),
        /** It took too long and was asked to end. */
        TERMINATED("requested termination");

        private final String words;

        Run(String words) {
            this.words = words;
        }

        /** The original's words. */
        public String words() {
            return words;
        }
    }

    /**
     * A {@code vrrp_script}.
     *
     * @param config of it
     * @param result 0 to rise + fall − 1; good from rise on
     * @param known whether it has ended once
     * @param run what it is doing
     */
    record OfScript(ScriptConfig config, int result, boolean known, Run run) implements Standing {}

    /**
     * A {@code track_file}.
     *
     * @param config of it
     * @param value the number in it
     */
    record OfFile(FileConfig config, long value) implements Standing {}

    /**
     * A {@code vrrp_track_process}.
     *
     * @param config of it
     * @param count how many run
     * @param quorum whether these are enough, and not too many
     * @param coming whether the fork delay runs
     * @param going whether the terminate delay runs
     */
    record OfProcess(ProcessConfig config, int count, boolean quorum, boolean coming, boolean going)
            implements Standing {}

    /**
     * Anything else.
     *
     * @param name of it
     * @param word its state
     */
    record OfOther(String name, String word) implements Standing {
        /** Whether all is well. */
        public boolean isUp() {
            return word.equals("up");
        }
    }
}
