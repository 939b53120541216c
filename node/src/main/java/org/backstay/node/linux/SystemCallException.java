package org.backstay.node.linux;

import java.io.IOException;

/** A system call failed. The message is one line: what was tried, and the kernel's word for the reason. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Operation not permitted: a capability is missing. */
    public static final int EPERM = 1;
    /** No such thing. */
    public static final int ENOENT = 2;
    /** No such process. */
    public static final int ESRCH = 3;
    /** Nothing to read, or no room to write, now. */
    public static final int EAGAIN = 11;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** It exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** The address is not there. */
    public static final int EADDRNOTAVAIL = 99;
    /** Another socket has the port. */
    public static final int EADDRINUSE = 98;
    /** Nobody listens on the port. */
    public static final int ECONNREFUSED = 111;
    /** The network is unreachable. */
    public static final int ENETUNREACH = 101;

    private final int errno;

    /** Says what was tried and which error number came of it. */
    public SystemCallException(String what, int errno) {
        super(what + ": " + LibC.errorText(errno));
        this.errno = errno;
    }

    /** The kernel's error number. */
    public int errno() {
        return errno;
    }

    /** Whether a capability or root is missing. */
    public boolean isForbidden() {
        return errno == EPERM || errno == EACCES;
    }
}
