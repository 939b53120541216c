package org.backstay.vrrp.bfd;

import org.jspecify.annotations.Nullable;

/** Why a session went down (RFC 5880, 4.1). In the order of the protocol's numbers. */
public enum Diagnostic {
    /** Nothing to say. */
    NONE(0, "No Diagnostic"),
    /** Nothing was heard for too long. */
    EXPIRED(1, "Control Detection Time Expired"),
    /** Echoes did not come back. */
    ECHO_FAILED(2, "Echo Function Failed"),
    /** The other side said so. */
    NEIGHBOUR_DOWN(3, "Neighbor Signaled Session Down"),
    /** The forwarding plane was reset. */
    FORWARDING_RESET(4, "Forwarding Plane Reset"),
    /** The path is down. */
    PATH_DOWN(5, "Path Down"),
    /** A path that goes on from it is down. */
    CONCATENATED_DOWN(6, "Concatenated Path Down"),
    /** An operator wants it so. */
    ADMINISTRATIVE(7, "Administratively Down"),
    /** A path that goes on from it in the other direction is down. */
    REVERSE_CONCATENATED_DOWN(8, "Reverse Concatenated Path Down");

    private static final Diagnostic[] ALL = values();

    private final int number;
    private final String words;

    Diagnostic(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** In a packet. */
    int number() {
        return number;
    }

    /** Null for numbers that mean nothing. */
    static @Nullable Diagnostic of(int number) {
        return number < ALL.length ? ALL[number] : null;
    }

    /** As the log has it. */
    String words() {
        return words;
    }
}
