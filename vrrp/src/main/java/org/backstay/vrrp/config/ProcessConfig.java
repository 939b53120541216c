package org.backstay.vrrp.config;

import java.util.List;

/**
 * A {@code vrrp_track_process}. Times in nanoseconds.
 *
 * @param name its name
 * @param command the process's name, and the parameters it must have
 * @param match how parameters are compared
 * @param fullCommand whether the whole command line is compared instead of the name
 * @param weight 0 makes absence a fault
 * @param reverse whether presence counts as failure
 * @param quorum how many must run
 * @param quorumMax how many may run
 * @param forkDelay before a process that came counts
 * @param terminateDelay before one that went counts
 */
public record ProcessConfig(
        String name,
        List<String> command,
        Match match,
        boolean fullCommand,
        int weight,
        boolean reverse,
        int quorum,
        int quorumMax,
        long forkDelay,
        long terminateDelay) {
    /** How parameters are compared. */
    public enum Match {
        /** Not at all, or exactly when there are some. */
        EXACT,
        /** The first ones exactly, more may follow. */
        PARTIAL,
        /** As partial, and the last may be longer. */
        INITIAL
    }
}
