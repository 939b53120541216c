package org.backstay.proxy.stats;

/** What is counted for each pool: the original's names, in its order, with its descriptions. */
public enum PoolMetric {
    CLIENT_EOF("# eof on client connections"),
    CLIENT_ERR("# errors on client connections"),
    CLIENT_CONNECTIONS("# active client connections"),
    SERVER_EJECTS("# times backend server was ejected"),
    FORWARD_ERROR("# times we encountered a forwarding error"),
    FRAGMENTS("# fragments created from a multi-vector request");

    private final String description;

    PoolMetric(String description) {
        this.description = description;
    }

    /** What {@code -D} says about it. */
    public String description() {
        return description;
    }
}
