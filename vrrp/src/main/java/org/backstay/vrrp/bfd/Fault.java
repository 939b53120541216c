package org.backstay.vrrp.bfd;

/** Why a received packet counts for nothing (RFC 5880, 6.8.6; RFC 5881, 5). */
public enum Fault {
    /** Shorter than a packet, or of another length than it says. */
    LENGTH("Packet size mismatch"),
    /** Not version 1. */
    VERSION("Packet is of unsupported version"),
    /** Its sender may not be silent at all. */
    MULTIPLIER("Packet 'detection multiplier' field is zero"),
    /** For many receivers. */
    MULTIPOINT("Packet has 'multipoint' flag"),
    /** It does not say whose it is, or for whom. */
    DISCRIMINATOR("Packet 'discriminator' field is zero"),
    /** Question and answer at once. */
    POLL_AND_FINAL("Packet has both poll and final flags set"),
    /** A reason that is none. */
    DIAGNOSTIC("Packet has invalid 'diag' field"),
    /** With authentication, which nobody agreed on. */
    AUTHENTICATED("auth bit is set, but no authentication is in use"),
    /** For no session of ours. */
    SESSION("session is not found"),
    /** It has come over more routers than it may. */
    HOPS("too many hops");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
