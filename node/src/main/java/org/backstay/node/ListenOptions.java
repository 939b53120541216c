package org.backstay.node;

/**
 * How a listening socket is set up.
 *
 * @param backlog connections the kernel may hold before they are accepted
 * @param keepAliveSeconds TCP keep-alive of accepted connections; 0 leaves it off
 * @param shared whether several loops may listen on the same endpoint and share its connections (SO_REUSEPORT)
 */
public record ListenOptions(int backlog, int keepAliveSeconds, boolean shared) {
    /** The originals' defaults: a backlog of 511 and keep-alive every 300 s. */
    public static final ListenOptions DEFAULT = new ListenOptions(511, 300, false);
}
