package org.backstay.persistence.log;

/**
 * How large a segment gets, and how much is kept of what a restart no longer needs.
 *
 * @param segmentBytes a segment that is at least so long is followed by another; 0 never
 * @param historyBytes what replaced snapshots and the segments before the newest one may take together; the oldest goes first
 * @param historySeconds how long after its last byte a replaced file is kept; 0 without limit
 * @param historySnapshots how many replaced snapshots are kept
 * @param timestamps whether the log says when its commands were written
 */
public record LogLimits(
        long segmentBytes, long historyBytes, long historySeconds, int historySnapshots, boolean timestamps) {
    /** Endless segments and no history. */
    public static final LogLimits NONE = new LogLimits(0, 0, 0, 0, false);
}
