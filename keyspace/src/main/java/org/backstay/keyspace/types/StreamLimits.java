package org.backstay.keyspace.types;

/**
 * How large the nodes of streams may become.
 *
 * @param nodeMaxBytes {@code stream-node-max-bytes}; 0 is no limit
 * @param nodeMaxEntries {@code stream-node-max-entries}; 0 is no limit
 */
public record StreamLimits(long nodeMaxBytes, long nodeMaxEntries) {
    /** Redis's defaults. */
    public static final StreamLimits DEFAULTS = new StreamLimits(4096, 100);
}
