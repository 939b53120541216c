package org.backstay.node;

/**
 * How a listening socket is set up.
 *
 * @param backlog connections the kernel may hold before they are accepted
 * @param keepAliveSeconds TCP keep-alive of accepted connections; 0 leaves it off
 * @param shared whether several loops may listen on the same endpoint and share its connections (SO_REUSEPORT)
 * @param fileMode permissions of a unix domain socket's file, as chmod(2) has them; 0 leaves what the umask gives
 * @param security what protects the bytes of accepted connections
 * @param readsAtOnce whether what a connection receives is nearly always used up before the next one is read, so that they may
 *     share a buffer
 */
public record ListenOptions(
        int backlog,
        int keepAliveSeconds,
        boolean shared,
        int fileMode,
        TransportSecurity security,
        boolean readsAtOnce) {
    /** The originals' defaults: a backlog of 511 and keep-alive every 300 s. */
    public static final ListenOptions DEFAULT = new ListenOptions(511, 300, false);

    /** A socket whose connections' bytes go as they are. */
    public ListenOptions(int backlog, int keepAliveSeconds, boolean shared) {
        this(backlog, keepAliveSeconds, shared, 0, TransportSecurity.NONE, false);
    }

    /** The same with these permissions of a unix domain socket's file. */
    public ListenOptions withFileMode(int mode) {
        return new ListenOptions(backlog, keepAliveSeconds, shared, mode, security, readsAtOnce);
    }

    /** The same with this protection. */
    public ListenOptions withSecurity(TransportSecurity other) {
        return new ListenOptions(backlog, keepAliveSeconds, shared, fileMode, other, readsAtOnce);
    }

    /** The same for a program that uses what it receives at once. */
    public ListenOptions withReadsAtOnce() {
        return new ListenOptions(backlog, keepAliveSeconds, shared, fileMode, security, true);
    }
}
