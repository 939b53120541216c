package org.backstay.base.memory;

/** The operating system refused address space or would not take it back. The message says what was asked and why not. */
public final class PagesException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int EINVAL = 22;
    private static final int ENOMEM = 12;

    private final int errno;

    PagesException(String what, int errno) {
        super("cannot " + what + ": " + reason(errno));
        this.errno = errno;
    }

    /** The C library's error number. */
    public int errno() {
        return errno;
    }

    private static String reason(int errno) {
        return switch (errno) {
            case ENOMEM -> "out of memory or address space (ENOMEM); see 'ulimit -v' and vm.overcommit_memory";
            case EINVAL -> "invalid range (EINVAL)";
            default -> "errno " + errno;
        };
    }
}
