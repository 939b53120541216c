package org.backstay.resp;

/**
 * What a client may send. One object is shared by all clients of a node, owned by its loop, and changed when a directive is.
 */
public final class RequestLimits {
    /** The longest line: an inline command, or a count in a multibulk command. */
    public static final int LONGEST_LINE = 64 * 1024;

    /** The most arguments before a client has authenticated. */
    public static final int MOST_ARGUMENTS_UNAUTHENTICATED = 10;

    /** The longest argument before a client has authenticated. */
    public static final int LONGEST_BULK_UNAUTHENTICATED = 16 * 1024;

    private long longestBulk = 512L * 1024 * 1024;

    /** The longest argument ({@code proto-max-bulk-len}), in bytes. */
    public long longestBulk() {
        return longestBulk;
    }

    /** Sets {@code proto-max-bulk-len}, in bytes. */
    public void longestBulk(long bytes) {
        longestBulk = bytes;
    }
}
