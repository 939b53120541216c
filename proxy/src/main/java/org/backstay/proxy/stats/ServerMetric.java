package org.backstay.proxy.stats;

/** What is counted for each server: the original's names, in its order, with its descriptions. */
public enum ServerMetric {
    SERVER_EOF("# eof on server connections"),
    SERVER_ERR("# errors on server connections"),
    SERVER_TIMEDOUT("# timeouts on server connections"),
    SERVER_CONNECTIONS("# active server connections"),
    SERVER_EJECTED_AT("timestamp when server was ejected in usec since epoch"),
    REQUESTS("# requests"),
    REQUEST_BYTES("total request bytes"),
    RESPONSES("# responses"),
    RESPONSE_BYTES("total response bytes"),
    IN_QUEUE("# requests in incoming queue"),
    IN_QUEUE_BYTES("current request bytes in incoming queue"),
    OUT_QUEUE("# requests in outgoing queue"),
    OUT_QUEUE_BYTES("current request bytes in outgoing queue");

    private final String description;

    ServerMetric(String description) {
        this.description = description;
    }

    /** What {@code -D} says about it. */
    public String description() {
        return description;
    }
}
