package org.backstay.proxy.server;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;

/** Why a connection ended, in the words of the C library, which the original sends to clients after {@code -ERR}. */
public final class Failures {
    /** Nobody listens there. */
    public static final String REFUSED = "Connection refused";

    /** No answer in the pool's {@code timeout}. */
    public static final String TIMED_OUT = "Connection timed out";

    /** The server's name is not known; or a master's, to the sentinels. */
    public static final String HOST_DOWN = "Host is down";

    /** The other side ended the connection while replies were missing; the original has no cause to name. */
    public static final String ENDED = "unknown";

    /** The other side reset the connection. */
    public static final String RESET = "Connection reset by peer";

    /** What came is no reply, or no reply was due. */
    public static final String INVALID = "Invalid argument";

    private static final List<String> KNOWN = List.of(
            REFUSED,
            RESET,
            TIMED_OUT,
            "Broken pipe",
            "No route to host",
            "Network is unreachable",
            "Network is down",
            "Software caused connection abort",
            "Cannot assign requested address",
            "Too many open files",
            "Permission denied",
            "Operation not permitted");

    private Failures() {}

    /** The words for what Netty or the JDK threw. */
    public static String words(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return TIMED_OUT;
        }
        if (cause instanceof UnknownHostException) {
            return HOST_DOWN;
        }
        String message = String.valueOf(cause.getMessage());
        for (String words : KNOWN) {
            if (message.contains(words)) {
                return words;
            }
        }
        if (cause instanceof NoRouteToHostException) {
            return "No route to host";
        }
        return cause instanceof ConnectException ? REFUSED : "Input/output error";
    }
}
